package io.keelson.simulation.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Recorder;
import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.simulation.invariant.AppliedLedger;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/** The clients of a run, what they did, and what they were promised. */
public final class Workload {
    /** How many registers the clients share. */
    static final int KEYS = 4;

    /** The register that only the client with a session writes. */
    static final String SESSION_KEY = "s";

    private static final int CLIENTS = 4;
    private static final long LONGEST_THOUGHT_NANOS = 150_000_000;


    private final World world;
    private final Invariants invariants;
    private final Recorder recorder;
    private final OperationCounters counters = new OperationCounters();
    private final List<Client> clients = new ArrayList<>();
    private final SessionClient session;
    /** The log indexes of the writes that were acknowledged. */
    private final List<Long> acknowledged = new ArrayList<>();
    private List<SimNode> targets;
    private boolean isOpen = true;
    private boolean mustSucceed;
    private int served;

    /** Clients of a world that has not started, watched by these invariants. */
    public Workload(World world, Invariants invariants) {
        this.world = world;
        this.invariants = invariants;
        this.recorder = new Recorder(world::now);
        this.targets = world.nodes();
        for (int id = 1; id <= CLIENTS; id++) {
            clients.add(new Client(this, id));
        }
        this.session = new SessionClient(this);
    }

    /** The clients begin. */
    public void start() {
        clients.forEach(Client::think);
        session.think();
    }

    /** A node's process is gone, and its connections with it. */
    public void nodeGone(SimNode node) {
        clients.forEach(client -> client.nodeGone(node));
        session.nodeGone(node);
    }

    /** The clients begin nothing new, and turn to these nodes with what they have begun. */
    public void close(List<SimNode> core) {
        isOpen = false;
        targets = core;
    }

    /** Says whether every operation has ended. */
    public boolean isIdle() {
        return clients.stream().allMatch(Client::isIdle) && session.isIdle();
    }

    /** From here on every operation must succeed: each client writes, and reads every register. */
    public void serve() {
        mustSucceed = true;
        clients.forEach(client -> client.serve(targets, () -> served++));
    }

    /** Says whether every client has been served. */
    public boolean isServed() {
        return served == clients.size();
    }

    /** Returns what the clients saw. */
    public History history() {
        return recorder.history();
    }

    /** Returns the books. */
    public OperationCounters counters() {
        return counters;
    }

    /** Counts the acknowledged writes that are not on the disks of a majority now. */
    public long lostWrites() {
        return acknowledged.stream().filter(index -> !invariants.isHeldByMajority(index)).count();
    }

    /** Returns a hash of the whole content of a replica. */
    public static long contentHash(StateMachine machine) {
        return Registers.contentHash(machine);
    }

    World world() {
        return world;
    }

    Recorder recorder() {
        return recorder;
    }

    boolean isOpen() {
        return isOpen;
    }

    List<SimNode> targets() {
        return targets;
    }

    long longestThoughtNanos() {
        return LONGEST_THOUGHT_NANOS;
    }

    /** Returns the name of a shared register, or of the session's after the last of them. */
    String key(int number) {
        return number == KEYS ? SESSION_KEY : "r" + number;
    }

    /** A client has been told that its command is done: then it is applied, at that index. */
    void acknowledge(long index, Bytes command) {
        AppliedLedger.Applied there = invariants.applied().at(index);
        if (there == null || there.command() != AppliedLedger.digest(command)) {
            throw world.violation("AcknowledgedIsApplied", null, "a client is told that its command stands at index " + index + ", and it does not");
        }
        acknowledged.add(index);
    }

    void mustSucceed(String what, Outcome<?> outcome) {
        if (mustSucceed) {
            throw world.violation("Service", null, "the healed cluster does not serve " + what + ": " + outcome);
        }
    }
}
