package io.keelson.simulation.world;

import io.keelson.core.Configuration;
import io.keelson.core.MemberState;
import io.keelson.core.Role;
import io.keelson.node.StateMachine;
import io.keelson.node.port.Network;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A cluster in virtual time. Whoever runs it plans actions in the {@link #queue()} and lets time pass; after each turn of a node the {@link Observer}
 * looks at it.
 */
public final class World {
    private static final long FASTEST_FORCE_NANOS = 200_000;
    private static final long FORCE_JITTER_NANOS = 2_000_000;
    private static final long LONGEST_THOUGHT_NANOS = 150_000_000;
    private static final long WATCHED_NANOS = 1_000_000_000L;
    /** A node that stopped because of what it read, or could not read, is started again by its operator after this. */
    private static final long RESTARTED_AFTER_NANOS = 300_000_000L;
    /** More turns than this in a second of virtual time are a storm: nodes that keep each other busy without end. */
    private static final long STORM_TURNS = 60_000;
    /** More messages than this under way at once are a storm as well, one in which each turn makes many of one: it would fill the memory before it has had its turns. */
    private static final int STORM_MESSAGES = 50_000;
    /** The same of messages that are each made of many. */
    private static final long STORM_BYTES = 64L << 20;

    /** Looks at a node after each of its turns. */
    public interface Observer {
        /** A node has taken a turn. */
        void turned(SimNode node);

        /** A node's power is about to fail. */
        void crashing(SimNode node);

        /** A node has been started on what its disk kept, and has not taken a turn. */
        void restarted(SimNode node);

        /** A node, which is down, has been given an empty disk. */
        void wiped(SimNode node);

        /** Says whether the group knows a node's present disk as that of a voter. */
        boolean isKnown(SimNode node);

        /** A node puts a frame on the network. */
        void sent(SimNode node, long to, ByteBuffer frame);

        /** Returns what the node applies a group's commands to: a replica that is watched. */
        StateMachine watch(SimNode node, long group, StateMachine machine);
    }

    private final long seed;
    private final Cluster cluster;
    private final Interposer interposer;
    private final Trace trace;
    private final Witness witness;
    private final EventQueue queue = new EventQueue();
    private final RunCounters counters = new RunCounters();
    private final SimNetwork network;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<List<Long>> slowness = new ArrayList<>();
    private final TreeSet<Long> damaged = new TreeSet<>();
    private Observer observer;
    private int quiet;
    /** How long clients think at most, in nanoseconds, as faults say that are in force. */
    private final List<Long> thoughts = new ArrayList<>();
    private long watchFrom;
    private long turnsAtWatch;

    /**
     * A world in which nothing runs yet.
     *
     * @param seed of all its randomness
     * @param cluster what the nodes are
     * @param interposer what stands between nodes and ports
     * @param trace notes what happens
     * @param witness sees what happens
     */
    public World(long seed, Cluster cluster, Interposer interposer, Trace trace, Witness witness) {
        this.seed = seed;
        this.cluster = cluster;
        this.interposer = interposer;
        this.trace = trace;
        this.witness = witness;
        counters.leases = cluster.leases() ? 1 : 0;
        this.network = new SimNetwork(seed, cluster.nodes(), queue, trace, this::arrive, counters, witness);
        for (long id = 1; id <= cluster.nodes(); id++) {
            nodes.add(new SimNode(id, this));
            slowness.add(new ArrayList<>());
        }
    }

    /** Starts every node. */
    public void start(Observer observer) {
        this.observer = observer;
        nodes.forEach(SimNode::start);
    }

    /** Returns the time and what is planned. */
    public EventQueue queue() {
        return queue;
    }

    /** Returns the current moment, in nanoseconds from the start. */
    public long now() {
        return queue.now();
    }

    /** Returns the seed. */
    public long seed() {
        return seed;
    }

    /** Returns the notes. */
    public Trace trace() {
        return trace;
    }

    /** Returns the counters. */
    public RunCounters counters() {
        return counters;
    }

    /** Returns a node. */
    public SimNode node(long id) {
        return nodes.get((int) id - 1);
    }

    /** Returns all nodes, by ascending id. */
    public List<SimNode> nodes() {
        return nodes;
    }

    /** The run is over: adds to the counters what the nodes that run have counted themselves. */
    public void end() {
        nodes.forEach(SimNode::countSnapshots);
    }

    /** Returns the leader of the first group. */
    public long leader() {
        return leader(SimNode.GROUP);
    }

    /** Returns the id of the running node that leads a group in the highest term, 0 if none does. */
    public long leader(long group) {
        long leader = 0;
        long term = -1;
        for (SimNode node : nodes) {
            if (node.holds(group)) {
                MemberState state = node.capture(group);
                if (state.role() == Role.LEADER && state.hardState().term() > term) {
                    leader = node.id();
                    term = state.hardState().term();
                }
            }
        }
        return leader;
    }

    Cluster cluster() {
        return cluster;
    }

    Interposer interposer() {
        return interposer;
    }

    Witness witness() {
        return witness;
    }

    SimNetwork network() {
        return network;
    }

    /** Returns the network port of a node, which the observer sees. */
    Network port(SimNode node) {
        Network port = network.port(node.id());
        return new Network() {
            @Override
            public void send(long to, ByteBuffer frame) {
                observer.sent(node, to, frame);
                if (network.underWay() > STORM_MESSAGES || network.bytesUnderWay() > STORM_BYTES) {
                    throw violation("NoStorm", node, network.underWay() + " messages under way at once, of " + network.bytesUnderWay() + " bytes");
                }
                port.send(to, frame);
            }

            /** A process that has ended breaks its connections, unless nobody hears of it. */
            @Override
            public boolean mayReach(long to) {
                return node(to).isUp() || network.isCut(to, node.id());
            }
        };
    }

    /** Returns the replica of a group on a node, which the observer sees. */
    StateMachine machine(SimNode node, long group) {
        return observer.watch(node, group, node.fuses().on(interposer.machine(node, cluster.machine(node.id()))));
    }

    /** Fails a node's power, unless it is off already. */
    void crash(SimNode node, long survival) {
        if (!node.isUp()) {
            return;
        }
        observer.crashing(node);
        SimDisk.CrashLoss loss = node.crash(survival);
        counters.crashes++;
        if (loss.lost()) {
            counters.crashesWithLoss++;
        }
        trace.event(now(), node.id(), "crash", survival, () -> loss.toString());
        witness.gone(node, now());
    }

    /** An empty disk takes the place of a node's own; its power is off. What the member was is of no more account. */
    void wipe(SimNode node) {
        node.disk().wipe();
        counters.sights.saw(Sight.STRANGER_CAME);
        trace.event(now(), node.id(), "wipe", 0, () -> "an empty disk");
        observer.wiped(node);
    }

    /** The nodes whose disks have lost something durable: less than half, so that the others have all of it. */
    boolean mayDamage(SimNode node) {
        return damaged.contains(node.id()) || (damaged.size() < (nodes.size() - 1) / 2 && observer.isKnown(node));
    }

    /** Says whether a node's disk has lost something durable in this run. */
    public boolean isDamaged(SimNode node) {
        return damaged.contains(node.id());
    }

    /** Returns the configuration that the group begins with. */
    public Configuration configuration() {
        return cluster.configuration();
    }

    /** A node's disk has lost something. */
    void damaged(SimNode node) {
        damaged.add(node.id());
        counters.sights.saw(Sight.DISK_DAMAGED);
    }

    /** A node's power fails in the midst of its work. What it has done in this turn, and told others of, is looked at first. */
    void powerFailed(SimNode node, PowerFailure failure) {
        if (node.isUp()) {
            observer.turned(node);
            crash(node, failure.survival);
        } else {
            node.crash(failure.survival);
        }
        failure.afterwards.run();
    }

    /** Says whether clients ask for nothing now. */
    public boolean isQuiet() {
        return quiet > 0;
    }

    /** How long a client thinks at most between two requests, in nanoseconds. */
    public long longestThoughtNanos() {
        long longest = 0;
        for (long thought : thoughts) {
            longest = Math.max(longest, thought);
        }
        return longest == 0 ? LONGEST_THOUGHT_NANOS : longest;
    }

    List<Long> thoughts() {
        return thoughts;
    }

    /** Clients fall quiet (1), or speak again (-1). */
    void quiet(int change) {
        quiet += change;
    }

    /** Starts a node again, unless it runs. */
    void restart(SimNode node) {
        if (!node.isUp() && node.start()) {
            counters.restarts++;
            observer.restarted(node);
            witness.observed(node, now());
        }
    }

    /** The node has stopped by itself, because a force failed: its process is gone, and what the failed device kept is all there is. */
    void processStopped(SimNode node) {
        boolean mendsItself = (node.disk().isDamaged() || node.disk().hasFailedReads()) && !node.disk().isAiling();
        counters.failedForces++;
        crash(node, Indexed.hash(seed, Stream.SURVIVING_FILE.of(node.id()), counters.failedForces));
        if (mendsItself) {
            queue.at(now() + RESTARTED_AFTER_NANOS, () -> restart(node));
        }
    }

    void observe(SimNode node) {
        counters.turns++;
        if (now() - watchFrom > WATCHED_NANOS) {
            watchFrom = now();
            turnsAtWatch = counters.turns;
        } else if (counters.turns - turnsAtWatch > STORM_TURNS) {
            throw violation("NoStorm", node, "more than " + STORM_TURNS + " turns in a second");
        }
        witness.observed(node, now());
        observer.turned(node);
    }

    private void arrive(long from, long to, ByteBuffer frame, boolean damaged) {
        node(to).arrive(from, frame, damaged);
    }

    List<Long> slowness(long node) {
        return slowness.get((int) node - 1);
    }

    /** By how much a node's clock runs fast, in millionths: inside the bound that leases count on. */
    long clockRatePpm(long node) {
        return Indexed.below(1 + Cluster.CLOCK_DRIFT_PERMILLE * 1_000L, seed, Stream.CLOCK_RATE.of(node), 0);
    }

    long forceNanos(long node, long number) {
        long nanos = FASTEST_FORCE_NANOS + Indexed.below(FORCE_JITTER_NANOS, seed, Stream.FORCE.of(node), 2 * number);
        long extra = 0;
        for (long millis : slowness(node)) {
            extra = Math.max(extra, millis * 1_000_000L);
        }
        return extra == 0 ? nanos : nanos + Indexed.below(extra, seed, Stream.FORCE.of(node), 2 * number + 1);
    }

    /** Makes the error of a violation. */
    public InvariantViolation violation(String name, SimNode node, String detail) {
        return new InvariantViolation(name, now(), node == null ? 0 : node.id(), detail, null);
    }

    /** An error came out of a node's turn. */
    RuntimeException failure(SimNode node, Throwable failure) {
        if (failure instanceof InvariantViolation violation) {
            return violation;
        }
        String name = failure instanceof AssertionError ? "Assertion" : "NoException";
        return new InvariantViolation(name, now(), node.id(), failure.toString(), failure);
    }
}
