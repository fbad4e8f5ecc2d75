package io.keelson.simulation.world;

import io.keelson.core.Bytes;
import io.keelson.core.MemberState;
import io.keelson.node.GroupSettings;
import io.keelson.node.MembershipChange;
import io.keelson.node.Node;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.node.placement.GroupCommand;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.port.Storage;
import io.keelson.simulation.schedule.CrashPoint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One machine of the world: a disk, a clock, and at most one process that runs the real {@link Node} on them.
 *
 * <p>Inputs gather in an inbox. The process takes them all in one turn, a few microseconds after the first, which is how batches come about; a paused
 * process takes its turn when it goes on.
 */
public final class SimNode {
    /** The first group of each simulated cluster, and mostly the only one. */
    public static final long GROUP = 1;

    private static final long SHORTEST_TURN_NANOS = 2_000;
    private static final long TURN_JITTER_NANOS = 60_000;

    private final long id;
    private final World world;
    private final SimDisk disk;
    private final SimClock clock;
    private List<Runnable> inbox = new ArrayList<>();
    /** The list of the turn before, to be used again. */
    private List<Runnable> spare = new ArrayList<>();
    private Node node;
    /** By group. */
    private TreeMap<Long, StateMachine> machines = new TreeMap<>();

    private TreeMap<Long, Door> doors = new TreeMap<>();
    private int process;
    private long draws;
    private long turns;
    private boolean turnPlanned;
    private boolean stopped;
    private boolean healthy = true;
    private int pauses;
    private final Fuses fuses = new Fuses();

    SimNode(long id, World world) {
        this.id = id;
        this.world = world;
        this.disk = new SimDisk(new DiskHost());
        this.clock = new SimClock(world.queue(), world.clockRatePpm(id), () -> input(() -> node.onWake()));
    }

    /** Returns the member id. */
    public long id() {
        return id;
    }

    /** Says whether the members of this world read by lease. */
    public boolean readsByLease() {
        return world.cluster().leases();
    }

    /** Says whether a process runs (perhaps paused). */
    public boolean isUp() {
        return node != null;
    }

    /** Returns the number of the process: it grows with each start. */
    public int process() {
        return process;
    }

    /** Returns the protocol's state in the first group; the process must be up. */
    public MemberState capture() {
        return capture(GROUP);
    }

    /** Returns the protocol's state in a group; the process must be up. */
    public MemberState capture(long group) {
        return node.capture(group);
    }

    /** Returns the last index applied in the first group; the process must be up. */
    public long lastApplied() {
        return lastApplied(GROUP);
    }

    /** Returns the last index applied in a group; the process must be up. */
    public long lastApplied(long group) {
        return node.lastApplied(group);
    }

    /** Returns the process's replica of the first group; it must be up. */
    public StateMachine machine() {
        return machine(GROUP);
    }

    /** Returns the process's replica of a group; it must be up. */
    public StateMachine machine(long group) {
        return machines.get(group);
    }

    /** Returns what clients of a group see, which may not be here; the process must be up. */
    public Door door(long group) {
        return doors.computeIfAbsent(group, asked -> world.interposer().door(this, new RealDoor(asked)));
    }

    /** Says whether a process runs, and hosts a group. */
    public boolean holds(long group) {
        return node != null && node.groups().holds(group);
    }

    /** Returns which groups the process hosts, beyond those that the world begins with; it must be up. */
    public List<Long> keptGroups() {
        return node.groups().ids().stream().filter(group -> group >= GroupTable.FIRST_GROUP).toList();
    }

    /** Returns what the process says of the groups that it keeps; it must be up. */
    public List<KeptGroup> report() {
        return node.groups().kept();
    }

    /** Returns what groups there shall be, as far as the process knows; it must be up. */
    public GroupTable groupTable() {
        return node.groups().table(GROUP);
    }

    /**
     * Asks the process, if there is one, to have the groups changed; nothing is told if the process goes before.
     *
     * @param plan says what to ask for, given what the process knows; null for nothing
     */
    void changeGroups(Function<GroupTable, GroupCommand> plan, BiConsumer<GroupCommand, Outcome<Long>> reply) {
        input(() -> {
            GroupCommand change = plan.apply(node.groups().table(GROUP));
            if (change != null) {
                node.groups().change(GROUP, change, outcome -> reply.accept(change, outcome));
            }
        });
    }

    /** Asks the process, if there is one, to hand over what it leads beyond its share. */
    void spreadLeaders() {
        input(() -> node.groups().balanceLeaders());
    }

