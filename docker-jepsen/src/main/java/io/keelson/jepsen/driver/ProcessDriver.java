package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkProxy;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes as processes of this machine, on the loopback interface. Needs no privilege: between any two nodes stands a proxy of this process, which is
 * what makes their link bad.
 *
 * <p>A guardian outlives this process and ends the nodes, those that are paused too, should it end in a way that leaves it no time to do so.
 */
public final class ProcessDriver extends LocalDriver {
    /** The name on the command line. */
    public static final String NAME = "process";

    /** What it can do on this machine. */
    public static final Set<Ability> ABILITIES = LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.CUTS, Ability.DELAYS, Ability.CONNECTIONS);

    private static final int PORTS_PER_NODE = 3;
    private static final String HOST = "127.0.0.1";

    /** What the group says of its members leads past the proxies. */
    private static final String DIAL_AS_TOLD = "dial-as-told=true";

    private final List<LinkProxy> proxies = new ArrayList<>();
    private final Guardian guardian;

    /**
     * Plans the nodes; starts none.
     *
     * @param nodes how many
     * @param directory the nodes' directories are made in it
     * @param command how a node is started, obeying its {@link NodePlan#ordersFile orders}
     * @param setup what else the nodes get
     * @throws IOException if there are no free ports, or the command's files cannot be written
     */
    public ProcessDriver(int nodes, Path directory, ServerCommand command, LocalSetup setup) throws IOException {
        super(setup.ordering(DIAL_AS_TOLD));
        guardian = Guardian.ofMarked(mark()).orElse(null);
        Iterator<Integer> ports = Ports.free(PORTS_PER_NODE * nodes + nodes * (nodes - 1)).iterator();
        List<NodePlan> plans = new ArrayList<>();
        for (int i = 1; i <= nodes; i++) {
            String name = "n" + i;
            plans.add(new NodePlan(name, i, directory.toAbsolutePath().resolve(name), HOST, ports.next(), ports.next(), ports.next()));
        }
        for (NodePlan plan : plans) {
            List<NodePlan> seen = new ArrayList<>();
            for (NodePlan other : plans) {
                seen.add(other == plan ? plan : throughProxy(plan, other, ports.next()));
            }
            add(plan, command.commandLine(plan, seen));
        }
    }

    private NodePlan throughProxy(NodePlan from, NodePlan to, int port) throws IOException {
        Link link = new Link(from.name(), to.name());
        proxies.add(new LinkProxy(link, port, new InetSocketAddress(to.host(), to.peerPort())));
        return new NodePlan(to.name(), to.number(), to.directory(), to.host(), to.clientPort(), port, to.adminPort());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Ability> abilities() {
        return ABILITIES;
    }

    @Override
    public void shape(Map<Link, LinkState> links) {
        for (LinkProxy proxy : proxies) {
            Link link = proxy.link();
            proxy.shape(links.getOrDefault(link, LinkState.SOUND), links.getOrDefault(link.back(), LinkState.SOUND));
        }
    }

    @Override
    void removeNetwork() {
        proxies.forEach(LinkProxy::close);
        if (guardian != null) {
            guardian.close();
        }
    }
}
