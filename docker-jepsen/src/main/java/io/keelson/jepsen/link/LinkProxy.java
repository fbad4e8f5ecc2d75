package io.keelson.jepsen.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between two nodes: the one dials it in place of the other. It carries bytes, knows nothing of what they mean, and is as bad as the two links
 * between the nodes are told to be.
 *
 * <p>It works on streams, so it shows what TCP makes of a bad network: a cut holds bytes back and delivers them when it is over, a lost packet is a delay of
 * a retransmission, and nothing is duplicated or overtaken. While either direction is cut, a new connection gets no further than this proxy.
 *
 * <p>Threads of its own do the work; every method may be called by any thread.
 */
public final class LinkProxy implements AutoCloseable {
    private final Link link;
    private final Sockets host;
    private final ServerSocket listening;
    private final InetSocketAddress target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Way forth = new Way();
    private final Way back = new Way();
    private volatile boolean closed;

    /**
     * Begins to listen on the loopback interface.
     *
     * @param link from the node that dials to the node that is dialled
     * @param host where the first lives
     * @param port where the first finds the second
     * @param target where the second really listens
     * @throws IOException if the port is taken
     */
    public LinkProxy(Link link, Sockets host, int port, InetSocketAddress target) throws IOException {
        this.link = link;
        this.host = host;
        this.target = target;
        this.listening = host.listening(port);
        Thread.ofVirtual().name("proxy " + link).start(this::listen);
    }

    /** The direction in which connections are made. */
    public Link link() {
        return link;
    }

    private void listen() {
        while (!closed) {
            try {
                serve(listening.accept());
            } catch (IOException end) {
                // Closed, or a connection that was gone before it was accepted: either way there is nothing to do for it.
            }
        }
    }

    private void serve(Socket dialler) {
        try {
            ProxiedConnection connection = new ProxiedConnection(dialler, host.unconnected(), target, forth, back, connections::remove);
            connections.add(connection);
            connection.start();
        } catch (IOException hostIsGone) {
            Quietly.close(dialler);
        }
    }

    /**
     * Makes the links so from now on, also for what is under way.
     *
     * @param there the way of what the dialling node sends
     * @param andBack the way of what it is sent
     */
    public void shape(LinkState there, LinkState andBack) {
        boolean loses = there.halfOpen() && !forth.state().halfOpen();
        forth.become(there);
        back.become(andBack);
        if (loses) {
            connections.forEach(ProxiedConnection::loseDialler);
        } else if (!there.halfOpen()) {
            connections.forEach(ProxiedConnection::endHalfOpen);
        }
    }

    @Override
    public void close() {
        closed = true;
        Quietly.close(listening);
        connections.forEach(ProxiedConnection::close);
        forth.become(LinkState.SOUND);
        back.become(LinkState.SOUND);
    }
}
