package io.keelson.simulation.workload;

import io.keelson.node.Outcome;
import io.keelson.simulation.world.Door;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One request of a client to one node, which ends exactly once: by the node's answer, by the node's end, or because the client has waited long enough.
 */
final class Attempt<T> {
    /** Nobody waits longer for a node's answer. */
    static final long LONGEST_PATIENCE_NANOS = 3_000_000_000L;

    private final SimNode node;
    private final int process;
    private final Consumer<Outcome<T>> reply;
    private boolean over;

    private Attempt(SimNode node, Consumer<Outcome<T>> reply) {
        this.node = node;
        this.process = node.process();
        this.reply = reply;
    }

    /**
     * Asks.
     *
     * @param world where
     * @param node whom, who must be up
     * @param group as a client of which group
     * @param patience after how many nanoseconds the client gives up on the node
     * @param request what to do at the node, in its next turn
     * @param reply told the outcome, once
     */
    static <T> Attempt<T> begin(
            World world, SimNode node, long group, long patience, BiConsumer<Door, Consumer<Outcome<T>>> request, Consumer<Outcome<T>> reply) {
        Attempt<T> attempt = new Attempt<>(node, reply);
        node.input(() -> request.accept(node.door(group), attempt::end));
        world.queue().at(world.now() + patience, () -> attempt.end(new Outcome.Unknown<>("no answer")));
        return attempt;
    }

    /** The node's process is gone. */
    void nodeGone(SimNode gone) {
        if (gone == node && gone.process() == process) {
            end(new Outcome.Unknown<>("the node is gone"));
        }
    }

    private void end(Outcome<T> outcome) {
        if (!over) {
            over = true;
            reply.accept(outcome);
        }
    }
}
