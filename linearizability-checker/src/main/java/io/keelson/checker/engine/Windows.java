package io.keelson.checker.engine;

import io.keelson.checker.model.Model;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where the operations of one partition can be cut, and with which states each window may begin. A cut is at a quiescent point: all that
 * began before has completed. So whatever comes before it in real time comes before it in every order, and each window is a history
 * of its own, once the state is known that it begins with. No window ends behind the invocation of an operation of unknown outcome,
 * which stays open for ever.
 *
 * @param from   the place of the first operation of each window; the last window goes to the end
 * @param before the states that each window may begin with, in rising order, and perhaps others: those that an operation leaves which
 *               could be the last before the cut that changes anything
 */
record Windows(List<Integer> from, List<int[]> before) {
    private static final int MOST_WINDOWS = 16;
    private static final int MOST_STATES = 64;
    private static final int MOST_STEPS = 1 << 16;

    /**
     * Cuts windows of at least {@code least} operations; null where there is no cut, or where the model has more than a few states, so that
     * nothing is known of the one at a cut.
     */
    static Windows of(Columns columns, StateTable table, Model model, int least) {
        if (columns.size() / 2 < least) {
            return null;
        }
        List<Integer> from = cuts(columns, Math.max(least, columns.size() / MOST_WINDOWS));
        if (from.size() < 2) {
            return null;
        }
        int initial = table.state(model.initialState());
        SortedSet<Integer> reachable = reachable(table, initial);
        if (reachable == null) {
            return null;
        }
        List<int[]> before = new ArrayList<>(List.of(new int[] {initial}));
        for (int window = 1; window < from.size(); window++) {
            SortedSet<Integer> left = left(columns, from.get(window - 1), from.get(window), table, reachable);
            before.add(left == null ? before.get(window - 1) : left.stream().mapToInt(Integer::intValue).toArray());
        }
        return new Windows(from, before);
    }

    int count() {
        return from.size();
    }

    /** The operations of a window. */
    Columns window(int number, Columns columns) {
        return columns.range(from.get(number), number + 1 < from.size() ? from.get(number + 1) : columns.size());
    }

    private static List<Integer> cuts(Columns columns, int least) {
        List<Integer> from = new ArrayList<>(List.of(0));
        int lastCompletion = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (lastCompletion < columns.call()[i] && i - from.getLast() >= least) {
                from.add(i);
            }
            lastCompletion = Math.max(lastCompletion, columns.ret()[i]);
        }
        return from;
    }

    /** All states that any operations could lead to, or null where they are many. */
    private static SortedSet<Integer> reachable(StateTable table, int initial) {
        SortedSet<Integer> reachable = new TreeSet<>(List.of(initial));
        Deque<Integer> todo = new ArrayDeque<>(reachable);
        int steps = 0;
        while (!todo.isEmpty()) {
            int state = todo.remove();
            for (int t = 0; t < table.transitionCount(); t++) {
                int next = table.step(state, t);
                if (next != StateTable.REFUSED && reachable.add(next)) {
                    todo.add(next);
                }
                if (reachable.size() > MOST_STATES || ++steps > MOST_STEPS) {
                    return null;
                }
            }
        }
        return reachable;
    }

    /**
     * What operations in a range may leave: each of them that changes something, where no other such one begins after it has completed.
     * Null where none changes anything.
     */
    private static SortedSet<Integer> left(Columns columns, int from, int to, StateTable table, SortedSet<Integer> reachable) {
        int last = to - 1;
        while (last >= from && table.isReadOnly(columns.transition()[last])) {
            last--;
        }
        if (last < from) {
            return null;
        }
        boolean[] seen = new boolean[table.transitionCount()];
        SortedSet<Integer> left = new TreeSet<>();
        for (int i = from; i <= last; i++) {
            int transition = columns.transition()[i];
            if (columns.ret()[i] > columns.call()[last] && !seen[transition] && !table.isReadOnly(transition)) {
                seen[transition] = true;
                reachable.stream().map(state -> table.step(state, transition)).filter(next -> next != StateTable.REFUSED).forEach(left::add);
            }
        }
        return left;
    }

    @Override
    public String toString() {
        return "windows from " + from + " with states " + before.stream().map(Arrays::toString).toList();
    }
}
