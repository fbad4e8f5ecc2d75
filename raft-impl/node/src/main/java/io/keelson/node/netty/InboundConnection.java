package io.keelson.node.netty;

import io.keelson.node.wire.Hello;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A connection that a peer dialled: frames come in, none go out. It is read no faster than the node takes the frames. */
final class InboundConnection extends Connection {
    /** Reading pauses when frames of this many bytes wait for the node, and goes on below half of it. */
    private static final long MAX_WAITING_BYTES = 32 << 20;

    private final FrameReceiver receiver;
    private final LongConsumer peerHeard;
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean paused;
    private long member;

    InboundConnection(
            Handshake handshake, TransportSettings settings, TransportMeter meter, FrameReceiver receiver, LongConsumer peerHeard) {
        super(handshake, settings, meter, Handshake.ANY_PEER);
        this.receiver = receiver;
        this.peerHeard = peerHeard;
    }

    /** Answers even a stranger, so that its own log can say what is wrong. */
    @Override
    void helloReceived(ChannelHandlerContext context) {
        sendHello(context);
    }

    @Override
    void established(ChannelHandlerContext context, Hello hello) {
        member = hello.memberId();
        peerHeard.accept(member);
    }

    @Override
    void received(ChannelHandlerContext context, ByteBuffer frame) {
        int bytes = frame.remaining();
        if (waitingBytes.addAndGet(bytes) > MAX_WAITING_BYTES) {
            paused = true;
            context.channel().config().setAutoRead(false);
        }
        receiver.receive(frame, reason -> dealtWith(context, bytes, reason));
    }

    /** On the node's thread. */
    private void dealtWith(ChannelHandlerContext context, int bytes, String reason) {
        long waiting = waitingBytes.addAndGet(-bytes);
        if (reason != null) {
            context.executor().execute(() -> refuse(context, reason));
        } else if (paused && waiting < MAX_WAITING_BYTES / 2) {
            context.executor().execute(() -> {
                paused = false;
                context.channel().config().setAutoRead(true);
            });
        }
    }

    @Override
    String describe(ChannelHandlerContext context) {
        return (member == 0 ? "from " : "from member " + member + " at ") + context.channel().remoteAddress();
    }
}
