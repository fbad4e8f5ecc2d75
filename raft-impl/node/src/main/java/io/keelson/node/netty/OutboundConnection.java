package io.keelson.node.netty;

import io.keelson.node.wire.Hello;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;

/** A connection that this node dialled: after the hellos, frames go out and none come in. */
final class OutboundConnection extends Connection {
    private final PeerLink link;

    OutboundConnection(Handshake handshake, TransportSettings settings, TransportMeter meter, RefusalLog refusals, PeerLink link) {
        super(handshake, settings, meter, refusals, link.member());
        this.link = link;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        super.channelActive(context);
        sendHello(context);
    }

    @Override
    void greeted(ChannelHandlerContext context, Hello hello) {
        welcome(context);
        if (handshake.introduces(hello)) {
            sendIntroduction(context);
        }
        link.established(context.channel(), handshake.own().commonVersion(hello));
    }

    @Override
    void received(ChannelHandlerContext context, ByteBuffer frame) {
        refuse(context, "a frame came in where this node only sends");
    }

    @Override
    String describe(ChannelHandlerContext context) {
        return "to " + link;
    }

    @Override
    String describeOrigin(ChannelHandlerContext context) {
        return describe(context);
    }
}
