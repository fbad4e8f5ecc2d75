package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The engine of this module: exact, within its budget. Stateless, for any thread.
 *
 * <p>Where each result tells which operation it comes from, a {@link FastCase} decides in O(n log n), and no configuration is visited.
 * Else there is a search. A long history that is quiet now and then, of an object with few states, is searched in windows between
 * quiescent points, side by side on the common pool. Most histories yield to a short search, depth first. Those that do not are
 * searched in layers with half of what is left of the budget, and then depth first with the rest: each way is good where the other is bad.
 */
public final class NativeEngine implements Engine {
    private static final long FIRST_SEARCH_BASE = 20_000;
    private static final long FIRST_SEARCH_PER_OPERATION = 16;
    private static final long GROUNDS_SEARCH = 1_000_000;
    private static final int LEAST_WINDOW = 1 << 13;
    private static final int NO_WINDOWS = Integer.MAX_VALUE;

    private final boolean withFastCases;
    private final int leastWindow;

    public NativeEngine() {
        this(true, LEAST_WINDOW);
    }

    /**
     * For comparison.
     *
     * @param withFastCases false to search always
     * @param leastWindow   how many operations a window has at least
     */
    NativeEngine(boolean withFastCases, int leastWindow) {
        this.withFastCases = withFastCases;
        this.leastWindow = leastWindow;
    }

    /** The same without windows, for whoever wants nothing done on other threads than the caller's. */
    public static NativeEngine onOneThread() {
        return new NativeEngine(true, NO_WINDOWS);
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public boolean allowsParallelChecks() {
        return true;
    }

    @Override
    public PartitionResult check(Object key, List<Operation> operations, Model model, Budget budget) {
        List<Operation> possible = possible(operations);
        FastCase fast = withFastCases && isOneObject(possible) ? FastCase.of(model) : null;
        Verdict verdict = fast == null ? null : fast.judge(possible, Operation.NEVER);
        if (verdict == null) {
            return search(key, possible, model, budget, leastWindow);
        }
        return new PartitionResult(key, verdict, possible, null, 0, () -> grounds(fast, verdict, possible, model));
    }

    /** Whether all act on the same key, or on none. What others tie together is more than one object, even where those others are left out. */
    private static boolean isOneObject(List<Operation> possible) {
        Object key = possible.isEmpty() ? null : possible.getFirst().key();
        for (Operation operation : possible) {
            if (operation.key() != key && (key == null || !key.equals(operation.key()))) {
                return false;
            }
        }
        return true;
    }

    /** The grounds of a verdict that came without any: an order, found by searching, up to the completion that spoils it. */
    private static PartitionResult.Grounds grounds(FastCase fast, Verdict verdict, List<Operation> possible, Model model) {
        Budget budget = Budget.ofConfigurations(GROUNDS_SEARCH);
        if (verdict == Verdict.VALID) {
            return new PartitionResult.Grounds(search(null, possible, model, budget).linearization(), null);
        }
        Operation stuck = firstFailure(possible, event -> fast.judge(possible, event));
        if (stuck == null) {
            PartitionResult searched = search(null, possible, model, budget);
            return searched.verdict() == Verdict.INVALID ? searched.grounds() : PartitionResult.Grounds.NONE;
        }
        List<Operation> until = possible.stream().filter(operation -> operation.invoked() < stuck.completed()).toList();
        PartitionResult searched = search(null, until, model, budget);
        return new PartitionResult.Grounds(stuck.equals(searched.stuck()) ? searched.linearization() : null, stuck);
    }

    /**
     * The first completion that leaves no order, or null where some front of the history can't be judged so. Whatever fails at one
     * completion fails at all later ones.
     */
    private static Operation firstFailure(List<Operation> possible, IntFunction<Verdict> judgeUntil) {
        List<Operation> completed = possible.stream().filter(Operation::isOk)
            .sorted(Comparator.comparingInt(Operation::completed)).toList();
        int low = 0;
        int high = completed.size() - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            Verdict verdict = judgeUntil.apply(completed.get(middle).completed() + 1);
            if (verdict == null) {
                return null;
            }
            high = verdict == Verdict.INVALID ? middle : high;
            low = verdict == Verdict.INVALID ? low : middle + 1;
        }
        return completed.get(low);
    }

    private static PartitionResult search(Object key, List<Operation> possible, Model model, Budget budget) {
        return search(key, possible, model, budget, NO_WINDOWS);
    }

    private static PartitionResult search(Object key, List<Operation> possible, Model model, Budget budget, int leastWindow) {
        Model within = model.within(possible);
        PartitionResult result = searchWith(within, key, possible, budget, leastWindow);
        if (within == model || result.verdict() != Verdict.INVALID) {
            return result;
        }
        return new PartitionResult(key, Verdict.INVALID, possible, null, result.configurations(), () -> groundsWithoutForesight(possible, model));
    }

