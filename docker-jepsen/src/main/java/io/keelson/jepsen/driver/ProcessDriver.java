package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkProxy;
import io.keelson.jepsen.link.LinkState;
import io.keelson.jepsen.link.Sockets;
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
    public static final Set<Ability> ABILITIES = 
            LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.MEMBERSHIP, Ability.SPARE, Ability.CUTS, Ability.DELAYS, Ability.CONNECTIONS);

    private static final int PORTS_PER_NODE = 3;
    private static final String HOST = "127.0.0.1";

    private final ServerCommand command;
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
        super(setup);
        this.command = command;
        guardian = Guardian.ofMarked(mark()).orElse(null);
        int hosts = setup.spare() ? nodes + 1 : nodes;
        Iterator<Integer> ports = Ports.free(PORTS_PER_NODE * hosts + hosts * (hosts - 1)).iterator();
        List<NodePlan> plans = new ArrayList<>();
        for (int i = 1; i <= hosts; i++) {
            String name = "n" + i;
            plans.add(new NodePlan(name, i, directory.toAbsolutePath().resolve(name), HOST, ports.next(), ports.next(), ports.next()));
        }
        List<NodePlan> founders = plans.subList(0, nodes);
        for (NodePlan plan : plans) {
            List<String> detours = new ArrayList<>();
            for (NodePlan other : plans) {
                if (other != plan) {
                    detours.add(throughProxy(plan, other, ports.next()));
                }
            }
            standingOrders(plan.name(), detours.isEmpty() ? List.of() : List.of("detours=" + String.join(",", detours)));
            if (founders.contains(plan)) {
                add(plan, command.commandLine(plan, founders));
            } else {
                addSpare(plan, command.commandLine(plan, plans));
            }
        }
    }

    /** The members know each other by where they are; one of them is ordered to dial the other by this detour. */
    private String throughProxy(NodePlan from, NodePlan to, int port) throws IOException {
        Endpoint there = new Endpoint(to.host(), to.peerPort());
        proxies.add(new LinkProxy(new Link(from.name(), to.name()), Sockets.HERE, port, new InetSocketAddress(there.host(), there.port())));
        return there + ">" + new Endpoint(HOST, port);
    }

    @Override
    void replace(NodePlan newcomer, List<NodePlan> cluster) throws IOException {
        become(newcomer, command.commandLine(newcomer, cluster));
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
