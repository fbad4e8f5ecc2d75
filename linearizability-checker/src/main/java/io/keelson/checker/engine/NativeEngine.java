package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/**
 * The engine of this module: exact, within its budget. Stateless, for any thread.
 *
 * <p>What makes a search large is how many crashed operations are used, and where. So, where a first short search with crashed
 * operations comes to no end, one is made in which each of them may be used again and again. That allows more than the history
 * does: if even so no order is left, none is left at all. If one is, it proves nothing, and the search proper goes on.
 */
public final class NativeEngine implements Engine {
    private static final long FIRST_SEARCH_BASE = 50_000;
    private static final long FIRST_SEARCH_PER_OPERATION = 4;

    @Override
    public String name() {
        return "native";
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
        List<Operation> counted = UnnoticedOperations.dropped(possible, model);
        Meter meter = new Meter(budget);
        if (counted.stream().noneMatch(Operation::isCrashed)) {
            return exact(key, possible, counted, model, budget, meter);
        }
        long brief = FIRST_SEARCH_BASE + FIRST_SEARCH_PER_OPERATION * counted.size();
        Budget first = budget.withConfigurations(Math.min(brief, budget.configurations()));
        PartitionResult result = exact(key, possible, counted, model, first, meter);
        if (result.verdict() != Verdict.UNKNOWN || result.configurations() <= brief) {
            return result;
        }
        Budget half = meter.share(2);
        if (half != null) {
            PartitionResult generous = generous(key, possible, counted, model, half, meter, result);
            if (generous != null) {
                return generous;
            }
        }
        Budget rest = meter.share(1);
        return rest == null ? result : exact(key, possible, counted, model, rest, meter);
    }

    private static PartitionResult exact(Object key, List<Operation> possible, List<Operation> counted, Model model, Budget budget,
                                         Meter total) {
        Search search = search(counted, model, budget, false);
        Verdict verdict = search.run();
        total.add(search.visited());
        return new PartitionResult(key, verdict, possible, search.order(verdict == Verdict.VALID),
            verdict == Verdict.VALID ? null : search.stuck(), search.exhausted(), total.visited());
    }

    /**
     * Refutes the history even if crashed operations may be used again and again; null where it cannot. The order that the exact
     * search has found is the deepest one where both stopped at the same completion.
     */
    private static PartitionResult generous(Object key, List<Operation> possible, List<Operation> counted, Model model, Budget budget,
                                            Meter total, PartitionResult exact) {
        Search search = search(counted, model, budget, true);
        Verdict verdict = search.run();
        total.add(search.visited());
        if (verdict != Verdict.INVALID) {
            return null;
        }
        List<Operation> order = search.stuck() == exact.stuck() ? exact.linearization() : null;
        return new PartitionResult(key, verdict, possible, order, search.stuck(), null, total.visited());
    }

    private static Search search(List<Operation> counted, Model model, Budget budget, boolean unlimited) {
        StateTable table = new StateTable(model);
        int initial = table.state(model.initialState());
        return new Search(new Timeline(counted, table), table, initial, new Meter(budget), unlimited);
    }
}
