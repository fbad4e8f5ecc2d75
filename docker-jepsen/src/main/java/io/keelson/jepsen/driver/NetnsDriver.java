package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Nodes as processes on hosts of their own, which are network namespaces with an address each on a bridge. Takes root. */
public final class NetnsDriver extends LocalDriver {
    /** The name on the command line. */
    public static final String NAME = "netns";

    /** What it can do on this machine. */
    public static final Set<Ability> ABILITIES = TunDevice.exist()
            ? LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.MEMBERSHIP, Ability.SPARE, Ability.CUTS, Ability.CONNECTIONS, Ability.DELAYS, Ability.PACKETS)
            : LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.MEMBERSHIP, Ability.SPARE, Ability.CUTS, Ability.CONNECTIONS);

    private static final int CLIENT_PORT = 2379;
    private static final int PEER_PORT = 2380;
    private static final int ADMIN_PORT = 2381;

    private final Hosts hosts;
    private final ServerCommand command;
    private final List<HostProxies> proxies = new ArrayList<>();

    /**
     * Makes the hosts; starts no node.
     *
     * @param nodes how many
     * @param directory the nodes' directories are made in it
     * @param command how a node is started
     * @param setup what else the nodes get
     * @throws IOException if this user or this machine can't have such hosts, in one line
     */
    public NetnsDriver(int nodes, Path directory, ServerCommand command, LocalSetup setup) throws IOException {
        super(setup);
        this.command = command;
        List<String> names = IntStream.rangeClosed(1, setup.spare() ? nodes + 1 : nodes).mapToObj(number -> "n" + number).toList();
        hosts = new Hosts(names);
        List<NodePlan> plans = new ArrayList<>();
        for (String name : names) {
            plans.add(new NodePlan(name, plans.size() + 1, directory.toAbsolutePath().resolve(name), hosts.address(name), CLIENT_PORT, PEER_PORT, ADMIN_PORT));
        }
        if (setup.proxied()) {
            standProxies(plans);
        }
        List<NodePlan> founders = plans.subList(0, nodes);
        for (NodePlan plan : founders) {
            add(plan, line(plan, founders));
        }
        for (NodePlan plan : plans.subList(nodes, plans.size())) {
            addSpare(plan, line(plan, plans));
        }
    }

    private void standProxies(List<NodePlan> plans) throws IOException {
        for (NodePlan plan : plans) {
            standingOrders(plan.name(), HostProxies.orders(plan.name(), plans));
            proxies.add(new HostProxies(plan.name(), hosts.network(plan.name()), plans));
        }
    }

    private List<String> line(NodePlan plan, List<NodePlan> cluster) throws IOException {
        return hosts.on(plan.name(), command.commandLine(plan, cluster));
    }

    @Override
    void replace(NodePlan newcomer, List<NodePlan> cluster) throws IOException {
        become(newcomer, line(newcomer, cluster));
    }

    /** Why there can be no such driver here, in one line; null if there can. */
    public static String obstacle() {
        return Hosts.obstacle();
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
    public void shape(Map<Link, LinkState> links) throws IOException {
        hosts.shape(links);
        proxies.forEach(each -> each.shape(links));
    }

    @Override
    void removeNetwork() {
        try {
            if (proxies != null) {
                proxies.forEach(HostProxies::close);
            }
            if (hosts != null) {
                hosts.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the hosts of this run are not all removed; the next run removes them", failure);
        }
    }
}
