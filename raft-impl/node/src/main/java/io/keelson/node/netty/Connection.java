package io.keelson.node.netty;

import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.HelloCodec;
import io.keelson.node.wire.IntroductionCodec;
import io.keelson.node.wire.MalformedFrameException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** One end of a connection: hellos first, within a time limit; whatever is wrong closes it with one logged line. */
abstract class Connection extends ChannelInboundHandlerAdapter {
    static final System.Logger LOG = System.getLogger("io.keelson.node.netty");

    final Handshake handshake;
    private final TransportSettings settings;
    private final TransportMeter meter;
    private final RefusalLog refusals;
    private final long expectedMember;
    private ScheduledFuture<?> helloDeadline;
    private Hello theirs;
    private boolean refused;

    Connection(Handshake handshake, TransportSettings settings, TransportMeter meter, RefusalLog refusals, long expectedMember) {
        this.handshake = handshake;
        this.settings = settings;
        this.meter = meter;
        this.refusals = refusals;
        this.expectedMember = expectedMember;
    }

    /** The other end has said who it is, and is not refused for that: it is welcome, or has more to say first. */
    abstract void greeted(ChannelHandlerContext context, Hello hello);

    /** Says whether a message after the hello was part of the greeting, and no frame. */
    boolean tookAsGreeting(ChannelHandlerContext context, ByteBuffer message) throws MalformedFrameException {
        return false;
    }

    /** A frame has arrived after the hello, from whom the hello said. */
    abstract void received(ChannelHandlerContext context, ByteBuffer frame);

    /** For the log: the other end, as this end sees it. */
    abstract String describe(ChannelHandlerContext context);

    /** The same without what differs from one attempt of the same other end to the next. */
    abstract String describeOrigin(ChannelHandlerContext context);

    @Override
    public void channelActive(ChannelHandlerContext context) {
        helloDeadline = context.executor().schedule(
                () -> refuse(context, "no " + (theirs == null ? "hello" : "address of member " + theirs.memberId()) + " within " + settings.handshakeTimeoutMillis() + " ms"),
                settings.handshakeTimeoutMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuffer frame = (ByteBuffer) message;
        meter.bytesIn.add(Integer.BYTES + frame.remaining());
        if (refused) {
            return;
        }
        try {
            if (theirs == null) {
                greet(context, HelloCodec.decode(frame));
            } else if (!tookAsGreeting(context, frame)) {
                receivedFrom(context, frame);
            }
        } catch (MalformedFrameException malformed) {
            refuse(context, malformed.getMessage());
        }
    }

    private void receivedFrom(ChannelHandlerContext context, ByteBuffer frame) {
        String stranger = FrameCodec.whyNotFrom(frame, theirs);
        if (stranger == null) {
            received(context, frame);
        } else {
            refuse(context, stranger);
        }
    }

    private void greet(ChannelHandlerContext context, Hello hello) {
        helloReceived(context);
        String reason = handshake.whyRefused(hello, expectedMember);
        if (reason != null) {
            refuse(context, reason);
            return;
        }
        theirs = hello;
        greeted(context, hello);
    }

    /** The other end may stay: frames follow. */
    final void welcome(ChannelHandlerContext context) {
        refusals.welcomed(describeOrigin(context));
        helloDeadline.cancel(false);
        context.pipeline().get(FrameDecoder.class).limit(settings.maxFrameBytes());
    }

    /** The other end's hello has come; whether it is welcome is decided next. */
    void helloReceived(ChannelHandlerContext context) {}

    final void sendHello(ChannelHandlerContext context) {
        write(context, HelloCodec.encode(handshake.own()));
    }

    final void sendIntroduction(ChannelHandlerContext context) {
        write(context, IntroductionCodec.encode(handshake.introduction()));
    }

    private static void write(ChannelHandlerContext context, ByteBuffer greeting) {
        ByteBuf frame = context.alloc().buffer(Integer.BYTES + greeting.remaining());
        context.writeAndFlush(frame.writeInt(greeting.remaining()).writeBytes(greeting));
    }

    /** Closes the connection and logs why, once for each cause. */
    final void refuse(ChannelHandlerContext context, String reason) {
        if (context.channel().isOpen()) {
            tell(context, reason);
        }
        context.close();
    }

    private void tell(ChannelHandlerContext context, String reason) {
        if (!refused) {
            refused = true;
            meter.connectionsClosed.increment();
            boolean news = refusals.isNews(describeOrigin(context), reason, System.nanoTime());
            LOG.log(news ? Level.WARNING : Level.DEBUG, "closed the connection " + describe(context) + ": " + reason);
        }
    }

    /** TLS has closed the connection by itself when this is told. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.cause() instanceof SSLException failed) {
            tell(context, PeerTls.reason(failed));
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (helloDeadline != null) {
            helloDeadline.cancel(false);
        }
    }

    /** A reset is the other end's way to go and is no news; a frame that can't be cut out of the stream is. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException malformed) {
            tell(context, malformed.getCause() instanceof SSLException failed ? PeerTls.reason(failed) : malformed.getMessage());
            context.close();
        } else if (cause instanceof java.io.IOException) {
            LOG.log(Level.DEBUG, "lost the connection " + describe(context) + ": " + cause.getMessage());
            context.close();
        } else {
            refuse(context, "internal error: " + cause);
        }
    }
}