    /** Asks the process, if there is one, to hand leadership over. */
    public void transferLeadership(long target) {
        input(() -> node.transferLeadership(GROUP, target, outcome -> {
            world.trace().event(world.now(), id, "transfer", target, outcome::toString);
            if (outcome instanceof Outcome.Done<Long> && target != id) {
                world.counters().transfers++;
            }
        }));
    }

    /** The points at which the power is to fail. */
    Fuses fuses() {
        return fuses;
    }

    SimDisk disk() {
        return disk;
    }

    SimClock clock() {
        return clock;
    }

    /**
     * Starts a process on what the disk holds.
     *
     * @return false if it does not start, for which a full disk is the only excuse
     */
    boolean start() {
        process++;
        Storage storage = world.interposer().storage(this, fuses.on(disk.mount(process)));
        machines = new TreeMap<>();
        doors = new TreeMap<>();
        List<GroupSettings> groups = new ArrayList<>();
        for (long group = GROUP; group <= world.cluster().groups(); group++) {
            machines.put(group, world.machine(this, group));
            groups.add(new GroupSettings(group, world.cluster().configuration(), machine(group), group == GROUP ? world.interposer().watch(this) : null));
        }
        int mine = process;
        try {
            node = Node.open(
                    world.cluster().settings(id),
                    groups,
                    world.interposer().clock(this, clock),
                    world.interposer().network(this, fuses.on(world.port(this))),
                    storage,
                    () -> Indexed.hash(world.seed(), Stream.ENTROPY.of(id), draws++),
                    reason -> stopped(mine, reason));
        } catch (PowerFailure failure) {
            world.counters().sights.saw(Sight.CRASHED_IN_RECOVERY);
            world.powerFailed(this, failure);
            return false;
        } catch (NodeOpenException e) {
            return refused(e.getMessage());
        }
        world.trace().event(world.now(), id, "start", process, () -> "process " + process);
        mustBeSound();
        if (world.cluster().keepsGroups()) {
            node.groups().keep(GROUP, this::keptMachine);
        }
        input(() -> {});
        return true;
    }

    /** The replica of a group that is hosted because the first group wants it. */
    private StateMachine keptMachine(long group) {
        StateMachine machine = world.machine(this, group);
        machines.put(group, machine);
        return machine;
    }

    /** Says whether the disk has lost nothing that was durable, and has given the process all that it asked for. */
    public boolean isDiskSound() {
        return !disk.isDamaged() && !disk.hasFailedReads();
    }

    /** Power failures alone damage nothing: whatever they leave of a disk, nothing that was durable is missed. */
    private void mustBeSound() {
        List<String> complaints = node.takeWarnings();
        if (!complaints.isEmpty() && isDiskSound()) {
            throw world.violation("Recovery", this, "the node misses something on a disk that was never damaged: " + String.join("; ", complaints));
        }
    }

    /** The process does not start: what a disk that answers and was never damaged has kept must do. */
    private boolean refused(String reason) {
        if (disk.isDamaged() && !disk.isAiling()) {
            world.trace().event(world.now(), id, "refused", 0, () -> reason);
            world.counters().sights.saw(Sight.DAMAGE_BEYOND_REPAIR);
            world.wipe(this);
            return start();
        }
        if (disk.isFull() || disk.isAiling()) {
            return false;
        }
        throw world.violation("Recovery", this, "the node does not open its own disk: " + reason);
    }

    /** Returns the data directory's incarnation; the process must be up. */
    public long incarnation() {
        return node.incarnation();
    }

    /** Asks the process, if there is one, to have the membership changed; nothing is told if the process goes before. */
    public void changeMembership(long group, MembershipChange change, Consumer<Outcome<Long>> reply) {
        input(() -> node.members().change(group, change, reply));
    }

    /** Asks the process, if there is one, for a snapshot of each group. */
    void compact() {
        input(() -> node.groups().ids().forEach(node::compactNow));
    }

    /** The power fails, or the process is gone for another reason; the disk keeps what it keeps. */
    SimDisk.CrashLoss crash(long survival) {
        countSnapshots();
        node = null;
        machines = new TreeMap<>();
        doors = new TreeMap<>();
        inbox = new ArrayList<>();
        stopped = false;
        healthy = true;
        clock.forget();
        return disk.crash(survival);
    }

    /** Adds to the counters what the process has done, which is about to end or to be looked at no more. */
    void countSnapshots() {
        if (node != null) {
            NodeStatus.Counters done = node.status().counters();
            world.counters().snapshotsTaken += done.snapshotsTaken();
            world.counters().snapshotsInstalled += done.snapshotsInstalled();
            world.counters().logCompactions += done.logCompactions();
        }
    }

