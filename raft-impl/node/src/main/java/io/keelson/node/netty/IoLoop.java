package io.keelson.node.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.ManualIoEventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Netty's work on a thread that is not Netty's: what is ready on the connections happens when the owner asks for it. The node's thread owns one, so that a frame passes
 * from a connection to the protocol, and from the protocol to a connection, without waking a thread: on a machine with few cores such wake-ups cost more than everything else.
 *
 * <p>The owner alone may call {@link #run} and {@link #end}; {@link #wakeUp} is for all others.
 */
public final class IoLoop {
    private static final long UNTIL_WOKEN = -1;

    private final ManualIoEventLoop loop;

    /**
     * Makes a loop.
     *
     * @param owner the thread that will run it; it need not have started
     * @param mayWait asked by {@link #run} when a {@link #wakeUp} from then on ends its wait: whether the owner still has nothing else to do. Whoever gives the owner something
     *     to do does so before it wakes it up
     */
    public IoLoop(Thread owner, BooleanSupplier mayWait) {
        this.loop = new ManualIoEventLoop(owner, NativeTransport.ioHandlers()) {
            @Override
            protected boolean canBlock() {
                return mayWait.getAsBoolean();
            }
        };
    }

    /**
     * Does what is ready, after waiting for it.
     *
     * @param nanos the longest wait, 0 for none, {@link Long#MAX_VALUE} for as long as it takes
     * @return whether there was anything
     */
    public boolean run(long nanos) {
        if (nanos <= 0) {
            // A wait of no time is not a short one: the loop might take it for as long as the wait before.
            return loop.runNow() > 0;
        }
        return loop.run(nanos == Long.MAX_VALUE ? UNTIL_WOKEN : nanos) > 0;
    }

    /** Ends a wait of {@link #run}. */
    public void wakeUp() {
        loop.wakeup();
    }

    /** Closes every connection, for good. */
    public void end() {
        loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!loop.isTerminated()) {
            loop.run(0);
        }
    }

    IoEventLoop netty() {
        return loop;
    }
}
