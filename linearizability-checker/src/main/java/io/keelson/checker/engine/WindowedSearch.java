package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches all windows of a partition side by side, each from every state that it may begin with. Then it looks for a way through
 * them: an order of each window that begins with the state that the one before left. Where the state that was found first does not
 * do, the search of that window goes on for another. A way through all is an order of the whole; where there is none, there is no order.
 *
 * <p>No window's search depends on another's while they go side by side, so what comes out is the same on any number of threads.
 */
final class WindowedSearch {
    private final Columns columns;
    private final StateTable table;
    private final Windows windows;
    private final List<Window> searched = new ArrayList<>();
    /** The states between the windows in one order of the whole, as objects: before the first, before the second, and so on. */
    private final List<Object> way = new ArrayList<>();
    /** The number of the last window that any way led to. */
    private int furthest;

    WindowedSearch(Columns columns, StateTable table, Windows windows) {
        this.columns = columns;
        this.table = table;
        this.windows = windows;
    }

    /** The searches of one window, by the state that they begin with. States are those of a table of its own. */
    private final class Window {
        private final int number;
        private final Meter meter;
        private final StateTable states = table.withOwnStates();
        private final Map<Object, From> from = new HashMap<>();

        Window(int number, Meter meter) {
            this.number = number;
            this.meter = meter;
        }

        void search(Object[] before) {
            Timeline line = new Timeline(windows.window(number, columns), states.transitionCount());
            KnownWays ways = line.classTransition.length == 0 ? new KnownWays() : null;
            for (Object state : before) {
                From each = new From(new DepthFirstSearch(line, states, states.state(state), meter, ways));
                each.take(each.search.run(), states);
                from.put(state, each);
            }
        }
    }

    /** The search of a window from one state, and what it found so far. */
    private static final class From {
        private final DepthFirstSearch search;
        /** The states that its orders leave, in the order in which they were found. */
        private final List<Object> after = new ArrayList<>();
        /** Whether the search found another such state when it was last asked. */
        private Verdict last;
        /** Whether a way leads from here to the end; null until that is known. */
        private Verdict leadsOn;

        From(DepthFirstSearch search) {
            this.search = search;
        }

        void take(Verdict verdict, StateTable states) {
            last = verdict;
            if (verdict == Verdict.VALID) {
                after.add(states.stateOf(search.finalState()));
            }
        }
    }

    /**
     * Searches on the common pool. The verdict is {@link Verdict#UNKNOWN} where the budget did not do.
     *
     * @param budget       for all of it: the time runs for all windows at once, the memory is shared out
     * @param perWindow    how many configurations are visited in a window,
     * @param perOperation and how many more for each of its operations
     */
    Verdict run(Budget budget, long perWindow, long perOperation) {
        Budget share = budget.withMemory(Math.max(1, budget.memoryBytes() / windows.count()));
        for (int window = 0; window < windows.count(); window++) {
            long configurations = perWindow + perOperation * windows.window(window, columns).size();
            searched.add(new Window(window, new Meter(share.withConfigurations(
                Math.max(1, Math.min(budget.configurations() / windows.count(), configurations))))));
        }
        Object[][] before = windows.before().stream()
            .map(states -> Arrays.stream(states).mapToObj(table::stateOf).toArray()).toArray(Object[][]::new);
        searched.parallelStream().forEach(window -> window.search(before[window.number]));
        Verdict verdict = leadsOn(0, before[0][0]);
        searched.forEach(window -> window.from.clear());
        return verdict;
    }

    /** Whether a way leads from a state before a window to the end; fills {@link #way} from its end. */
    private Verdict leadsOn(int number, Object state) {
        if (number == windows.count()) {
            return Verdict.VALID;
        }
        furthest = Math.max(furthest, number);
        From from = searched.get(number).from.get(state);
        if (from == null) {
            return Verdict.UNKNOWN;
        }
        if (from.leadsOn == null) {
            from.leadsOn = leadsOn(searched.get(number), from);
        }
        if (from.leadsOn == Verdict.VALID) {
            way.addFirst(state);
        }
        return from.leadsOn;
    }

    private Verdict leadsOn(Window window, From from) {
        boolean isOpen = false;
        while (from.last == Verdict.VALID) {
            Verdict verdict = leadsOn(window.number + 1, from.after.getLast());
            if (verdict == Verdict.VALID) {
                return verdict;
            }
            isOpen |= verdict == Verdict.UNKNOWN;
            from.take(from.search.another(), window.states);
        }
        return isOpen ? Verdict.UNKNOWN : from.last;
    }

    /** How many configurations were visited. */
    long visited() {
        return searched.stream().mapToLong(window -> window.meter.visited()).sum();
    }

    /** The order of the whole where the verdict was valid: each window is searched again, between the states that were found to do. */
    List<Operation> order() {
        List<Operation> order = new ArrayList<>(columns.size());
        Meter meter = new Meter(Budget.ofConfigurations(Long.MAX_VALUE).withMemory(Long.MAX_VALUE));
        for (int window = 0; window < way.size(); window++) {
            Timeline line = new Timeline(windows.window(window, columns), table.transitionCount());
            DepthFirstSearch search = new DepthFirstSearch(line, table, table.state(way.get(window)), meter);
            Verdict verdict = search.run();
            while (verdict == Verdict.VALID && window + 1 < way.size() && search.finalState() != table.state(way.get(window + 1))) {
                verdict = search.another();
            }
            order.addAll(search.order(verdict == Verdict.VALID).get());
        }
        return order;
    }

    /** The operations up to the end of the last window that any way led to, where the verdict was invalid: they refute the whole. */
    List<Operation> refuted() {
        int end = furthest + 1;
        return Arrays.asList(columns.operations()).subList(0, end < windows.count() ? windows.from().get(end) : columns.size());
    }
}
