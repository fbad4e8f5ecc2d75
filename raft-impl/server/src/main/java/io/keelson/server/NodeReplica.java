package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.core.Role;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MemberInfo;
import io.keelson.node.MembershipChange;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.Sabotage;
import io.keelson.node.snapshot.SnapshotStream;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A node that hosts the store as its one group. */
final class NodeReplica implements Replica {
    /** The id of the group. */
    static final long GROUP = 1;

    private final RunningNode node;
    private final Sabotage sabotage;

    NodeReplica(RunningNode node, Sabotage sabotage) {
        this.node = node;
        this.sabotage = sabotage;
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(Bytes command) {
        return node.propose(GROUP, command);
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(long session, long sequence, Bytes command) {
        return node.propose(GROUP, session, sequence, command);
    }

    @Override
    public CompletableFuture<Outcome<Long>> openSession(long timeToLiveMillis) {
        return node.openSession(GROUP, timeToLiveMillis);
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        boolean unasked = sabotage.orders().localReads() && node.status().groups().getFirst().role() == Role.LEADER;
        return node.read(GROUP, unasked ? ReadConsistency.LOCAL : ReadConsistency.LINEARIZABLE, machine -> query.apply((KvStateMachine) machine));
    }

    @Override
    public <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        // Waits while the replica is being restored from a snapshot, which inspecting the node would not.
        return node.read(GROUP, ReadConsistency.LOCAL, machine -> query.apply((KvStateMachine) machine)).thenApply(outcome -> {
            if (outcome instanceof Outcome.Done<R> done) {
                return done.value();
            }
            throw new IllegalStateException("the replica can't be read now: " + outcome);
        });
    }

    @Override
    public CompletableFuture<Outcome<Long>> transferLeadership(long target) {
        return node.transferLeadership(GROUP, target);
    }

    @Override
    public CompletableFuture<Outcome<SnapshotSource>> snapshot() {
        // A linearizable read of nothing: whatever was acknowledged before is in this replica then.
        return read(KvStateMachine::revision).thenCompose(read -> read instanceof Outcome.Done<Long>
                ? node.inspect(hosting -> hosting.export(GROUP)).thenApply(stream -> stream == null ? replaced() : read.map(done -> source(stream)))
                : CompletableFuture.completedFuture(read.map(done -> null)));
    }

    private static Outcome<SnapshotSource> replaced() {
        return new Outcome.NotApplied<>("this member's state is being replaced; ask another, or again", 0);
    }

    private SnapshotSource source(SnapshotStream stream) {
        return new SnapshotSource() {
            @Override
            public CompletableFuture<byte[]> next() {
                return node.inspect(hosting -> stream.next());
            }

            @Override
            public void close() {
                node.inspect(hosting -> {
                    stream.close();
                    return null;
                });
            }
        };
    }

    @Override
    public CompletableFuture<Membership> membership() {
        return node.inspect(hosting -> {
            SortedMap<Long, MemberInfo> known = new TreeMap<>();
            hosting.members(GROUP).contexts().forEach((member, context) -> {
                MemberInfo info = MemberInfo.decode(context);
                if (info != null) {
                    known.put(member, info);
                }
            });
            return new Membership(hosting.appliedConfiguration(GROUP), known, hosting.members(GROUP).lastId());
        });
    }

    @Override
    public CompletableFuture<Outcome<Long>> changeMembership(MembershipChange change) {
        return node.changeMembership(GROUP, change);
    }

    @Override
    public CompletableFuture<Outcome<Long>> rememberMember(long member, MemberInfo info, boolean isNew) {
        return node.rememberMember(GROUP, member, info, isNew);
    }

    @Override
    public CompletableFuture<Outcome<Long>> forgetMember(long member) {
        return node.forgetMember(GROUP, member);
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return node.inspect(hosting -> hosting.status());
    }

    @Override
    public long term() {
        return node.status(GROUP).term();
    }
}
