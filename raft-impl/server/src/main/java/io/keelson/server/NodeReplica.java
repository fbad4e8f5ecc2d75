package io.keelson.server;

import io.keelson.core.Bytes;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.node.runtime.RunningNode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A node that hosts the store as its one group. */
final class NodeReplica implements Replica {
    /** The id of the group. */
    static final long GROUP = 1;

    private final RunningNode node;
    private final Hosted hosted;

    NodeReplica(RunningNode node, Hosted hosted) {
        this.node = node;
        this.hosted = hosted;
    }

    /** The store as the node hosts it, and what passes by: the term, which answers to clients carry. */
    static final class Hosted implements StateMachine {
        private final KvStateMachine machine;
        private volatile long term;

        Hosted(KvStateMachine machine) {
            this.machine = machine;
        }

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            saw(context.term());
            return machine.apply(context, command);
        }

        private void saw(long seen) {
            if (seen > term) {
                term = seen;
            }
        }
    }

    @Override
    public CompletableFuture<Outcome<Bytes>> propose(Bytes command) {
        return node.propose(GROUP, command);
    }

    @Override
    public <R> CompletableFuture<Outcome<R>> read(Function<KvStateMachine, R> query) {
        return node.read(GROUP, replica -> query.apply(((Hosted) replica).machine));
    }

    @Override
    public <R> CompletableFuture<R> readLocal(Function<KvStateMachine, R> query) {
        return node.inspect(hosting -> query.apply(hosted.machine));
    }

    @Override
    public CompletableFuture<NodeStatus> status() {
        return node.inspect(hosting -> {
            NodeStatus status = hosting.status();
            hosted.saw(status.groups().getFirst().term());
            return status;
        });
    }

    @Override
    public long term() {
        return hosted.term;
    }
}
