package io.keelson.bench.peers;

import io.microraft.RaftEndpoint;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** MicroRaft's messages over loopback TCP: one connection each way, one thread, a length before each message. */
final class NettyLinks implements Transport, AutoCloseable {
    private static final int MAX_FRAME_BYTES = 64 << 20;
    private static final int RETRY_MILLIS = 50;

    private final List<Integer> ports;
    private final int self;
    private final MessageCodec codec;
    private final EventLoopGroup threads = new EpollEventLoopGroup(1);
    private final ConcurrentHashMap<Integer, Channel> channels = new ConcurrentHashMap<>();

    NettyLinks(List<Integer> ports, int self, MessageCodec codec) {
        this.ports = ports;
        this.self = self;
        this.codec = codec;
    }

    /** Accepts and dials; what arrives goes to the receiver. */
    void start(Consumer<RaftMessage> receiver) {
        new ServerBootstrap()
                .group(threads)
                .channel(EpollServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(
                                new LengthFieldBasedFrameDecoder(MAX_FRAME_BYTES, 0, Integer.BYTES, 0, Integer.BYTES),
                                new SimpleChannelInboundHandler<ByteBuf>() {
                                    @Override
                                    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
                                        receiver.accept(codec.decode(frame));
                                    }
                                });
                    }
                })
                .bind("127.0.0.1", ports.get(self - 1))
                .syncUninterruptibly();
        for (int number = 1; number <= ports.size(); number++) {
            if (number != self) {
                dial(number);
            }
        }
    }

    private void dial(int number) {
        new Bootstrap()
                .group(threads)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {}
                })
                .connect("127.0.0.1", ports.get(number - 1))
                .addListener((ChannelFuture attempt) -> {
                    if (attempt.isSuccess()) {
                        channels.put(number, attempt.channel());
                        attempt.channel().closeFuture().addListener(closed -> dialLater(number));
                    } else {
                        dialLater(number);
                    }
                });
    }

    private void dialLater(int number) {
        channels.remove(number);
        if (!threads.isShuttingDown()) {
            threads.schedule(() -> dial(number), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void send(RaftEndpoint to, RaftMessage message) {
        Channel channel = channels.get(MessageCodec.number(to));
        if (channel != null) {
            ByteBuf frame = channel.alloc().ioBuffer();
            frame.writeInt(0);
            codec.encode(message, frame);
            frame.setInt(0, frame.readableBytes() - Integer.BYTES);
            channel.writeAndFlush(frame);
        }
    }

    @Override
    public boolean isReachable(RaftEndpoint to) {
        return channels.containsKey(MessageCodec.number(to));
    }

    @Override
    public void close() {
        threads.shutdownGracefully();
    }
}
