package io.keelson.checker;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Engine;
import io.keelson.checker.engine.Meter;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Is a history linearizable? The entry point of this module.
 *
 * <pre>{@code
 * CheckResult result = LinearizabilityChecker.check(history, Models.casRegister().perKey(), Budget.ofSeconds(30));
 * if (result.verdict() != Verdict.VALID) {
 *     System.out.println(result.explanation());
 * }
 * }</pre>
 *
 * <p>Linearizability is local: a history is linearizable when, and only when, its part on each object is. So each key is judged
 * apart. With a budget that holds no clock, the result is a function of the history.
 */
public final class LinearizabilityChecker {
    /** From so many operations on, it pays to check keys side by side. */
    private static final int MANY_OPERATIONS = 20_000;
    private static final long BRIEF_CONFIGURATIONS = 20_000;

    private LinearizabilityChecker() {
    }

    /** Checks with the native engine. See {@link #check(History, Model, Budget, Engine)}. */
    public static CheckResult check(History history, Model model, Budget budget) {
        return check(history, model, budget, new NativeEngine());
    }

    /**
     * Checks each partition of a history. Every partition first gets an equal share of what is left of the budget, so that a hard
     * key does not starve the others; what remains then goes to those that are still unknown. Where there are many operations, keys are
     * checked side by side before that, on the common pool.
     *
     * @throws UnsuitableHistoryException with one clear line where the model cannot judge the history: an unknown function, an
     *                                    argument of the wrong form, or keys where the model is not {@link Model#perKey()}
     */
    public static CheckResult check(History history, Model model, Budget budget, Engine engine) {
        Map<Object, List<Operation>> partitions = partitions(history, model);
        Meter meter = new Meter(budget);
        Map<Object, PartitionResult> results = new LinkedHashMap<>();
        List<Object> keys = new ArrayList<>(partitions.keySet());
        keys.sort(Comparator.comparingInt(key -> partitions.get(key).size()));
        if (engine.allowsParallelChecks() && keys.size() > 1 && history.operations().size() >= MANY_OPERATIONS) {
            checkBriefly(keys, partitions, model, engine, budget, meter, results);
        }
        checkAll(keys.stream().filter(key -> !results.containsKey(key)).toList(), partitions, model, engine, meter, results);
        List<Object> unknown = keys.stream().filter(key -> results.get(key).verdict() == Verdict.UNKNOWN).toList();
        if (keys.size() > 1) {
            checkAll(unknown, partitions, model, engine, meter, results);
        }
        List<PartitionResult> ordered = partitions.keySet().stream().map(results::get).toList();
        return new CheckResult(history, model, engine.name(), ordered);
    }

    /**
     * Checks all keys side by side, each within a brief budget of its own that does not depend on the others, so that the result does
     * not either. What is not decided is left to be checked again. The largest begin first.
     */
    private static void checkBriefly(List<Object> keys, Map<Object, List<Operation>> partitions, Model model, Engine engine,
                                     Budget budget, Meter meter, Map<Object, PartitionResult> results) {
        Budget whole = meter.share(1);
        if (whole == null) {
            return;
        }
        long most = Math.max(1, budget.configurations() / keys.size());
        List<PartitionResult> brief = keys.reversed().parallelStream().map(key -> engine.check(key, partitions.get(key), model,
            whole.withConfigurations(Math.min(most, BRIEF_CONFIGURATIONS + partitions.get(key).size())))).toList();
        for (int i = 0; i < brief.size(); i++) {
            meter.add(brief.get(i).configurations());
            if (brief.get(i).verdict() != Verdict.UNKNOWN) {
                results.put(keys.reversed().get(i), brief.get(i));
            }
        }
    }

    private static void checkAll(List<Object> keys, Map<Object, List<Operation>> partitions, Model model, Engine engine,
                                 Meter meter, Map<Object, PartitionResult> results) {
        int left = keys.size();
        for (Object key : keys) {
            Budget share = meter.share(left--);
            if (share != null) {
                PartitionResult result = engine.check(key, partitions.get(key), model, share);
                meter.add(result.configurations());
                results.put(key, result);
            } else {
                results.putIfAbsent(key, notBegun(key, partitions.get(key)));
            }
        }
    }

    private static PartitionResult notBegun(Object key, List<Operation> operations) {
        return new PartitionResult(key, Verdict.UNKNOWN, operations, List.of(), null, "the budget, spent on other keys", 0);
    }

    private static Map<Object, List<Operation>> partitions(History history, Model model) {
        Map<Object, List<Operation>> partitions = new LinkedHashMap<>();
        demandSuitable(history, model);
        Function<Operation, Object> partitioning = model.partitioning(history.operations());
        for (Operation operation : history.operations()) {
            partitions.computeIfAbsent(partitioning.apply(operation), key -> new ArrayList<>()).add(operation);
        }
        return partitions;
    }

    private static void demandSuitable(History history, Model model) {
        for (Operation operation : history.operations()) {
            String objection = model.objection(operation);
            if (objection != null) {
                throw new UnsuitableHistoryException("event " + operation.invoked() + " (process " + operation.process() + "): " + objection);
            }
            if (operation.key() != null && !model.isPerKey()) {
                throw new UnsuitableHistoryException("event " + operation.invoked() + " acts on key " + Values.brief(operation.key())
                    + ", but the model " + model.name() + " is one object without keys");
            }
        }
    }
}
