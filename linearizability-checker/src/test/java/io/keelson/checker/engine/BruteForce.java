package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.List;

/**
 * Linearizability by its definition: tries every order of the operations that respects real time, every subset of those of unknown
 * outcome, on a true object. It shares no code with the engines or the models, and does not split by key.
 */
final class BruteForce {
    private final List<Operation> operations;
    private final long[] mustComeBefore;
    private final long completed;

    private BruteForce(List<Operation> operations, int event) {
        this.operations = operations;
        mustComeBefore = new long[operations.size()];
        long certain = 0;
        for (int i = 0; i < operations.size(); i++) {
            certain |= operations.get(i).isOk() && operations.get(i).completed() < event ? 1L << i : 0;
            for (int j = 0; j < operations.size(); j++) {
                boolean before = operations.get(j).completed() < operations.get(i).invoked();
                mustComeBefore[i] |= before ? 1L << j : 0;
            }
        }
        completed = certain;
    }

    /** Whether {@code operations} is linearizable on {@code object}. */
    static boolean isLinearizable(List<Operation> operations, TrueObject object) {
        return isLinearizableBefore(operations, Operation.NEVER, object);
    }

    /**
     * Whether what happened before {@code event} is linearizable: what is open then need not have happened, and has the result that it
     * will have, if it has.
     */
    static boolean isLinearizableBefore(List<Operation> operations, int event, TrueObject object) {
        List<Operation> possible = operations.stream()
            .filter(operation -> operation.invoked() < event && (operation.isOk() || operation.isCrashed())).toList();
        return new BruteForce(possible, event).search(0, object);
    }

    private boolean search(long placed, TrueObject object) {
        if ((completed & ~placed) == 0) {
            return true;
        }
        for (int i = 0; i < operations.size(); i++) {
            if ((placed & 1L << i) == 0 && (mustComeBefore[i] & ~placed) == 0) {
                Operation operation = operations.get(i);
                TrueObject.Call call = new TrueObject.Call(operation.f(), operation.key(), operation.input());
                for (TrueObject next : object.after(call, operation.isOk(), operation.output())) {
                    if (search(placed | 1L << i, next)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
