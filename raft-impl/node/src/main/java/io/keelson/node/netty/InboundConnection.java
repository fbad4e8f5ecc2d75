package io.keelson.node.netty;

import io.keelson.node.wire.Hello;
import io.keelson.node.wire.Introduction;
import io.keelson.node.wire.IntroductionCodec;
import io.keelson.node.wire.MalformedFrameException;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** A connection that a peer dialled: frames come in, none go out. It is read no faster than the node takes the frames. */
final class InboundConnection extends Connection {
    /** Reading pauses when frames of this many bytes wait for the node, and goes on below half of it. */
    private static final long MAX_WAITING_BYTES = 32 << 20;

    private final FrameReceiver receiver;
    private final Newcomers newcomers;
    private final LongConsumer peerHeard;
    private final InboundConnections inside;
    private final AtomicLong waitingBytes = new AtomicLong();
    private volatile boolean paused;
    private ChannelHandlerContext context;
    private long member;
    private boolean welcomed;
    private boolean spoke;

    InboundConnection(
            Handshake handshake,
            TransportSettings settings,
            TransportMeter meter,
            RefusalLog refusals,
            InboundConnections inside,
            FrameReceiver receiver,
            Newcomers newcomers,
            LongConsumer peerHeard) {
        super(handshake, settings, meter, refusals, Handshake.ANY_PEER);
        this.inside = inside;
        this.receiver = receiver;
        this.newcomers = newcomers;
        this.peerHeard = peerHeard;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        inside.accepted(this);
        super.channelActive(active);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        inside.closed(member, this);
        super.channelInactive(inactive);
    }

    /** Whoever holds this connection is one too many. */
    void makeRoom(String reason) {
        refuse(context, reason);
    }

    boolean hasSpoken() {
        return spoke;
    }

    /** The member uses another one, or has too many of which it uses none. */
    void replaced() {
        context.close();
    }

    /** Answers even a stranger, so that its own log can say what is wrong. */
    @Override
    void helloReceived(ChannelHandlerContext context) {
        sendHello(context);
    }

    @Override
    void greeted(ChannelHandlerContext context, Hello hello) {
        member = hello.memberId();
        if (handshake.knows(member)) {
            letIn(context);
        } else {
            context.pipeline().get(FrameDecoder.class).limit(IntroductionCodec.MAX_SIZE);
        }
    }

    /** Where a member is that is known already is for the groups to say. */
    @Override
    boolean tookAsGreeting(ChannelHandlerContext context, ByteBuffer message) throws MalformedFrameException {
        boolean introduction = IntroductionCodec.isOne(message);
        if (!welcomed) {
            String reason = whyStillUnknown(context, introduction ? IntroductionCodec.decode(message) : null);
            if (reason != null) {
                refuse(context, reason);
                return true;
            }
            letIn(context);
        }
        return introduction;
    }

    /** Who was unknown at the hello may have become known since, and is no newcomer then. */
    private String whyStillUnknown(ChannelHandlerContext context, Introduction introduction) {
        if (introduction == null) {
            return Handshake.whyUnknown(member);
        }
        return handshake.knows(member) ? null : newcomers.whyRefused(member, addressOf(context, introduction));
    }

    private static InetSocketAddress addressOf(ChannelHandlerContext context, Introduction introduction) {
        String host = introduction.host().isEmpty() ? ((InetSocketAddress) context.channel().remoteAddress()).getHostString() : introduction.host();
        return InetSocketAddress.createUnresolved(host, introduction.port());
    }

    private void letIn(ChannelHandlerContext context) {
        welcomed = true;
        welcome(context);
        inside.established(member, this);
        peerHeard.accept(member);
    }

    @Override
    void received(ChannelHandlerContext context, ByteBuffer frame) {
        if (!spoke) {
            spoke = true;
            inside.spoke(member, this);
        }
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
    String describe(ChannelHandlerContext at) {
        return (member == 0 ? "from " : "from member " + member + " at ") + at.channel().remoteAddress();
    }

    @Override
    String describeOrigin(ChannelHandlerContext at) {
        return at.channel().remoteAddress() instanceof InetSocketAddress remote ? "from " + remote.getHostString() : "from " + at.channel().remoteAddress();
    }
}