    /** What looks ahead is stuck too early. What does not is slower; where it is too slow, the first completion that leaves no order is looked for among fronts of the history. */
    private static PartitionResult.Grounds groundsWithoutForesight(List<Operation> possible, Model model) {
        PartitionResult plain = searchWith(model, null, possible, Budget.ofConfigurations(GROUNDS_SEARCH), NO_WINDOWS);
        return plain.verdict() == Verdict.INVALID ? plain.grounds()
            : new PartitionResult.Grounds(null, firstFailure(possible, event -> judgeUntil(event, possible, model)));
    }

    /** Whether there is an order of what has completed before an event; null where that could not be found out. */
    private static Verdict judgeUntil(int event, List<Operation> possible, Model model) {
        List<Operation> until = possible.stream().filter(operation -> operation.invoked() < event)
            .map(operation -> operation.completed() < event ? operation : operation.asOpen()).toList();
        Verdict verdict = searchWith(model.within(until), null, until, Budget.ofConfigurations(GROUNDS_SEARCH), NO_WINDOWS).verdict();
        return verdict == Verdict.UNKNOWN ? null : verdict;
    }

    private static PartitionResult searchWith(Model model, Object key, List<Operation> possible, Budget budget, int leastWindow) {
        StateTable table = new StateTable(model);
        Columns columns = Columns.of(possible, table);
        Meter total = new Meter(budget);
        Windows windows = leastWindow == NO_WINDOWS ? null : Windows.of(columns, table, model, leastWindow);
        PartitionResult result = windows == null ? null
            : inWindows(key, possible, model, total, new WindowedSearch(columns, table, windows));
        if (result != null) {
            return result;
        }
        Budget rest = total.share(1);
        if (rest == null) {
            return new PartitionResult(key, Verdict.UNKNOWN, possible, List.of(), null, total.spent(), total.visited());
        }
        Timeline line = new Timeline(columns, table.transitionCount());
        return new Run(key, possible, line, table, table.state(model.initialState()), total).check(rest);
    }

    /** What comes out of searching the windows within half of the budget; null where the whole has to be searched. */
    private static PartitionResult inWindows(Object key, List<Operation> possible, Model model, Meter total, WindowedSearch search) {
        Budget half = total.share(2);
        if (half == null || half.configurations() < possible.size()) {
            return null;
        }
        Verdict verdict = search.run(half, FIRST_SEARCH_BASE, FIRST_SEARCH_PER_OPERATION);
        total.add(search.visited());
        return switch (verdict) {
            case VALID -> new PartitionResult(key, verdict, possible, null, total.visited(),
                () -> new PartitionResult.Grounds(search.order(), null));
            case INVALID -> new PartitionResult(key, verdict, possible, null, total.visited(), () -> {
                PartitionResult searched = search(null, search.refuted(), model, Budget.ofConfigurations(GROUNDS_SEARCH));
                return searched.verdict() == Verdict.INVALID ? searched.grounds() : PartitionResult.Grounds.NONE;
            });
            default -> null;
        };
    }

    /** What did or may have happened. */
    private static List<Operation> possible(List<Operation> operations) {
        for (Operation operation : operations) {
            if (operation.outcome() == EventType.FAIL) {
                return operations.stream().filter(each -> each.outcome() != EventType.FAIL).toList();
            }
        }
        return operations;
    }

    /** One check; {@code total} counts what all searches together spend. */
    private record Run(Object key, List<Operation> possible, Timeline line, StateTable table, int initial, Meter total) {
        PartitionResult check(Budget budget) {
            long brief = Math.min(FIRST_SEARCH_BASE + FIRST_SEARCH_PER_OPERATION * line.calls.length, budget.configurations());
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
            Meter meter = new Meter(budget);
            DepthFirstSearch search = new DepthFirstSearch(line, table, initial, meter);
            Verdict verdict = search.run();
            total.add(meter.visited());
            boolean valid = verdict == Verdict.VALID;
            Supplier<List<Operation>> order = search.order(valid);
            Operation stuck = valid ? null : search.stuck();
            return new PartitionResult(key, verdict, possible, search.exhausted(), total.visited(),
                () -> new PartitionResult.Grounds(order.get(), stuck));
        }

        /** The order of the search before stands where both stopped at the same completion. */
        private PartitionResult layered(Budget budget, PartitionResult before) {
            Meter meter = new Meter(budget);
            LayeredSearch search = new LayeredSearch(line, table, initial, meter);
            Verdict verdict = search.run();
            total.add(meter.visited());
            Operation stuck = verdict == Verdict.VALID ? null : search.stuck();
            List<Operation> order = stuck != null && stuck.equals(before.stuck()) ? before.linearization() : null;
            return new PartitionResult(key, verdict, possible, order, stuck, search.exhausted(), total.visited());
        }
    }
}