    void pause() {
        pauses++;
    }

    void resume() {
        if (pauses > 0 && --pauses == 0 && !inbox.isEmpty()) {
            planTurn();
        }
    }

    void resumeForGood() {
        if (pauses > 0) {
            pauses = 1;
            resume();
        }
    }

    /** A frame arrives. */
    void arrive(long from, ByteBuffer frame, boolean damaged) {
        input(() -> {
            String complaint = node.onFrame(frame);
            if (complaint != null && damaged) {
                world.counters().sights.saw(Sight.DAMAGE_REFUSED);
            } else if (complaint != null) {
                throw world.violation("WellFormedFrames", this, "refused a frame of n" + from + ": " + complaint);
            }
        });
    }

    /** Gives the process something to do; nothing happens if there is none. */
    public void input(Runnable work) {
        if (node != null) {
            inbox.add(work);
            if (pauses == 0) {
                planTurn();
            }
        }
    }

    private void planTurn() {
        if (!turnPlanned) {
            turnPlanned = true;
            long delay = SHORTEST_TURN_NANOS
                    + Indexed.below(TURN_JITTER_NANOS, world.seed(), Stream.TURN.of(id), turns++);
            world.queue().at(world.now() + delay, this::turn);
        }
    }

    private void turn() {
        turnPlanned = false;
        if (node == null || pauses > 0 || inbox.isEmpty()) {
            return;
        }
        List<Runnable> batch = inbox;
        inbox = spare;
        spare = batch;
        world.trace().event(world.now(), id, "turn", batch.size(), () -> batch.size() + " inputs");
        try {
            for (Runnable work : batch) {
                work.run();
            }
            node.flush();
        } catch (PowerFailure failure) {
            world.counters().sights.saw(Sight.CRASHED_AT_A_POINT);
            world.powerFailed(this, failure);
            return;
        } catch (AssertionError | RuntimeException failure) {
            throw world.failure(this, failure);
        } finally {
            batch.clear();
        }
        noteHealth();
        world.observe(this);
        if (stopped) {
            world.processStopped(this);
        }
    }

    private void noteHealth() {
        boolean now = node.storageHealthy();
        if (healthy && !now) {
            world.counters().stallsNoticed++;
        }
        healthy = now;
    }

    private void stopped(int from, String reason) {
        if (from != process) {
            return;
        }
        if (!disk.isAiling() && !disk.hasFailedReads() && !disk.isFull() && !disk.isDamaged()) {
            throw world.violation("StopsForAReason", this, "stopped for good: " + reason);
        }
        world.trace().event(world.now(), id, "stop", 0, () -> reason);
        stopped = true;
    }

    private final class DiskHost implements SimDisk.Host {
        @Override
        public void later(long delayNanos, Runnable action) {
            world.queue().at(world.now() + delayNanos, action);
        }

        @Override
        public void complete(int asked, Runnable completion) {
            if (asked == process) {
                input(() -> {
                    fuses.reach(CrashPoint.AFTER_FORCE);
                    completion.run();
                });
            }
        }

        @Override
        public void saw(Sight sight) {
            world.counters().sights.saw(sight);
        }

        @Override
        public long forceNanos(long number) {
            return world.forceNanos(id, number);
        }
    }

    private final class RealDoor implements Door {
        private final long group;

        RealDoor(long group) {
            this.group = group;
        }

        /** Whoever looks for a group that comes and goes may ask a node that does not hold it: then it is told so, and asks another. */
        private <R> boolean isElsewhere(Consumer<Outcome<R>> reply) {
            boolean elsewhere = group >= GroupTable.FIRST_GROUP && !node.groups().holds(group);
            if (elsewhere) {
                reply.accept(new Outcome.NotApplied<>("the group is not here", 0));
            }
            return elsewhere;
        }

        @Override
        public void propose(Bytes command, Consumer<Outcome<Bytes>> reply) {
            if (!isElsewhere(reply)) {
                node.propose(group, command, reply);
            }
        }

        @Override
        public void openSession(long timeToLiveMillis, Consumer<Outcome<Long>> reply) {
            if (!isElsewhere(reply)) {
                node.openSession(group, timeToLiveMillis, reply);
            }
        }

        @Override
        public void propose(long session, long sequence, Bytes command, Consumer<Outcome<Bytes>> reply) {
            if (!isElsewhere(reply)) {
                node.propose(group, session, sequence, command, reply);
            }
        }

        @Override
        public <R> void read(Function<StateMachine, R> query, Consumer<Outcome<R>> reply) {
            if (!isElsewhere(reply)) {
                node.read(group, query, reply);
            }
        }
    }
}
