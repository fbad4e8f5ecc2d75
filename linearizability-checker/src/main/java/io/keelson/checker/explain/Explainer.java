package io.keelson.checker.explain;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the counterexample in an invalid history: the shortest prefix that fails, cut at the last moment with nothing running, and of
 * that the few operations that cannot be ordered. Within a budget; what is found when it ends is what there is.
 */
public final class Explainer {
    /** A core of so many operations needs no other beginning. */
    private static final int FEW = 6;
    /** Beyond so many operations, one check after the other takes too long. */
    private static final int MANY = 3_000;

    private final Model model;
    private final Effort effort;

    private Explainer(Model model, Budget budget) {
        this.model = model;
        this.effort = new Effort(budget);
    }

    /**
     * Why a partition is invalid; null where it is not.
     *
     * @param partition the result of a check against {@code model}
     * @param budget    what the explanation may cost, beyond the check
     */
    public static Counterexample explain(PartitionResult partition, Model model, Budget budget) {
        return partition.verdict() != Verdict.INVALID ? null : new Explainer(model, budget).explain(partition);
    }

    private record Core(List<Operation> operations, List<Start> starts, Operation settled, int cut) {
        /** How much there is to take in. */
        int size() {
            return operations.size() + (cut < 0 ? 0 : starts.size());
        }
    }

    private Counterexample explain(PartitionResult partition) {
        List<Operation> operations = partition.operations();
        Minimizer minimizer = new Minimizer(model, effort.share(2));
        // Of a long history the engine's word is taken for where it fails.
        Operation last = operations.size() > MANY && partition.stuck() != null ? partition.stuck()
            : firstFailing(operations, partition.stuck(), minimizer);
        List<Operation> prefix = Relaxed.noticed(last == null ? operations : Relaxed.prefix(operations, last.completed()), model);
        Core best = bySubject(prefix, minimizer);
        boolean enough = best != null && best.size() <= FEW;
        Frontier frontier = new Frontier(model, effort.share(2));
        boolean followed = (!enough || prefix.size() <= MANY) && frontier.follow(prefix);
        if (!enough) {
            Minimizer second = new Minimizer(model, effort);
            Core cut = followed ? byCut(frontier, prefix, second) : null;
            Core whole = cut != null || prefix.size() > MANY ? null : byPrefix(prefix, second);
            best = smaller(best, smaller(cut, whole));
        }
        Operation refuted = last != null ? last : followed ? original(operations, frontier.refuted()) : partition.stuck();
        return counterexample(partition, operations, refuted, best, followed ? frontier : null);
    }

    /** The completion at which the shortest prefix that fails ends; null where that is not found. */
    private Operation firstFailing(List<Operation> operations, Operation hint, Minimizer minimizer) {
        List<Operation> completions = operations.stream().filter(Operation::isOk)
            .sorted((a, b) -> Integer.compare(a.completed(), b.completed())).toList();
        int passed = -1;
        int failing = completions.size();
        int place = hint == null ? -1 : completions.indexOf(hint);
        if (place >= 0 && fails(operations, completions.get(place), minimizer)) {
            failing = place;
            if (place == 0 || !fails(operations, completions.get(place - 1), minimizer)) {
                return completions.get(place);
            }
            failing = place - 1;
        } else if (completions.isEmpty() || !fails(operations, completions.get(failing - 1), minimizer)) {
            return null;
        } else {
            passed = place;
            failing--;
        }
        while (failing - passed > 1 && !effort.isOver()) {
            int middle = passed + failing >>> 1;
            if (fails(operations, completions.get(middle), minimizer)) {
                failing = middle;
            } else {
                passed = middle;
            }
        }
        return completions.get(failing);
    }

    private boolean fails(List<Operation> operations, Operation last, Minimizer minimizer) {
        return minimizer.refuted(Relaxed.prefix(operations, last.completed()), List.of(Start.of(model)));
    }

    /**
     * By leaving out whole values or elements, where the model is of a kind that allows it. Those of the latest operations are tried
     * first, since a history mostly fails by what happened last.
     */
    private Core bySubject(List<Operation> prefix, Minimizer minimizer) {
        List<List<Operation>> groups = Subjects.of(prefix, model);
        if (groups == null) {
            return null;
        }
        for (int latest = 32; latest < prefix.size() && !effort.isOver(); latest *= 8) {
            int from = prefix.get(prefix.size() - latest).invoked();
            List<List<Operation>> late = groups.stream().filter(group -> group.get(group.size() - 1).invoked() >= from
                || group.stream().anyMatch(operation -> operation.isOk() && operation.completed() >= from)).toList();
            if (minimizer.refutes(late)) {
                return core(minimizer.groups(late), List.of(Start.of(model)), null, -1, minimizer);
            }
        }
        List<Operation> few = minimizer.groups(groups);
        return few.size() > MANY ? null : core(few, List.of(Start.of(model)), null, -1, minimizer);
    }

    private Core byCut(Frontier frontier, List<Operation> prefix, Minimizer minimizer) {
        int cut = frontier.cut();
        List<Operation> window = prefix.stream().filter(operation -> operation.invoked() > cut).toList();
        List<Start> starts = frontier.starts(prefix);
        return core(window, starts, frontier.lastBeforeCut(), cut, minimizer);
    }

    private Core byPrefix(List<Operation> prefix, Minimizer minimizer) {
        return core(prefix, List.of(Start.of(model)), null, -1, minimizer);
    }

    private static Core core(List<Operation> operations, List<Start> starts, Operation settled, int cut, Minimizer minimizer) {
        return minimizer.refuted(operations, starts) ? new Core(minimizer.core(operations, starts), starts, settled, cut) : null;
    }

    private static Core smaller(Core a, Core b) {
        return a == null ? b : b == null || a.size() <= b.size() ? a : b;
    }

    private Counterexample counterexample(PartitionResult partition, List<Operation> all, Operation refuted, Core core, Frontier frontier) {
        List<Operation> deepest = frontier != null ? frontier.deepest().stream().map(operation -> original(all, operation)).toList()
            : partition.linearization() == null ? List.of() : partition.linearization();
        Map<Integer, List<Operation>> with = new HashMap<>();
        if (frontier != null) {
            for (Operation operation : all) {
                boolean open = operation.completed() >= frontier.refuted().completed();
                List<Operation> order = open ? frontier.deepestWith(operation.id()) : null;
                if (order != null) {
                    with.put(operation.id(), order.stream().map(each -> original(all, each)).toList());
                }
            }
        }
        if (core == null) {
            return new Counterexample(refuted, List.of(), false, -1, List.of(), null, null, List.of(), List.of(), 0, deepest, with);
        }
        List<Operation> chosen = core.operations.stream().map(operation -> original(all, operation))
            .sorted((a, b) -> Integer.compare(a.invoked(), b.invoked())).toList();
        List<Object> states = core.starts.stream().map(Start::state).distinct().toList();
        Reasons reasons = new Reasons(model, all, chosen, core.starts, core.cut);
        List<Counterexample.Reasoned> reasoned = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            reasoned.add(new Counterexample.Reasoned(Reasons.label(i), chosen.get(i), reasons.of(i)));
        }
        return new Counterexample(refuted, reasoned, !effort.isOver(), core.cut, states, core.cut >= 0 && states.size() == 1 ? core.settled : null,
            reasons.sentence(), reasons.helping(), reasons.orders(), all.size() - chosen.size(), deepest, with);
    }

    /** The operation as it is, where a prefix has made less of it. */
    private static Operation original(List<Operation> all, Operation operation) {
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (all.get(middle).id() < operation.id()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return all.get(low);
    }
}
