package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.List;

/** The engine of this module: exact, within its budget. Stateless, for any thread. */
public final class NativeEngine implements Engine {
    @Override
    public String name() {
        return "native";
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        List<Operation> possible = operations.stream().filter(operation -> operation.isOk() || operation.isCrashed()).toList();
        StateTable table = new StateTable(model);
        int initial = table.state(model.initialState());
        Timeline line = new Timeline(UnnoticedOperations.dropped(possible, model), table);
        Meter meter = new Meter(budget);
        Search search = new Search(line, table, initial, meter);
        Verdict verdict = search.run();
        return new PartitionResult(key, verdict, possible, search.order(verdict == Verdict.VALID),
            verdict == Verdict.VALID ? null : search.stuck(), search.exhausted(), meter.visited());
    }
}
