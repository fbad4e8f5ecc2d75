package io.keelson.node.netty;

import static io.keelson.node.netty.Connection.LOG;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The way to one peer: dials it, dials again after a growing pause when the connection is lost, and sends what the node gathered in a batch.
 *
 * <p>{@link #send} and {@link #flush} belong to the node's thread, everything else to the transport's; only {@code ready} is shared.
 */
final class PeerLink {
    private static final int INITIAL_BATCH_BYTES = 4096;

    private final long member;
    /** Where it is dialled next. */
    private volatile InetSocketAddress address;
    private final TransportSettings settings;
    private final TransportMeter meter;
    private final EventLoop executor;
    private final Predicate<PeerLink> isForgotten;
    private final UnaryOperator<InetSocketAddress> ways;

    private Bootstrap bootstrap;
    private Future<?> nextAttempt;
    private boolean dialling;
    private boolean stopped;
    private int failures;
    private boolean unreachableLogged;
    /** The last connection did not last: nor may this one, and another pair of lines about that is no news. */
    private boolean flapping;
    private long establishedAt;

    private volatile Ready ready;

    /** What was gathered since the last flush, lengths included; null while there is nothing. */
    private ByteBuf batch;
    private int gatheredFrames;
    /** The place in the batch that the next frame is written to; null if it has one of its own. */
    private ByteBuffer lent;

    /** A connection on which frames of some version may leave, and the bytes handed to it that the operating system has not yet taken. */
    private record Ready(Channel channel, int version, AtomicLong pendingBytes) {}

    /**
     * Begins in peace: {@link #start} dials.
     *
     * @param isForgotten asked on the executor before each attempt; if it says so, there is no other
     * @param ways asked on the executor at each attempt what is dialled for an address
     */
    PeerLink(
            long member, InetSocketAddress address, TransportSettings settings, TransportMeter meter, EventLoop executor, Predicate<PeerLink> isForgotten,
            UnaryOperator<InetSocketAddress> ways) {
        this.isForgotten = isForgotten;
        this.ways = ways;
        this.member = member;
        this.address = address;
        this.settings = settings;
        this.meter = meter;
        this.executor = executor;
    }

    /** The peer is dialled here from the next time on. */
    void moveTo(InetSocketAddress moved) {
        address = moved;
    }

    long member() {
        return member;
    }

    /** TLS towards this peer, which must bear the name that is dialled. */
    ChannelHandler secured(PeerTls tls, Channel channel) {
        return tls.dialling(channel, address.getHostString(), address.getPort());
    }

    /** Begins to dial. */
    void start(Bootstrap dialler) {
        executor.execute(() -> {
            bootstrap = dialler;
            dial();
        });
    }

    void stop() {
        executor.execute(() -> {
            stopped = true;
            ready = null;
        });
    }

    /** The peer has just dialled this node, so it is up: no reason to wait any longer. */
    void dialSoon() {
        if (nextAttempt != null && nextAttempt.cancel(false)) {
            nextAttempt = null;
            dial();
        }
    }

    private void dial() {
        if (stopped || dialling) {
            return;
        }
        if (isForgotten.test(this)) {
            stopped = true;
            LOG.log(Level.INFO, "no longer looking for " + this + ": it belongs to no group here");
            return;
        }
        dialling = true;
        InetSocketAddress way = ways.apply(address);
        String host = way.getHostString();
        int port = way.getPort();
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            connect(new InetSocketAddress(host, port));
            return;
        }
        // A name may mean another address at each attempt, and may take long to be looked up: this thread has other things to do.
        Thread.ofPlatform().daemon().name("keelson-lookup-" + member).start(() -> {
            InetSocketAddress found = new InetSocketAddress(host, port);
            try {
                executor.execute(() -> connect(found));
            } catch (RejectedExecutionException over) {
                // The node has been closed meanwhile.
            }
        });
    }

    private void connect(InetSocketAddress found) {
        if (stopped) {
            return;
        }
        if (found.isUnresolved()) {
            failed(new UnknownHostException(found.getHostString()));
            return;
        }
        bootstrap.connect(found)
                .addListener((ChannelFuture attempt) -> {
                    if (attempt.isSuccess()) {
                        attempt.channel().closeFuture().addListener(closed -> lost());
                    } else {
                        failed(attempt.cause());
                    }
                });
    }

    void established(Channel channel, int version) {
        establishedAt = System.nanoTime();
        unreachableLogged = false;
        ready = new Ready(channel, version, new AtomicLong());
        LOG.log(flapping ? Level.DEBUG : Level.INFO, "connected to " + this);
    }

    /** Says whether the peer is there and understands frames of this version. */
    boolean understands(int version) {
        Ready to = ready;
        return to != null && version <= to.version;
    }

    private void failed(Throwable cause) {
        if (!unreachableLogged && !stopped) {
            unreachableLogged = true;
            LOG.log(Level.INFO, "no connection to " + this + " (" + reason(cause) + "); trying again until there is one");
        }
        dialAgainLater();
    }

    /** Without the system call and the address that Netty adds. */
    private static String reason(Throwable cause) {
        return switch (cause) {
            case ConnectTimeoutException timeout -> "no answer";
            case ConnectException refused -> "connection refused";
            case UnknownHostException unknown -> "unknown host";
            default -> cause.toString();
        };
    }

    private void lost() {
        boolean wasReady = ready != null;
        ready = null;
        if (wasReady && !stopped) {
            long lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - establishedAt);
            boolean brief = lasted < settings.reconnectMaxMillis();
            LOG.log(flapping && brief ? Level.DEBUG : Level.INFO, "lost the connection to " + this + " after " + lasted + " ms"
                    + (brief ? "; its log may say why" : ""));
            flapping = brief;
            // A peer that hangs up at once will do so again: only a connection that lasted starts the pauses anew.
            failures = brief ? failures : 0;
        }
        dialAgainLater();
    }

    private void dialAgainLater() {
        dialling = false;
        if (stopped || executor.isShuttingDown()) {
            return;
        }
        long pause = Math.min(settings.reconnectMaxMillis(), (long) settings.reconnectMinMillis() << Math.min(failures, 20));
        failures++;
        long jittered = pause / 2 + ThreadLocalRandom.current().nextLong(pause + 1);
        nextAttempt = executor.schedule(this::dial, jittered, TimeUnit.MILLISECONDS);
    }

    /** A place in the batch for the next frame, if the frame will be sent at all; else one of its own, so that {@link #send} can say why not. */
    ByteBuffer buffer(int bytes) {
        Ready to = ready;
        if (bytes > settings.maxFrameBytes() || !hasRoom(to, bytes)) {
            return ByteBuffer.allocate(bytes);
        }
        if (batch == null) {
            batch = to.channel.alloc().ioBuffer(Math.max(INITIAL_BATCH_BYTES, Integer.BYTES + bytes));
        }
        batch.ensureWritable(Integer.BYTES + bytes);
        lent = batch.nioBuffer(batch.writerIndex() + Integer.BYTES, bytes);
        return lent;
    }

    boolean isConnected() {
        return ready != null;
    }

    private boolean hasRoom(Ready to, int bytes) {
        return to != null && to.pendingBytes.get() + gatheredBytes() + bytes <= settings.maxPendingBytes();
    }

    private int gatheredBytes() {
        return batch == null ? 0 : batch.readableBytes();
    }

    /** Gathers a frame for {@link #flush}, or drops it: nothing waits for a peer that is away or does not keep up. */
    void send(ByteBuffer frame) {
        boolean inPlace = frame == lent;
        lent = null;
        Ready to = ready;
        if (frame.remaining() > settings.maxFrameBytes()) {
            LOG.log(Level.ERROR, "dropped a frame of " + frame.remaining() + " bytes for " + this + ", allowed are "
                    + settings.maxFrameBytes());
            meter.framesDropped.increment();
        } else if (!hasRoom(to, frame.remaining())) {
            meter.framesDropped.increment();
        } else {
            gather(to, frame, inPlace);
        }
    }

    private void gather(Ready to, ByteBuffer frame, boolean inPlace) {
        if (batch == null) {
            batch = to.channel.alloc().ioBuffer(Math.max(INITIAL_BATCH_BYTES, Integer.BYTES + frame.remaining()));
        }
        batch.writeInt(frame.remaining());
        if (inPlace) {
            batch.writerIndex(batch.writerIndex() + frame.remaining());
        } else {
            batch.writeBytes(frame);
        }
        gatheredFrames++;
    }

    /** Sends what was gathered: one write for all of it. */
    void flush() {
        if (batch == null) {
            return;
        }
        Ready to = ready;
        if (to == null || gatheredFrames == 0) {
            meter.framesDropped.add(gatheredFrames);
            batch.release();
        } else {
            int bytes = batch.readableBytes();
            to.pendingBytes.addAndGet(bytes);
            to.channel.writeAndFlush(batch).addListener(written -> {
                to.pendingBytes.addAndGet(-bytes);
                if (written.isSuccess()) {
                    meter.bytesOut.add(bytes);
                }
            });
        }
        batch = null;
        lent = null;
        gatheredFrames = 0;
    }

    @Override
    public String toString() {
        return "member " + member + " at " + address.getHostString() + ":" + address.getPort();
    }
}
