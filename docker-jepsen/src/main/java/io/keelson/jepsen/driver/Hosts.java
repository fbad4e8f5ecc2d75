package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkShapes;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hosts that are network namespaces of this machine, on a bridge in a namespace of its own, and one cable from there to this process. Everything bears this
 * process's id in its name; nothing else is touched.
 *
 * <p>A link is cut at its receiver, whose routing lets everything that comes from the sender fall into a black hole: no answer, no error, and connections that stand are not
 * spared. A link that is bad in any other way leads through a switch in this process instead of the bridge, as long as it is bad.
 *
 * <p>A guardian outlives this process and removes the namespaces with all that runs in them, should the process end in a way that leaves it no time to do so.
 */
final class Hosts implements AutoCloseable {
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final int CONTROL = 254;
    private static final int BLACK_HOLES = 5;
    private static final int LOCAL = 10;

    private final String prefix = "kj" + ProcessHandle.current().pid();
    private final String network = "10.231." + ProcessHandle.current().pid() % 250 + ".";
    private final List<String> nodes;
    private final Map<String, Diversion> diversions = new TreeMap<>();
    private Set<Link> cut = Set.of();
    private PacketSwitch packets;
    private final Guardian guardian;

    /**
     * Makes the hosts.
     *
     * @param nodes the names of all, those on which no node lives at first too
     * @throws IOException in one line, if this user or this machine can't
     */
    Hosts(List<String> nodes) throws IOException {
        this.nodes = List.copyOf(nodes);
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        removeOrphans();
        guardian = Guardian.until(removal(ProcessHandle.current().pid()));
        try {
            build();
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    /** Why there can be no namespaces here, in one line; null if there can. */
    static String obstacle() {
        return Shell.obstacle("the driver 'netns', which makes network namespaces,", "ip", "nsenter", "setsid");
    }

    private void build() throws IOException {
        List<String> script = new ArrayList<>(List.of("netns add " + prefix + "-sw"));
        nodes.forEach(node -> script.add("netns add " + namespace(node)));
        script.add("link add " + prefix + " type veth peer name control netns " + prefix + "-sw");
        script.add("address add " + network + CONTROL + "/24 dev " + prefix);
        script.add("link set " + prefix + " up");
        ip(null, script);
        List<String> bridge = new ArrayList<>(List.of("link add name hub type bridge", "link set hub up", "link set control master hub", "link set control up"));
        for (String node : nodes) {
            ip(namespace(node), List.of("link add eth0 type veth peer name " + node + " netns " + prefix + "-sw", "link set lo up",
                    "address add " + address(node) + "/24 dev eth0", "link set eth0 up",
                    // What is for this host is found only after the black holes have been asked.
                    "rule add pref " + LOCAL + " lookup local", "rule del pref 0"));
            bridge.add("link set " + node + " master hub");
            bridge.add("link set " + node + " up");
        }
        ip(prefix + "-sw", bridge);
    }

    String address(String node) {
        return network + (nodes.indexOf(node) + 1);
    }

    /** The words of a command that runs on a host. */
    List<String> on(String node, List<String> command) {
        return network(node).command(command);
    }

    private String namespace(String node) {
        return prefix + "-" + node;
    }

    /** Makes the links so; one that is not mentioned is sound. */
    synchronized void shape(Map<Link, LinkState> links) throws IOException {
        SortedSet<Link> cuts = LinkShapes.cutIn(links);
        divert(links);
        for (String node : nodes) {
            List<String> script = new ArrayList<>();
            for (String other : nodes) {
                change(script, new Link(other, node), cut, cuts, "pref " + BLACK_HOLES + " from " + address(other) + " blackhole");
            }
            if (!script.isEmpty()) {
                ip(namespace(node), script);
            }
        }
        cut = cuts;
    }

    private static void change(List<String> script, Link link, Set<Link> before, Set<Link> after, String rule) {
        if (before.contains(link) != after.contains(link)) {
            script.add("rule " + (after.contains(link) ? "add " : "del ") + rule);
        }
    }

    private void divert(Map<Link, LinkState> links) throws IOException {
        boolean needed = links.values().stream().anyMatch(LinkState::isOfPackets);
        if (needed && packets == null) {
            Map<String, String> addresses = new TreeMap<>();
            nodes.forEach(node -> addresses.put(node, address(node)));
            packets = new PacketSwitch(addresses);
            for (String node : nodes) {
                Diversion diversion = new Diversion(network(node), address(node));
                diversions.put(node, diversion);
                packets.connect(node, diversion.port());
            }
        }
        if (packets != null) {
            packets.shape(links);
            for (String node : nodes) {
                diversions.get(node).become(LinkShapes.divertedIn(links, node).stream().map(this::address).collect(Collectors.toSet()));
            }
        }
    }

    /** A host's. */
    NetworkNamespace network(String node) {
        return new NetworkNamespace(NAMESPACES.resolve(namespace(node)));
    }

    /** Runs commands of {@code ip} in a namespace, or in this process's own if it is null. */
    private static void ip(String namespace, List<String> script) throws IOException {
        List<String> command = namespace == null ? List.of("ip", "-batch", "-") : List.of("ip", "-n", namespace, "-batch", "-");
        Shell.run(command, String.join("\n", script) + "\n");
    }

    private static String removal(long owner) {
        return "for n in " + NAMESPACES + "/kj" + owner + "-*; do [ -e \"$n\" ] || continue; n=${n##*/}; "
                + "for p in $(ip netns pids $n); do kill -9 $p; done; ip netns del $n; done; ip link del kj" + owner + " 2>/dev/null";
    }

    /** What a run left whose guardian was killed too. */
    private static void removeOrphans() throws IOException {
        if (!Files.isDirectory(NAMESPACES)) {
            return;
        }
        Set<Long> owners = new TreeSet<>();
        try (Stream<Path> all = Files.list(NAMESPACES)) {
            all.map(path -> path.getFileName().toString()).filter(name -> name.matches("kj\\d+-.*"))
                    .forEach(name -> owners.add(Long.valueOf(name.substring(2, name.indexOf('-')))));
        }
        for (long owner : owners) {
            if (ProcessHandle.of(owner).isEmpty()) {
                remove(owner);
            }
        }
    }

    private static void remove(long owner) throws IOException {
        Shell.run("sh", "-c", removal(owner) + "; true");
    }

    @Override
    public void close() throws IOException {
        guardian.close();
        remove(ProcessHandle.current().pid());
        if (packets != null) {
            packets.end();
        }
    }
}
