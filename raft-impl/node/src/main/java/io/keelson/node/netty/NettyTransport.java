package io.keelson.node.netty;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Network;
import io.keelson.node.wire.Hello;
import io.keelson.node.wire.HelloCodec;
import io.keelson.node.wire.Introduction;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The port {@link Network} over TCP.
 *
 * <p>{@link #send} and {@link #flush} are called from the node's one thread. Everything else happens on the transport's one thread, which may be the same.
 */
public final class NettyTransport implements Network, AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    /** So many members of which the groups know nothing are dialled: what claims to be a member can be anything. */
    private static final int MOST_NEWCOMERS = 16;

    private final TransportSettings settings;
    private final PeerTls tls;
    private final long clusterId;
    private final long memberId;
    private final FrameReceiver receiver;
    private final TransportMeter meter = new TransportMeter();
    private final RefusalLog refusals = new RefusalLog();
    private final InboundConnections inside;
    private final EventLoopGroup threads;
    private final boolean ownThread;
    /** Every connection, to be closed by name: the end of Netty's threads alone leaves some of them open, and whoever is at their other end in the dark. */
    private final ChannelGroup connections;
    /** Added to and read by the node's thread and the transport's. */
    private final ConcurrentSkipListMap<Long, PeerLink> links = new ConcurrentSkipListMap<>();
    /** Those of them of which nobody but they themselves has said where they are. */
    private final ConcurrentSkipListSet<Long> newcomers = new ConcurrentSkipListSet<>();
    /** Those that belong to no group any more. Replaced, never changed. */
    private volatile SortedSet<Long> departed = new TreeSet<>();
    /** Links that are no longer among the others; what was gathered for them meanwhile is dropped by the node's thread, as it belongs to that. */
    private final ConcurrentLinkedQueue<PeerLink> forgotten = new ConcurrentLinkedQueue<>();
    /** Where the peers dial this node; null for the address that it listens at. */
    private final InetSocketAddress advertised;
    private Channel server;
    private volatile Handshake handshake;
    private volatile UnaryOperator<InetSocketAddress> ways = UnaryOperator.identity();

    private NettyTransport(
            TransportSettings settings,
            PeerTls tls,
            long clusterId,
            long memberId,
            SortedMap<Long, InetSocketAddress> peers,
            FrameReceiver receiver,
            IoLoop shared) {
        this.settings = settings;
        this.tls = tls;
        this.clusterId = clusterId;
        this.memberId = memberId;
        this.receiver = receiver;
        this.advertised = peers.get(memberId);
        this.inside = new InboundConnections(settings.maxStrangers());
        this.ownThread = shared == null;
        this.threads = shared != null
                ? shared.netty()
                : new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("keelson-network-" + memberId, true), NativeTransport.ioHandlers());
        this.connections = new DefaultChannelGroup(threads.next(), true);
        peers.forEach((peer, address) -> {
            if (peer != memberId) {
                links.put(peer, link(peer, address));
            }
        });
    }

    private PeerLink link(long peer, InetSocketAddress address) {
        return new PeerLink(peer, address, settings, meter, threads.next(), this::isForgotten, dialled -> ways.apply(dialled));
    }

    /** The same, with a thread of its own. */
    public static NettyTransport bind(
            TransportSettings settings,
            long clusterId,
            long memberId,
            InetSocketAddress listen,
            SortedMap<Long, InetSocketAddress> peers,
            FrameReceiver receiver)
            throws NodeOpenException {
        return bind(settings, clusterId, memberId, listen, peers, receiver, null);
    }

    /**
     * Takes the listening address, but accepts nobody and dials nobody before {@link #start}. Not for the loop's own thread, which must be running.
     *
     * @param settings limits
     * @param clusterId named in the hello; another cluster's members are refused
     * @param memberId this node's member id
     * @param listen where the peers dial this node; port 0 means any free one
     * @param peers where this node dials its peers, and where they dial it, which is where it listens if that is not in it. A member of the cluster that is not in it is let in if it
     *     says where it is
     * @param receiver takes the frames that arrive
     * @param shared whose thread does the work; null for a thread of the transport's own
     * @return the transport, to be closed
     * @throws NodeOpenException if the address can't be had, or a certificate can't be used
     */
    public static NettyTransport bind(
            TransportSettings settings,
            long clusterId,
            long memberId,
            InetSocketAddress listen,
            SortedMap<Long, InetSocketAddress> peers,
            FrameReceiver receiver,
            IoLoop shared)
            throws NodeOpenException {
        NettyTransport transport = new NettyTransport(settings, PeerTls.open(settings), clusterId, memberId, peers, receiver, shared);
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.threads)
                .channel(NativeTransport.serverChannel())
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(transport.pipeline(channel -> transport.tls.accepting(channel), () -> new InboundConnection(
                        transport.handshake, settings, transport.meter, transport.refusals, transport.inside, receiver, transport::whyNewcomerRefused, transport::heardFrom)))
                .bind(listen)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            transport.close();
            throw new NodeOpenException(whyNotBound(listen, bound.cause()), bound.cause());
        }
        transport.server = bound.channel();
        return transport;
    }

    private static String whyNotBound(InetSocketAddress listen, Throwable cause) {
        String address = listen.getHostString() + ":" + listen.getPort();
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "cannot listen on " + address + ": the host is unknown; set the listen address to one of this machine's";
        }
        if (message.contains("in use")) {
            return "cannot listen on " + address + ": the port is in use; stop the process that has it, or set another listen address";
        }
        return "cannot listen on " + address + ": " + message + "; set the listen address to one of this machine's with a free port";
    }

    private ChannelHandler pipeline(Function<Channel, ChannelHandler> secured, Supplier<Connection> connection) {
        return new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel channel) {
                connections.add(channel);
                if (tls != null) {
                    channel.pipeline().addLast(secured.apply(channel));
                }
                channel.pipeline().addLast(new FrameDecoder(HelloCodec.SIZE), connection.get());
            }
        };
    }

    /**
     * From now on a peer is dialled where this leads from its address, which is looked up then. What members tell each other about addresses is as it was.
     *
     * @param ways called on the transport's thread; gives the address itself for one that is dialled as it is
     */
    public void dialBy(UnaryOperator<InetSocketAddress> ways) {
        this.ways = ways;
    }

    /**
     * Accepts connections and dials the peers.
     *
     * @param incarnation of this node's data directory
     */
    public void start(long incarnation) {
        handshake = new Handshake(Hello.of(clusterId, memberId, incarnation), introduction(), member -> links.containsKey(member) && !newcomers.contains(member));
        server.config().setAutoRead(true);
        links.values().forEach(this::start);
    }

    private Introduction introduction() {
        boolean saysWhere = advertised != null && advertised.getPort() != 0;
        return saysWhere ? new Introduction(advertised.getHostString(), advertised.getPort()) : new Introduction("", address().getPort());
    }

    private void start(PeerLink link) {
        Bootstrap dialler = NativeTransport.dialler(settings.unacknowledgedMillis())
                .group(threads)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, settings.connectTimeoutMillis())
                .handler(pipeline(channel -> link.secured(tls, channel), () -> new OutboundConnection(handshake, settings, meter, refusals, link)));
        link.start(dialler);
    }

    /**
     * Learns where a peer is: a new one is dialled and let in from now on, one that has moved is dialled there next. Called from the node's one thread.
     *
     * @param peer the peer's member id; nothing happens if it is this node's
     * @param address looked up when it is dialled
     */
    public void peer(long peer, InetSocketAddress address) {
        if (peer == memberId) {
            return;
        }
        synchronized (links) {
            newcomers.remove(peer);
            PeerLink link = link(peer, address);
            PeerLink known = links.putIfAbsent(peer, link);
            if (known != null) {
                known.moveTo(address);
            } else if (handshake != null) {
                start(link);
            }
        }
    }

    /**
     * Learns who belongs to no group any more. They are let in if they turn up, to be told so, and are dialled as long as they are there; once they are gone, this node forgets where
     * they were. Called from the node's one thread.
     *
     * @param members all of them; whoever is not among them is dialled again after the next {@link #peer}
     */
    public void departed(SortedSet<Long> members) {
        departed = new TreeSet<>(members);
    }

    /** On the transport's thread: says whether a peer is not to be dialled any more, and forgets it then. */
    private boolean isForgotten(PeerLink link) {
        long member = link.member();
        synchronized (links) {
            boolean wanted = !departed.contains(member) && !newcomers.contains(member);
            if (wanted || inside.holds(member)) {
                return false;
            }
            links.remove(member);
            newcomers.remove(member);
        }
        forgotten.add(link);
        return true;
    }

    /** On the transport's thread. */
    private String whyNewcomerRefused(long member, InetSocketAddress address) {
        synchronized (links) {
            return handshake.knows(member) ? null : whyRefused(member, address);
        }
    }

    private String whyRefused(long member, InetSocketAddress address) {
        if (newcomers.size() >= MOST_NEWCOMERS && !newcomers.contains(member)) {
            return "member " + member + " is not among the peers of this node, nor are " + MOST_NEWCOMERS + " that it dials already";
        }
        peer(member, address);
        newcomers.add(member);
        return null;
    }

    private void heardFrom(long member) {
        PeerLink link = links.get(member);
        if (link != null) {
            link.dialSoon();
        }
    }

    @Override
    public ByteBuffer buffer(long toMember, int bytes) {
        PeerLink link = links.get(toMember);
        return link == null ? Network.super.buffer(toMember, bytes) : link.buffer(bytes);
    }

    @Override
    public boolean mayReach(long toMember) {
        PeerLink link = links.get(toMember);
        return link != null && link.isConnected();
    }

    @Override
    public boolean understands(long member, int version) {
        PeerLink link = links.get(member);
        return link != null && link.understands(version);
    }

    /** Gathers a frame until {@link #flush}. One for a member that is no peer is dropped. */
    @Override
    public void send(long toMember, ByteBuffer frame) {
        PeerLink link = links.get(toMember);
        if (link == null) {
            meter.framesDropped.increment();
        } else {
            link.send(frame);
        }
    }

    /** Sends what was gathered since the last call, one write for each peer. */
    public void flush() {
        links.values().forEach(PeerLink::flush);
        for (PeerLink gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
            gone.flush();
        }
    }

    /** Returns the address that peers dial; its port is the one chosen, if any free one was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Returns what the transport has done so far; any thread may ask. */
    public TransportCounters counters() {
        return meter.snapshot();
    }

    /**
     * Closes every connection and gives the address back. Any thread but the transport's own may call it, more than once. A {@linkplain IoLoop shared loop} that has ended has
     * closed them already.
     */
    @Override
    public void close() {
        if (!ownThread && threads.isShuttingDown()) {
            return;
        }
        if (!threads.isShuttingDown()) {
            links.values().forEach(PeerLink::stop);
        }
        if (server != null) {
            server.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
        connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        if (ownThread) {
            threads.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
