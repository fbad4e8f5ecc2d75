package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.core.Role;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.Sabotage;
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
    public <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        boolean unasked = sabotage.orders().localReads() && node.status().groups().getFirst().role() == Role.LEADER;
        return node.read(GROUP, unasked ? ReadConsistency.LOCAL : ReadConsistency.LINEARIZABLE, machine -> query.apply((KvStateMachine) machine));
    }

    @Override
    public <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        return node.inspect(hosting -> hosting.readLocal(GROUP, machine -> query.apply((KvStateMachine) machine)));
    }

    @Override
    public CompletableFuture<Outcome<Long>> transferLeadership(long target) {
        return node.transferLeadership(GROUP, target);
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
