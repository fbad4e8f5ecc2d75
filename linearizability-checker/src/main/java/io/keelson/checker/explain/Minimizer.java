package io.keelson.checker.explain;

import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Delta debugging: the fewest things that are still enough. Whatever is tried only ever demands less of the system, so that what is
 * left refutes the whole history, not just itself.
 */
final class Minimizer {
    private final Model model;
    private final Effort effort;

    Minimizer(Model model, Effort effort) {
        this.model = model;
        this.effort = effort;
    }

    /** Whether {@code operations} are refuted from every start; false where that is not known. */
    boolean refuted(List<Operation> operations, List<Start> starts) {
        for (Start start : starts) {
            List<Operation> all = new ArrayList<>(start.pending());
            all.addAll(operations);
            Budget budget = effort.check();
            if (budget == null) {
                return false;
            }
            boolean atFirst = start.equals(Start.of(model));
            PartitionResult result = new NativeEngine().check(null, numbered(all),
                atFirst ? model : new FromState(model, start.state()), budget);
            effort.spend(result.configurations() + all.size());
            if (result.verdict() != Verdict.INVALID) {
                return false;
            }
        }
        return true;
    }

    /** An engine wants operations numbered in the order of their invocations. */
    private static List<Operation> numbered(List<Operation> operations) {
        List<Operation> sorted = new ArrayList<>(operations);
        sorted.sort(Comparator.comparingInt(Operation::invoked));
        List<Operation> numbered = new ArrayList<>(sorted.size());
        for (Operation o : sorted) {
            numbered.add(new Operation(numbered.size(), o.process(), o.f(), o.key(), o.input(), o.output(), o.outcome(), o.invoked(), o.completed(),
                o.invokedAt(), o.completedAt(), o.error(), o.order()));
        }
        return numbered;
    }

    /** The operations whose results and times are needed to refute {@code operations}; the rest may be relaxed. */
    List<Operation> core(List<Operation> operations, List<Start> starts) {
        List<Operation> certain = operations.stream().filter(Operation::isOk).toList();
        return fewest(certain, kept -> {
            Set<Integer> ids = new HashSet<>();
            kept.forEach(operation -> ids.add(operation.id()));
            return refuted(Relaxed.allBut(ids, operations, model), starts);
        });
    }

    /** The fewest groups that are refuted by themselves, where leaving out a whole group demands less. */
    List<Operation> groups(List<List<Operation>> groups) {
        return joined(fewest(groups, this::refutes));
    }

    /** Whether these groups by themselves are refuted. */
    boolean refutes(List<List<Operation>> groups) {
        return refuted(joined(groups), List.of(Start.of(model)));
    }

    private static List<Operation> joined(List<List<Operation>> groups) {
        List<Operation> all = new ArrayList<>();
        groups.forEach(all::addAll);
        all.sort(Comparator.comparingInt(Operation::invoked));
        return all;
    }

    /**
     * Zeller's ddmin: a part of {@code all} that is enough, and of which nothing more can be left out alone. Where the effort ends
     * before, what is enough so far.
     */
    private <T> List<T> fewest(List<T> all, Predicate<List<T>> enough) {
        List<T> current = all;
        int parts = 2;
        while (current.size() >= 2 && !effort.isOver()) {
            List<T> smaller = smaller(current, Math.min(parts, current.size()), enough);
            if (smaller != null) {
                parts = smaller.size() < current.size() / 2 ? 2 : Math.max(2, parts - 1);
                current = smaller;
            } else if (parts >= current.size()) {
                break;
            } else {
                parts = Math.min(current.size(), parts * 2);
            }
        }
        return current;
    }

    /** One of so many parts if it is enough, else all but one of them if that is; null where neither is. The latest come first. */
    private static <T> List<T> smaller(List<T> current, int parts, Predicate<List<T>> enough) {
        for (int i = parts - 1; parts > 1 && i >= 0; i--) {
            List<T> part = current.subList(current.size() * i / parts, current.size() * (i + 1) / parts);
            if (part.size() < current.size() && enough.test(part)) {
                return List.copyOf(part);
            }
        }
        for (int i = 0; i < parts; i++) {
            List<T> rest = new ArrayList<>(current.subList(0, current.size() * i / parts));
            rest.addAll(current.subList(current.size() * (i + 1) / parts, current.size()));
            if (enough.test(rest)) {
                return rest;
            }
        }
        return null;
    }
}
