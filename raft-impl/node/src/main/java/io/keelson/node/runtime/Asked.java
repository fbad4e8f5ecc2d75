package io.keelson.node.runtime;

import io.keelson.node.Node;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.StateMachine;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a caller asks of a node: the task that asks on the node's thread, the reply that is told there, and the future that the caller holds. One object for all, because the caller's thread
 * and the node's have a few hundred thousand of them a second to make and to let go.
 *
 * @param <T> the answer
 */
abstract class Asked<T> extends CompletableFuture<Outcome<T>> implements EventLoop.Task, Consumer<Outcome<T>> {
    private final NodeDriver driver;

    private Asked(NodeDriver driver) {
        this.driver = driver;
    }

    abstract void ask(Node node);

    @Override
    public final void run() {
        ask(driver.node());
    }

    @Override
    public final void rejected() {
        complete(new Outcome.NotApplied<>("this node is closed", 0));
    }

    /** The outcome is told, on the node's thread. */
    @Override
    public void accept(Outcome<T> outcome) {
        complete(outcome);
    }

    /** Anything that a node does and answers. */
    static final class Call<T> extends Asked<T> {
        private final BiConsumer<Node, Consumer<Outcome<T>>> call;

        Call(NodeDriver driver, BiConsumer<Node, Consumer<Outcome<T>>> call) {
            super(driver);
            this.call = call;
        }

        @Override
        void ask(Node node) {
            call.accept(node, this);
        }
    }

    /** A read. The query is somebody else's code: what it throws is the caller's to see, and no failure of the node. */
    static final class Read<R> extends Asked<R> implements Function<StateMachine, R> {
        private final long group;
        private final ReadConsistency consistency;
        private final Function<StateMachine, R> query;
        private RuntimeException thrown;

        Read(NodeDriver driver, long group, ReadConsistency consistency, Function<StateMachine, R> query) {
            super(driver);
            this.group = group;
            this.consistency = consistency;
            this.query = query;
        }

        @Override
        void ask(Node node) {
            node.read(group, consistency, this, this);
        }

        @Override
        public R apply(StateMachine machine) {
            try {
                return query.apply(machine);
            } catch (RuntimeException e) {
                thrown = e;
                return null;
            }
        }

        @Override
        public void accept(Outcome<R> outcome) {
            if (thrown == null) {
                complete(outcome);
            } else {
                completeExceptionally(thrown);
            }
        }
    }
}
