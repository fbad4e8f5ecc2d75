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
    private NativeTransport() {}

    static IoHandlerFactory ioHandlers() {
        return Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    }

    static Class<? extends ServerChannel> serverChannel() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** See {@link TransportSettings#unacknowledgedMillis}. */
    static Bootstrap dialler(int unacknowledgedMillis) {
        return Epoll.isAvailable()
                ? new Bootstrap().channel(EpollSocketChannel.class).option(EpollChannelOption.TCP_USER_TIMEOUT, unacknowledgedMillis)
                : new Bootstrap().channel(NioSocketChannel.class);
    }
}
