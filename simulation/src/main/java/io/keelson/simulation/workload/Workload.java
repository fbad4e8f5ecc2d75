package io.keelson.simulation.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Recorder;
import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Stream;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/** The clients of a run, what they did, and what they were promised. */
public final class Workload implements Load {
    /** How many registers the clients share at most: some runs spread their operations, others crowd them, so that each sees what the one before did. */
    private static final int MOST_REGISTERS = 4;

    /** The register that only the client with a session writes. */
    static final String SESSION_KEY = "s";

    private static final int CLIENTS = 4;

    private final World world;
    private final long group;
    private final Recorder recorder;
    private final OperationCounters counters = new OperationCounters();
    private final List<Client> clients = new ArrayList<>();
    private final SessionClient session;
    private final Promised promised;
    private final int registers;
    private List<SimNode> targets;
    private boolean isOpen = true;
    private boolean mustSucceed;
    private int served;

    /** Clients of one group of a world that has not started, watched by these invariants. */
    public Workload(World world, long group, Invariants invariants) {
        this.world = world;
        this.group = group;
        this.promised = new Promised(world, invariants);
        this.recorder = new Recorder(world::now);
        this.targets = world.nodes();
        this.registers = MOST_REGISTERS >> Indexed.below(3, world.seed(), Stream.REGISTERS.of(group), 0);
        for (int id = 1; id <= CLIENTS; id++) {
            clients.add(new Client(this, id));
        }
        this.session = new SessionClient(this);
    }

    @Override
    public void start() {
        clients.forEach(Client::think);
        session.think();
    }

    /** What the registers hold was written before all else. */
    @Override
    public void resume(StateMachine machine) {
        for (int number = 0; number <= registers; number++) {
            Long value = Registers.decode(Registers.get(machine, key(number)));
            if (value != null) {
                recorder.invoke(recorder.newProcess(), "write", key(number), value).ok(value);
            }
        }
        Long commands = Registers.decode(Registers.get(machine, SESSION_KEY));
        session.resume(commands == null ? 0 : commands);
    }

    @Override
    public void nodeGone(SimNode node) {
        clients.forEach(client -> client.nodeGone(node));
        session.nodeGone(node);
    }

    @Override
    public void close(List<SimNode> core) {
        isOpen = false;
        targets = core;
    }

    @Override
    public boolean isIdle() {
        return clients.stream().allMatch(Client::isIdle) && session.isIdle();
    }

    /** Each client writes, and reads every register. */
    @Override
    public void serve() {
        mustSucceed = true;
        clients.forEach(client -> client.serve(targets, () -> served++));
    }

    @Override
    public boolean isServed() {
        return served == clients.size();
    }

    @Override
    public History history() {
        return recorder.history();
    }

    @Override
    public OperationCounters counters() {
        return counters;
    }

    @Override
    public long lostWrites() {
        return promised.lost();
    }

    @Override
    public long content(StateMachine machine) {
        return Registers.contentHash(machine);
    }

    World world() {
        return world;
    }

    long group() {
        return group;
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
        return world.longestThoughtNanos();
    }

    /** How many registers the clients of this run share: 1, 2 or 4. */
    int registers() {
        return registers;
    }

    /** Returns the name of a shared register, or of the session's after the last of them. */
    String key(int number) {
        return number == registers ? SESSION_KEY : "r" + number;
    }

    /** A client has been told that its command is done: then it is applied, at that index. */
    void acknowledge(long index, Bytes command) {
        promised.acknowledge(index, command);
    }

    void mustSucceed(String what, Outcome<?> outcome) {
        if (mustSucceed && outcome instanceof Outcome.Refused<?>) {
            throw world.violation("Service", null, "the healed cluster does not serve " + what + ": " + outcome).in(group);
        }
    }
}
