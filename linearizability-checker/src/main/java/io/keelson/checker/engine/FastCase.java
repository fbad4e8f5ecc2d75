package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/**
 * A way to judge histories of one structure in O(n log n), where they are such that each result tells which operation it comes from.
 * Exact: a history that is not what the way needs is left to the search.
 */
interface FastCase {
    /**
     * Judges what happened before an event: operations that are open there need not have happened, and have the result that they
     * will have, if they have.
     *
     * @param possible completed and crashed operations in order of invocation
     * @param event    the event; {@link Operation#NEVER} for the whole history
     * @return {@link Verdict#VALID} or {@link Verdict#INVALID}, or null where the history is not what this way needs
     */
    Verdict judge(List<Operation> possible, int event);

    /** This way where it decides, else another. */
    default FastCase or(FastCase other) {
        return (possible, event) -> {
            Verdict verdict = judge(possible, event);
            return verdict != null ? verdict : other.judge(possible, event);
        };
    }

    /** The way for that model, or null where there is none. */
    static FastCase of(Model model) {
        return switch (model.structure()) {
            case ANY -> null;
            case REGISTER -> new UniqueValues(model.initialValue()).or(new ReadTexts(model.initialValue()));
            case COUNTER -> new UnitCounter((Long) model.initialState());
            case SET -> new GrowingSet();
            case QUEUE -> new DistinctItems("enqueue", "dequeue", new QueueOrder());
            case UNORDERED_QUEUE -> new DistinctItems("enqueue", "dequeue", lifetimes -> true);
            case STACK -> new DistinctItems("push", "pop", new StackOrder());
            case PRIORITY_QUEUE -> new DistinctItems("insert", "delete-min", new PriorityOrder());
            case LOG -> new PlacedAppends();
            case LIST -> new ReadLists();
        };
    }

    /** The event by which a completed operation must have happened: its completion, if that is known before {@code event}. */
    static int deadline(Operation operation, int event) {
        return operation.isOk() && operation.completed() < event ? operation.completed() : Operation.NEVER;
    }
}
