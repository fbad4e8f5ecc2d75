package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkShapes;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The ways between containers.
 *
 * <p>A link is cut at its receiver, whose routing lets everything from the sender fall into a black hole. The server in a container, who is not root, may not do that; a process of root's
 * that is put into it for the purpose may. A link that is bad in any other way leads through a switch in this process, or has a proxy at its beginning; that takes root here.
 *
 * <p>A container begins each life with a network in which nothing of this has been done.
 */
final class ContainerLinks implements AutoCloseable {
    private static final long RUNNING_SECONDS = 20;

    private final List<NodePlan> nodes;
    private final UnaryOperator<String> containers;
    private final boolean proxied;
    /** Of each container that was begun, the process id. */
    private final Map<String, String> lives = new ConcurrentHashMap<>();
    private final Map<String, Diversion> diversions = new ConcurrentHashMap<>();
    private final Map<String, HostProxies> proxies = new ConcurrentHashMap<>();
    private Map<Link, LinkState> links = Map.of();
    private PacketSwitch packets;

    /** Something that takes a container that runs. */
    @FunctionalInterface
    private interface Change {
        void in(String node) throws IOException;
    }

    /**
     * All links are sound.
     *
     * @param nodes all of them, as they are inside
     * @param containers the container of a node
     * @param proxied whether the nodes dial each other through proxies
     */
    ContainerLinks(List<NodePlan> nodes, UnaryOperator<String> containers, boolean proxied) {
        this.nodes = List.copyOf(nodes);
        this.containers = containers;
        this.proxied = proxied;
    }

    /** Makes the links so; one that is not mentioned is sound. */
    synchronized void shape(Map<Link, LinkState> next) throws IOException {
        Set<Link> cuts = LinkShapes.cutIn(next);
        Set<Link> before = LinkShapes.cutIn(links);
        links = Map.copyOf(next);
        if (packets == null && next.values().stream().anyMatch(LinkState::isOfPackets)) {
            packets = new PacketSwitch(nodes.stream().collect(Collectors.toMap(NodePlan::name, NodePlan::host)));
        }
        if (packets != null) {
            packets.shape(links);
        }
        proxies.values().forEach(each -> each.shape(links));
        // All at once: one after the other they would take as long as a short fault lasts.
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (NodePlan node : nodes) {
            boolean hears = nodes.stream().map(from -> new Link(from.name(), node.name())).allMatch(link -> cuts.contains(link) == before.contains(link));
            changes.add(CompletableFuture.runAsync(() -> change(node.name(), name -> {
                if (!hears) {
                    sink(name);
                }
                divert(name);
            }), task -> Thread.ofVirtual().start(task)));
        }
        try {
            changes.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure);
        }
    }

    /** A container has been started, or runs as before: its links become as they are to be, once it runs. */
    synchronized void begin(String node) {
        if (!proxied && packets == null && senders(node).isEmpty()) {
            return;
        }
        long limit = System.nanoTime() + RUNNING_SECONDS * 1_000_000_000;
        while (!Docker.isRunning(containers.apply(node)) && System.nanoTime() < limit) {
            Docker.pause();
        }
        change(node, name -> {
            String life = Docker.processId(containers.apply(name));
            if (life.equals(lives.put(name, life))) {
                return;
            }
            end(name);
            if (proxied) {
                HostProxies own = new HostProxies(name, network(name), nodes);
                own.shape(links);
                proxies.put(name, own);
            }
            if (!senders(name).isEmpty()) {
                sink(name);
            }
            divert(name);
        });
    }

    /** What an earlier life left. */
    private void end(String node) {
        diversions.remove(node);
        HostProxies left = proxies.remove(node);
        if (left != null) {
            left.close();
        }
    }

    /** Changes something in a container. One that is down hears nobody, and its next life begins anew. */
    private void change(String node, Change change) {
        try {
            change.in(node);
        } catch (IOException failure) {
            if (Docker.isRunning(containers.apply(node))) {
                throw new UncheckedIOException(failure.getMessage(), failure);
            }
        }
    }

    /** Whom a node does not hear now: their addresses. */
    private List<String> senders(String receiver) {
        Set<Link> cuts = LinkShapes.cutIn(links);
        return nodes.stream().filter(node -> cuts.contains(new Link(node.name(), receiver))).map(NodePlan::host).toList();
    }

    private void sink(String receiver) throws IOException {
        List<String> command = new ArrayList<>(List.of("/opt/keelson/bin/black-holes"));
        command.addAll(senders(receiver));
        Shell.run(Docker.asRoot(containers.apply(receiver), command), "");
    }

    private void divert(String from) throws IOException {
        if (packets == null) {
            return;
        }
        Diversion diversion = diversions.get(from);
        if (diversion == null) {
            diversion = new Diversion(network(from), address(from));
            packets.connect(from, diversion.port());
            diversions.put(from, diversion);
        }
        diversion.become(LinkShapes.divertedIn(links, from).stream().map(this::address).collect(Collectors.toCollection(TreeSet::new)));
    }

    private String address(String node) {
        return nodes.stream().filter(plan -> plan.name().equals(node)).findFirst().orElseThrow().host();
    }

    private NetworkNamespace network(String node) throws IOException {
        return new NetworkNamespace(Path.of("/proc", Docker.processId(containers.apply(node)), "ns", "net"));
    }

    @Override
    public void close() {
        new TreeMap<>(proxies).keySet().forEach(this::end);
        if (packets != null) {
            packets.end();
        }
    }
}
