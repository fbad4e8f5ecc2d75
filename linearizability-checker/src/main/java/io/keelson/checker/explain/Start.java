package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/**
 * Where the operations of a counterexample set out from: a state the object can be in at a moment when nothing was running, and the
 * operations of unknown outcome from before that have not happened yet there.
 *
 * @param state   the state
 * @param pending what may still happen
 */
record Start(Object state, List<Operation> pending) {
    /** The beginning of the history. */
    static Start of(Model model) {
        return new Start(model.initialState(), List.of());
    }
}
