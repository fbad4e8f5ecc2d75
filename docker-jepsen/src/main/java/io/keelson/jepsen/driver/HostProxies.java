package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkProxy;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The proxies on one host through which its node dials the others. They harm connections and nothing else: packets are harmed on their way, from host to host, which is the same as without
 * them.
 */
final class HostProxies implements AutoCloseable {
    private static final int FIRST_PORT = 2400;
    private static final String HOST = "127.0.0.1";
    /**
     * So many times a system sends again what nobody acknowledges, 1.4 s in all, before it gives a connection up: a server sets as much for its own connections, and with less haste a link that has been
     * cut would take longer to come back with a proxy than without.
     */
    private static final String GIVE_UP_AFTER = "2";

    private final List<LinkProxy> proxies = new ArrayList<>();

    /**
     * Begins to listen.
     *
     * @param from whose host it is
     * @param host where sockets are made; its system gives connections up sooner from now on
     * @param all the nodes, that one too
     */
    HostProxies(String from, NetworkNamespace host, List<NodePlan> all) throws IOException {
        host.set("net/ipv4/tcp_retries2", GIVE_UP_AFTER);
        try {
            for (int i = 0; i < all.size(); i++) {
                NodePlan to = all.get(i);
                if (!to.name().equals(from)) {
                    proxies.add(new LinkProxy(new Link(from, to.name()), host, FIRST_PORT + i, new InetSocketAddress(to.host(), to.peerPort())));
                }
            }
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    /** What a node is ordered that is to dial the others so. */
    static List<String> orders(String from, List<NodePlan> all) {
        return List.of(all.stream().filter(to -> !to.name().equals(from))
                .map(to -> new Endpoint(to.host(), to.peerPort()) + ">" + new Endpoint(HOST, FIRST_PORT + all.indexOf(to)))
                .collect(Collectors.joining(",", "detours=", "")));
    }

    /** Makes the ends of connections so, from now on. */
    void shape(Map<Link, LinkState> links) {
        for (LinkProxy proxy : proxies) {
            Link link = proxy.link();
            proxy.shape(links.getOrDefault(link, LinkState.SOUND).ofConnections(), links.getOrDefault(link.back(), LinkState.SOUND).ofConnections());
        }
    }

    @Override
    public void close() {
        proxies.forEach(LinkProxy::close);
    }
}
