package io.keelson.node.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/** Epoll where its native library is there, else the JDK's own selectors. */
final class NativeTransport {
    /** How long the kernel may wait for a peer to acknowledge bytes before the connection counts as lost: a machine that vanished sends no reset. */
    private static final int UNACKNOWLEDGED_MILLIS = 5_000;

    private NativeTransport() {}

    static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    static Bootstrap dialler() {
        return Epoll.isAvailable()
                ? new Bootstrap().channel(EpollSocketChannel.class).option(EpollChannelOption.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MILLIS)
                : new Bootstrap().channel(NioSocketChannel.class);
    }
}
