package io.keelson.node.runtime;

import io.keelson.node.Node;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.StateMachine;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a caller asks of a node: the task that asks on the node's thread, and what the node tells there. One object for both, because the caller's thread and the node's have a million of them a
 * second to make and to let go.
 *
 * @param <T> the answer
 */
abstract class Asked<T> extends EventLoop.Task implements Consumer<Outcome<T>> {
    private static final System.Logger LOG = System.getLogger("io.keelson.node.runtime");

    private final NodeDriver driver;
    private final Reply<T> reply;

    private Asked(NodeDriver driver, Reply<T> reply) {
        this.driver = driver;
        this.reply = reply;
    }

    abstract void ask(Node node);

    @Override
    final void run() {
        ask(driver.node());
    }

    @Override
    final void rejected() {
        accept(new Outcome.NotApplied<>("this node is closed", 0));
    }

    /** The outcome is told. */
    @Override
    public final void accept(Outcome<T> outcome) {
        try {
            RuntimeException thrown = thrown();
            if (thrown == null) {
                reply.accept(outcome);
            } else {
                reply.failed(thrown);
            }
        } catch (Throwable foreign) {
            LOG.log(Level.ERROR, "who was told the outcome of a request has failed over it", foreign);
        }
    }

    /** What the caller's code has thrown; null if it has not. */
    RuntimeException thrown() {
        return null;
    }

    /** The future of whoever wants one. */
    static final class Answer<T> extends CompletableFuture<Outcome<T>> implements Reply<T> {
        @Override
        public void accept(Outcome<T> outcome) {
            complete(outcome);
        }

        @Override
        public void failed(RuntimeException thrown) {
            completeExceptionally(thrown);
        }
    }

    /** Anything that a node does and answers. */
    static final class Call<T> extends Asked<T> {
        private final BiConsumer<Node, Consumer<Outcome<T>>> call;

        Call(NodeDriver driver, BiConsumer<Node, Consumer<Outcome<T>>> call, Reply<T> reply) {
            super(driver, reply);
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

        Read(NodeDriver driver, long group, ReadConsistency consistency, Function<StateMachine, R> query, Reply<R> reply) {
            super(driver, reply);
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
        RuntimeException thrown() {
            return thrown;
        }
    }
}
