package io.keelson.node.metrics;

import io.keelson.core.Role;
import io.keelson.node.NodeStatus;
import io.keelson.node.NodeStatus.Counters;
import io.keelson.node.NodeStatus.GroupStatus;
import io.keelson.node.netty.TransportCounters;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.StorageCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one node. All are read from what the node publishes at the end of each batch, so a scrape costs the node nothing.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>tags</th><th>meaning</th></tr>
 * <tr><td>keelson.raft.role</td><td>group, role</td><td>1 for the role that the member has, else 0</td></tr>
 * <tr><td>keelson.raft.term</td><td>group</td><td>its term</td></tr>
 * <tr><td>keelson.raft.leader</td><td>group</td><td>the member id of the term's leader, 0 if unknown</td></tr>
 * <tr><td>keelson.raft.index</td><td>group, of = commit, applied, durable, last, base</td><td>how far each has come</td></tr>
 * <tr><td>keelson.node.groups</td><td>which = hosted, led</td><td>groups on this node, and those that it leads</td></tr>
 * <tr><td>keelson.node.stopped</td><td></td><td>1 once the node has stopped for good, else 0</td></tr>
 * <tr><td>keelson.storage.stalled</td><td></td><td>1 while a force takes longer than an election timeout, else 0</td></tr>
 * <tr><td>keelson.node.frames</td><td>direction = in, out, rejected</td><td>frames between nodes</td></tr>
 * <tr><td>keelson.node.commands</td><td>outcome = done, not_applied, unknown, refused</td><td>commands answered</td></tr>
 * <tr><td>keelson.node.reads</td><td>outcome = done, failed</td><td>reads answered</td></tr>
 * <tr><td>keelson.node.entries.applied</td><td></td><td>entries applied to state machines</td></tr>
 * <tr><td>keelson.node.leader.changes</td><td></td><td>times a member here saw another leader</td></tr>
 * <tr><td>keelson.node.snapshots</td><td>step = taken, installed</td><td>snapshots made here, and received whole</td></tr>
 * <tr><td>keelson.node.snapshot.chunks</td><td>direction = in, out</td><td>chunks of snapshots between nodes</td></tr>
 * <tr><td>keelson.node.log.compactions</td><td></td><td>times a log was dropped up to a snapshot made here</td></tr>
 * <tr><td>keelson.network.bytes</td><td>direction = in, out</td><td>bytes of frames</td></tr>
 * <tr><td>keelson.network.frames.dropped</td><td></td><td>frames not sent: peer away or too slow</td></tr>
 * <tr><td>keelson.network.connections.closed</td><td></td><td>connections closed for a logged reason</td></tr>
 * <tr><td>keelson.storage.written</td><td></td><td>bytes written</td></tr>
 * <tr><td>keelson.storage.force</td><td></td><td>forces, and the time they took</td></tr>
 * </table>
 *
 * <p>Those with the tag {@code group} are there for the first group and the busiest few others: see {@link #refresh}.
 *
 * <p>Thread-safe.
 */
public final class NodeMetrics implements MeterBinder {
    /** So many groups have meters of their own. */
    static final int MOST_GROUPS = 8;

    private final TreeMap<Long, List<Meter>> meters = new TreeMap<>();
    private final TreeMap<Long, Long> commits = new TreeMap<>();
    private MeterRegistry bound;
    private final Source source;
    private final Supplier<TransportCounters> network;
    private final Supplier<StorageCounters> storage;

    /**
     * What a node says of itself. A scrape reads some ninety meters of a node with perhaps a thousand groups, so whatever a meter asks for is looked up: only what counts
     * or compares groups goes through all of them.
     */
    interface Source {
        /** The node without its groups. */
        NodeStatus node();

        /** One group, null if it is not here. */
        GroupStatus group(long group);

        /** All groups, by ascending id. */
        List<GroupStatus> groups();
    }

    /** The meters of a node; they stay readable after it is closed. */
    public NodeMetrics(RunningNode node) {
        this(sourceOf(node), node::transportCounters, node::storageCounters);
    }

    NodeMetrics(Source source, Supplier<TransportCounters> network, Supplier<StorageCounters> storage) {
        this.source = source;
        this.network = network;
        this.storage = storage;
    }

    private static Source sourceOf(RunningNode node) {
        return new Source() {
            @Override
            public NodeStatus node() {
                return node.statusWithoutGroups();
            }

            @Override
            public GroupStatus group(long group) {
                return node.status(group);
            }

            @Override
            public List<GroupStatus> groups() {
                return node.status().groups();
            }
        };
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("keelson.node.groups", () -> count(group -> true)).description("Groups hosted here").tag("which", "hosted").register(registry);
        Gauge.builder("keelson.node.groups", () -> count(group -> group.role() == Role.LEADER)).description("Groups hosted here").tag("which", "led").register(registry);
        synchronized (this) {
            bound = registry;
        }
        refresh();
        bindNode(registry);
        bindNetwork(registry);
        bindStorage(registry);
    }

    /**
     * Chooses anew which groups have meters of their own: the first, and of the others those that have committed most since the last time. Groups come and go, and a thousand of
     * them would be ten thousand series. Called before each scrape.
     */
    public synchronized void refresh() {
        if (bound == null) {
            return;
        }
        List<GroupStatus> groups = source.groups();
        TreeSet<Long> chosen = new TreeSet<>();
        groups.stream().limit(1).forEach(first -> chosen.add(first.group()));
        groups.stream()
                .sorted(Comparator.<GroupStatus>comparingLong(group -> -grown(group))
                        .thenComparing(group -> !meters.containsKey(group.group()))
                        .thenComparingLong(GroupStatus::group))
                .filter(group -> chosen.size() < MOST_GROUPS)
                .forEach(group -> chosen.add(group.group()));
        meters.entrySet().removeIf(entry -> {
            boolean goes = !chosen.contains(entry.getKey());
            if (goes) {
                entry.getValue().forEach(bound::remove);
            }
            return goes;
        });
        chosen.forEach(group -> meters.computeIfAbsent(group, this::bindGroup));
        commits.clear();
        groups.forEach(group -> commits.put(group.group(), group.commitIndex()));
    }

    private long grown(GroupStatus group) {
        return group.commitIndex() - commits.getOrDefault(group.group(), 0L);
    }

    private List<Meter> bindGroup(long group) {
        List<Meter> own = new ArrayList<>();
        for (Role role : Role.values()) {
            own.add(groupGauge(group, "keelson.raft.role", "1 for the role that the member has", now -> now.role() == role ? 1 : 0)
                    .tag("role", role.name().toLowerCase(Locale.ROOT))
                    .register(bound));
        }
        own.add(groupGauge(group, "keelson.raft.term", "The member's term", GroupStatus::term).register(bound));
        own.add(groupGauge(group, "keelson.raft.leader", "The member id of the leader, 0 if unknown", GroupStatus::leader).register(bound));
        own.add(index(group, "commit", GroupStatus::commitIndex));
        own.add(index(group, "applied", GroupStatus::lastApplied));
        own.add(index(group, "durable", GroupStatus::durableIndex));
        own.add(index(group, "last", GroupStatus::lastIndex));
        own.add(index(group, "base", GroupStatus::baseIndex));
        return own;
    }

    private Meter index(long group, String of, ToDoubleFunction<GroupStatus> value) {
        return groupGauge(group, "keelson.raft.index", "How far the log has come", value).tag("of", of).register(bound);
    }

    /** Not a number once the group is not here any more. */
    private Gauge.Builder<Supplier<Number>> groupGauge(long group, String name, String description, ToDoubleFunction<GroupStatus> value) {
        Supplier<Number> now = () -> {
            GroupStatus known = source.group(group);
            return known == null ? Double.NaN : value.applyAsDouble(known);
        };
        return Gauge.builder(name, now).description(description).tag("group", Long.toString(group));
    }

    private long count(Predicate<GroupStatus> which) {
        return source.groups().stream().filter(which).count();
    }

    private void bindNode(MeterRegistry registry) {
        Gauge.builder("keelson.node.stopped", () -> source.node().stopped() ? 1 : 0)
                .description("1 once the node has stopped for good")
                .register(registry);
        Gauge.builder("keelson.storage.stalled", () -> source.node().storageHealthy() ? 0 : 1)
                .description("1 while a force takes longer than an election timeout")
                .register(registry);
        String frames = "Frames between nodes";
        count(registry, "keelson.node.frames", frames, "direction", "in", Counters::framesIn);
        count(registry, "keelson.node.frames", frames, "direction", "out", Counters::framesOut);
        count(registry, "keelson.node.frames", frames, "direction", "rejected", Counters::framesRejected);
        String commands = "Commands answered";
        count(registry, "keelson.node.commands", commands, "outcome", "done", Counters::commandsDone);
        count(registry, "keelson.node.commands", commands, "outcome", "not_applied", Counters::commandsNotApplied);
        count(registry, "keelson.node.commands", commands, "outcome", "unknown", Counters::commandsUnknown);
        count(registry, "keelson.node.commands", commands, "outcome", "refused", Counters::commandsRefused);
        String reads = "Reads answered";
        count(registry, "keelson.node.reads", reads, "outcome", "done", Counters::readsDone);
        count(registry, "keelson.node.reads", reads, "outcome", "failed", Counters::readsFailed);
        count(registry, "keelson.node.entries.applied", "Entries applied to state machines", Counters::entriesApplied);
        count(registry, "keelson.node.leader.changes", "Times a member saw another leader", Counters::leaderChanges);
        String snapshots = "Snapshots of state machines";
        count(registry, "keelson.node.snapshots", snapshots, "step", "taken", Counters::snapshotsTaken);
        count(registry, "keelson.node.snapshots", snapshots, "step", "installed", Counters::snapshotsInstalled);
        String chunks = "Chunks of snapshots between nodes";
        count(registry, "keelson.node.snapshot.chunks", chunks, "direction", "in", Counters::snapshotChunksReceived);
        count(registry, "keelson.node.snapshot.chunks", chunks, "direction", "out", Counters::snapshotChunksSent);
        count(registry, "keelson.node.log.compactions", "Times a log was dropped up to a snapshot", Counters::logCompactions);
    }

    private void count(
            MeterRegistry registry, String name, String description, String tag, String value, ToLongFunction<Counters> count) {
        nodeCounter(name, description, count).tag(tag, value).register(registry);
    }

    private void count(MeterRegistry registry, String name, String description, ToLongFunction<Counters> count) {
        nodeCounter(name, description, count).register(registry);
    }

    private FunctionCounter.Builder<Source> nodeCounter(String name, String description, ToLongFunction<Counters> count) {
        return FunctionCounter.builder(name, source, from -> count.applyAsLong(from.node().counters())).description(description);
    }

    private void bindNetwork(MeterRegistry registry) {
        String bytes = "Bytes of frames between nodes";
        FunctionCounter.builder("keelson.network.bytes", network, n -> n.get().bytesIn())
                .description(bytes).baseUnit("bytes").tag("direction", "in").register(registry);
        FunctionCounter.builder("keelson.network.bytes", network, n -> n.get().bytesOut())
                .description(bytes).baseUnit("bytes").tag("direction", "out").register(registry);
        FunctionCounter.builder("keelson.network.frames.dropped", network, n -> n.get().framesDropped())
                .description("Frames not sent: the peer was away or too slow").register(registry);
        FunctionCounter.builder("keelson.network.connections.closed", network, n -> n.get().connectionsClosed())
                .description("Connections closed for a logged reason").register(registry);
    }

    private void bindStorage(MeterRegistry registry) {
        FunctionCounter.builder("keelson.storage.written", storage, s -> s.get().bytesWritten())
                .description("Bytes written to files").baseUnit("bytes").register(registry);
        FunctionTimer.builder(
                        "keelson.storage.force", storage, s -> s.get().forces(), s -> s.get().forceNanos(), TimeUnit.NANOSECONDS)
                .description("Forces of files, and the time they took").register(registry);
    }
}
