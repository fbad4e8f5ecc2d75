package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where the deepest order of a failed check stands: the state it leaves, and for each operation that could come next, what it
 * would do there.
 *
 * @param state      the state after the deepest order
 * @param candidates the operations that could be next, {@code stuck} first
 */
record Outlook(Object state, List<Candidate> candidates) {
    /**
     * One operation that could be next.
     *
     * @param operation the operation
     * @param next      the state it would leave, or {@link Model#REFUSED}
     */
    record Candidate(Operation operation, Object next) {
        /** What comes of it, in words. */
        String words() {
            return next == Model.REFUSED ? "does not fit" : "would leave " + Values.brief(next);
        }
    }

    /** The outlook of an invalid partition; null where there is no order or no operation to look at. */
    static Outlook of(PartitionResult partition, Model model, List<Operation> order, Operation stuck) {
        if (partition.verdict() == Verdict.VALID || stuck == null || order == null) {
            return null;
        }
        Object state = model.initialState();
        Set<Integer> placed = new HashSet<>();
        for (Operation operation : order) {
            state = model.step(state, Transition.of(operation));
            placed.add(operation.id());
        }
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(stuck, model.step(state, Transition.of(stuck))));
        for (Operation operation : partition.operations()) {
            boolean possible = operation.invoked() < stuck.completed() && !placed.contains(operation.id())
                && operation.id() != stuck.id();
            if (possible && !model.isReadOnly(Transition.of(operation))) {
                candidates.add(new Candidate(operation, model.step(state, Transition.of(operation))));
            }
        }
        return new Outlook(state, candidates);
    }
}
