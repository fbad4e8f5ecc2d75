package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/**
 * The engine of this module: exact, within its budget. Stateless, for any thread.
 *
 * <p>Most histories yield to a short search, depth first. Those that do not are searched in layers with half of what is left of the
 * budget, and then depth first with the rest: each way is good where the other is bad.
 */
public final class NativeEngine implements Engine {
    private static final long FIRST_SEARCH_BASE = 20_000;
    private static final long FIRST_SEARCH_PER_OPERATION = 16;

    @Override
    public String name() {
        return "native";
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
        return new Run(key, possible, UnnoticedOperations.dropped(possible, model), model, new Meter(budget)).check(budget);
    }

    /**
     * One check.
     *
     * @param possible what did or may have happened
     * @param counted  what of it has a say
     * @param total    what all searches together spend
     */
    private record Run(Object key, List<Operation> possible, List<Operation> counted, Model model, Meter total) {
        PartitionResult check(Budget budget) {
            long brief = Math.min(FIRST_SEARCH_BASE + FIRST_SEARCH_PER_OPERATION * counted.size(), budget.configurations());
            PartitionResult first = depthFirst(budget.withConfigurations(brief));
            Budget half = total.share(2);
            if (first.verdict() != Verdict.UNKNOWN || half == null) {
                return first;
            }
            PartitionResult second = layered(half, first);
            Budget rest = total.share(1);
            if (second.verdict() != Verdict.UNKNOWN || rest == null) {
                return second;
            }
            PartitionResult third = depthFirst(rest);
            return third.verdict() != Verdict.UNKNOWN || third.provedUpToEvent() >= second.provedUpToEvent() ? third
                : second.withConfigurations(total.visited());
        }

        private PartitionResult depthFirst(Budget budget) {
            StateTable table = new StateTable(model);
            int initial = table.state(model.initialState());
            Meter meter = new Meter(budget);
            DepthFirstSearch search = new DepthFirstSearch(new Timeline(counted, table), table, initial, meter);
            Verdict verdict = search.run();
            total.add(meter.visited());
            return new PartitionResult(key, verdict, possible, search.order(verdict == Verdict.VALID),
                verdict == Verdict.VALID ? null : search.stuck(), search.exhausted(), total.visited());
        }

        /** The order of the search before stands where both stopped at the same completion. */
        private PartitionResult layered(Budget budget, PartitionResult before) {
            StateTable table = new StateTable(model);
            int initial = table.state(model.initialState());
            Meter meter = new Meter(budget);
            LayeredSearch search = new LayeredSearch(new Timeline(counted, table), table, initial, meter);
            Verdict verdict = search.run();
            total.add(meter.visited());
            Operation stuck = verdict == Verdict.VALID ? null : search.stuck();
            List<Operation> order = stuck != null && stuck.equals(before.stuck()) ? before.linearization() : null;
            return new PartitionResult(key, verdict, possible, order, stuck, search.exhausted(), total.visited());
        }
    }
}
