package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import io.keelson.core.Role;
import io.keelson.node.log.MemoryStorage;
import io.keelson.node.port.Clock;
import io.keelson.node.port.Network;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** Nodes over ports in memory, in virtual time, moved by the test. Nothing here is random but for a seed. */
final class MemoryCluster {
    static final long GROUP = 1;
    static final long CLUSTER = 0xC0FFEE;
    private static final long STEP_NANOS = 1_000_000;

    /** Appends commands to a text and answers with it. */
    static final class Journal implements StateMachine {
        final List<String> applied = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        private final boolean snapshots;
        /** Set on a machine of an older program than the one that makes its cluster's snapshots. */
        private boolean older;

        Journal(boolean snapshots) {
            this.snapshots = snapshots;
        }

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            applied.add(command.toUtf8());
            times.add(context.logTimeMillis());
            return Bytes.utf8(String.join(",", applied));
        }

        @Override
        public Snapshot snapshot() {
            if (!snapshots) {
                return null;
            }
            List<String> pinned = List.copyOf(applied);
            return new Snapshot() {
                private int next;

                @Override
                public Bytes next() {
                    return next == pinned.size() ? null : Bytes.utf8(pinned.get(next++));
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public SnapshotRestore restore() {
            applied.clear();
            return new SnapshotRestore() {
                @Override
                public void accept(Bytes record) throws DamagedSnapshotException {
                    NewerSnapshotException.requireKnown("the journal's part", older ? 2 : 1, 1);
                    applied.add(record.toUtf8());
                }

                @Override
                public void finish() {}
            };
        }
    }

    /** A machine of the cluster. */
    final class Machine implements Clock {
        final long id;
        MemoryStorage disk = new MemoryStorage();
        Node node;
        Journal journal;
        final List<String> fatal = new ArrayList<>();
        final ArrayDeque<ByteBuffer> inbox = new ArrayDeque<>();
        long wakeAt = Long.MAX_VALUE;
        long wallOffset;
        /** While set, no force of this machine's disk completes. */
        boolean stalled;
        /** Whether its program is older than what the others' snapshots are made by, from its next start on. */
        boolean older;

        /** Whether it begins knowing nobody, and is let in by the others. */
        final boolean joins;

        Machine(long id, boolean joins) {
            this.id = id;
            this.joins = joins;
        }

        void start() throws NodeOpenException {
            start(true);
        }

        void start(boolean snapshots) throws NodeOpenException {
            journal = new Journal(snapshots);
            journal.older = older;
            inbox.clear();
            wakeAt = Long.MAX_VALUE;
            node = Node.open(
                    settings(id),
                    hosted(snapshots),
                    this,
                    new Connections(id),
                    disk,
                    random::nextLong,
                    fatal::add);
            node.flush();
        }

        private List<GroupSettings> hosted(boolean snapshots) {
            List<GroupSettings> hosted = new ArrayList<>();
            for (long group = GROUP; group < GROUP + groups; group++) {
                hosted.add(new GroupSettings(group, joins ? Configuration.NONE : founders, group == GROUP ? journal : new Journal(snapshots)));
            }
            return hosted;
        }

        /** As from a kill -9: what was written is there. */
        void kill() {
            node = null;
            disk = disk.killed();
        }

        /** Loses what was not forced. */
        void crash() {
            node = null;
            disk = disk.crash((file, sector) -> false);
        }

        boolean leads() {
            return node != null && status().role() == Role.LEADER;
        }

        NodeStatus.GroupStatus status() {
            return node.status().groups().get(0);
        }

        <T> Box<T> ask(Consumer<Consumer<Outcome<T>>> request) {
            Box<T> box = new Box<>();
            request.accept(box::put);
            node.flush();
            return box;
        }

        Box<Bytes> propose(String command) {
            return ask(reply -> node.propose(GROUP, Bytes.utf8(command), reply));
        }

        Box<List<String>> read() {
            return read(ReadConsistency.LINEARIZABLE);
        }

        Box<List<String>> read(ReadConsistency consistency) {
            return ask(reply -> node.read(GROUP, consistency, machine -> List.copyOf(((Journal) machine).applied), reply));
        }

        Box<Long> change(MembershipChange.Kind kind, long member) {
            return ask(reply -> node.members().change(GROUP, new MembershipChange(kind, member), reply));
        }

        Box<Long> transferTo(long target) {
            return ask(reply -> node.transferLeadership(GROUP, target, reply));
        }

        @Override
        public long monotonicNanos() {
            return now;
        }

        @Override
        public long wallMillis() {
            return now / 1_000_000 + wallOffset;
        }

        @Override
        public void wakeAt(long monotonicNanos) {
            wakeAt = monotonicNanos;
        }
    }

    /** Takes one outcome, and no second. */
    static final class Box<T> {
        Outcome<T> outcome;

        void put(Outcome<T> told) {
            if (outcome != null) {
                throw new AssertionError("told twice: " + outcome + ", then " + told);
            }
            outcome = told;
        }

        boolean isFull() {
            return outcome != null;
        }

        T done() {
            if (outcome instanceof Outcome.Done<T> done) {
                return done.value();
            }
            throw new AssertionError("not done but " + outcome);
        }
    }

    final TreeMap<Long, Machine> members = new TreeMap<>();
    final Configuration founders;
    final List<String> objections = new ArrayList<>();
    final SplittableRandom random;
    /** Frames that the network keeps back, for the test to deliver late. */
    final List<ByteBuffer> withheld = new ArrayList<>();
    Predicate<Frame> withhold = frame -> false;
    LongPredicate cut = member -> false;
    /** Members that run a build that knows the oldest version of the protocol only. */
    LongPredicate older = member -> false;
    MemberSettings member = MemberSettings.DEFAULT;
    /** How many groups each member hosts. */
    int groups = 1;
    int segmentBytes = 64 << 10;
    int maxPendingCommands = 100;
    SnapshotSettings snapshots = SnapshotSettings.DEFAULT;
    long maxPendingBytes = 1 << 20;
    long now = 1_000_000_000L;

    MemoryCluster(int size) {
        this(size, 13);
    }

    MemoryCluster(int size, long seed) {
        random = new SplittableRandom(seed);
        for (long id = 1; id <= size; id++) {
            members.put(id, new Machine(id, false));
        }
        founders = Configuration.of(members.keySet().stream().mapToLong(Long::longValue).toArray());
    }

    /** Starts a member that the group has not let in yet. */
    Machine join(long id) throws NodeOpenException {
        Machine joining = new Machine(id, true);
        members.put(id, joining);
        joining.start();
        return joining;
    }

    static MemoryCluster started(int size) throws NodeOpenException {
        MemoryCluster cluster = new MemoryCluster(size);
        for (Machine machine : cluster.members.values()) {
            machine.start();
        }
        return cluster;
    }

    NodeSettings settings(long id) {
        return new NodeSettings(CLUSTER, id, member, segmentBytes, 8 << 10, maxPendingCommands, maxPendingBytes, 2_000_000_000L, snapshots);
    }

    Machine machine(long id) {
        return members.get(id);
    }

    /** A machine's connections: one to a process that has ended breaks at once, of a cut one nobody knows. */
    private final class Connections implements Network {
        private final long from;

        Connections(long from) {
            this.from = from;
        }

        @Override
        public void send(long to, ByteBuffer frame) {
            MemoryCluster.this.send(from, to, frame);
        }

        @Override
        public boolean mayReach(long to) {
            Machine receiver = members.get(to);
            return receiver != null && receiver.node != null;
        }

        @Override
        public boolean understands(long to, int version) {
            return version <= FrameCodec.OLDEST_VERSION || !older.test(from) && !older.test(to);
        }
    }

    private void send(long from, long to, ByteBuffer frame) {
        Machine receiver = members.get(to);
        if (withhold.test(decoded(frame))) {
            withheld.add(frame);
            return;
        }
        if (receiver != null && receiver.node != null && !cut.test(from) && !cut.test(to)) {
            receiver.inbox.add(frame);
        }
    }

    static Frame decoded(ByteBuffer frame) {
        try {
            return FrameCodec.decode(frame.duplicate());
        } catch (MalformedFrameException e) {
            throw new AssertionError("a node sent a malformed frame", e);
        }
    }

    /** Moves time by a millisecond: forces complete, frames arrive, timers run. */
    void step() {
        now += STEP_NANOS;
        for (Machine machine : members.values()) {
            if (machine.node == null) {
                continue;
            }
            if (!machine.stalled) {
                machine.disk.completeAll();
            }
            int waiting = machine.inbox.size();
            for (int i = 0; i < waiting; i++) {
                String objection = machine.node.onFrame(machine.inbox.removeFirst());
                if (objection != null) {
                    objections.add(objection);
                }
            }
            if (machine.wakeAt <= now) {
                machine.wakeAt = Long.MAX_VALUE;
                machine.node.onWake();
            }
            machine.node.flush();
        }
    }

    void until(String what, BooleanSupplier reached) {
        for (int i = 0; i < 20_000; i++) {
            if (reached.getAsBoolean()) {
                return;
            }
            step();
        }
        throw new AssertionError("never: " + what);
    }

    void run(int millis) {
        for (int i = 0; i < millis; i++) {
            step();
        }
    }

    /** Waits for a leader that has committed in its term. */
    Machine leader() {
        until("a leader", () -> members.values().stream().anyMatch(this::reigns));
        return members.values().stream().filter(this::reigns).findFirst().orElseThrow();
    }

    private boolean reigns(Machine machine) {
        return machine.leads() && !cut.test(machine.id) && machine.node.lastApplied(GROUP) == machine.status().lastIndex();
    }

    Machine follower() {
        Machine leader = leader();
        until("followers that know the leader", () -> members.values().stream()
                .allMatch(machine -> machine.node == null || machine.status().leader() == leader.id));
        return members.values().stream().filter(machine -> machine != leader && machine.node != null).findFirst().orElseThrow();
    }
}
