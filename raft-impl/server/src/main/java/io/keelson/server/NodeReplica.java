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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A store that a node hosts as one of its groups. */
final class NodeReplica implements Replica {
    /** The group that is there from the beginning, whose members are the cluster's; it is the metadata group of the others. */
    static final long DEFAULT_GROUP = 1;

    private final RunningNode node;
    private final long group;
    private final Sabotage sabotage;

    NodeReplica(RunningNode node, long group, Sabotage sabotage) {
        this.node = node;
        this.group = group;
        this.sabotage = sabotage;
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(Bytes command) {
        return node.propose(group, command);
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(long session, long sequence, Bytes command) {
        return node.propose(group, session, sequence, command);
    }

    @Override
    public CompletableFuture<Outcome<Long>> openSession(long timeToLiveMillis) {
        return node.openSession(group, timeToLiveMillis);
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        return node.read(group, isUnasked() ? ReadConsistency.LOCAL : ReadConsistency.LINEARIZABLE, machine -> query.apply((KvStateMachine) machine));
    }

    /** Whether this node is ordered to take itself for the leader: as long as it is, and on when it has stepped down, cut off from all others, until it hears of another. */
    private boolean isUnasked() {
        if (!sabotage.orders().localReads()) {
            return false;
        }
        NodeStatus.GroupStatus status = node.status(group);
        return status.role() == Role.LEADER || status.leader() == 0;
    }

    @Override
    public <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        // Waits while the replica is being restored from a snapshot, which inspecting the node would not.
        return node.read(group, ReadConsistency.LOCAL, machine -> query.apply((KvStateMachine) machine)).thenApply(outcome -> {
            if (outcome instanceof Outcome.Done<R> done) {
                return done.value();
            }
            throw new NotHereException(outcome);
        });
    }

    @Override
    public CompletableFuture<Outcome<Long>> transferLeadership(long target) {
        return node.transferLeadership(group, target);
    }

    @Override
    public CompletableFuture<Outcome<SnapshotSource>> snapshot() {
        // A linearizable read of nothing: whatever was acknowledged before is in this replica then.
        return read(KvStateMachine::revision).thenCompose(read -> read instanceof Outcome.Done<Long>
                ? node.inspect(hosting -> hosting.export(group)).thenApply(stream -> stream == null ? replaced() : read.map(done -> source(stream)))
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
            hosting.members().known(group).contexts().forEach((member, context) -> {
                MemberInfo info = MemberInfo.decode(context);
                if (info != null) {
                    known.put(member, info);
                }
            });
            return new Membership(hosting.members().appliedConfiguration(group), known, hosting.members().known(group).lastId());
        });
    }

    @Override
    public CompletableFuture<Outcome<Long>> changeMembership(MembershipChange change) {
        return node.changeMembership(group, change);
    }

    @Override
    public CompletableFuture<Outcome<Long>> rememberMember(long member, MemberInfo info, boolean isNew) {
        return node.rememberMember(group, member, info, isNew);
    }

    @Override
    public CompletableFuture<Outcome<Long>> forgetMember(long member) {
        return node.forgetMember(group, member);
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return node.inspect(hosting -> {
            NodeStatus all = hosting.status();
            List<NodeStatus.GroupStatus> own = all.groups().stream().filter(status -> status.group() == group).toList();
            if (own.isEmpty()) {
                throw new NotHereException(new Outcome.NotApplied<>("group " + group + " is not on this member any more", 0));
            }
            return new NodeStatus(all.memberId(), all.incarnation(), all.stopped(), all.storageHealthy(), own, all.counters());
        });
    }

    @Override
    public long term() {
        NodeStatus.GroupStatus known = node.status(group);
        return known == null ? 0 : known.term();
    }
}
