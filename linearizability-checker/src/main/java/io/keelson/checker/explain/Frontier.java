package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that could be the case, completion by completion: each state that the object can be in, with the open operations that
 * have taken effect in it. Where nothing can be the case any more, the history is refuted; before that, a moment with nothing open and
 * few possibilities is a good place to begin to explain.
 *
 * <p>Plain rather than fast: the engine gives the verdict, this looks once more at what it has refuted.
 */
final class Frontier {
    /** So many states may a counterexample set out from. */
    private static final int STARTS = 4;
    /** So many possibilities are kept to choose the deepest orders from. */
    private static final int DEAD_ENDS = 20_000;

    private final Model model;
    private final Effort effort;
    private final Map<Integer, Operation> open = new LinkedHashMap<>();
    private final Map<Integer, Transition> transitions = new LinkedHashMap<>();
    private List<Possibility> possible;
    private int running;

    /** The last moment with nothing running and few possibilities: its event and what is possible there; empty at the beginning. */
    private int cut = -1;
    private List<Possibility> atCut = List.of();
    private Operation refuted;
    private List<Possibility> deadEnds = List.of();

    /**
     * One thing that could be the case.
     *
     * @param state  the state
     * @param placed ids, ascending, of the operations without a completion so far that have taken effect
     * @param before what was the case before {@code last} took effect; null at the beginning
     * @param last   what took effect last
     * @param length how many have
     */
    record Possibility(Object state, int[] placed, Possibility before, Operation last, int length) {
        boolean has(int id) {
            return Arrays.binarySearch(placed, id) >= 0;
        }

        Possibility with(Operation operation, Object next) {
            int[] more = Arrays.copyOf(placed, placed.length + 1);
            more[placed.length] = operation.id();
            Arrays.sort(more);
            return new Possibility(next, more, this, operation, length + 1);
        }

        Possibility without(int id) {
            return new Possibility(state, Arrays.stream(placed).filter(each -> each != id).toArray(), before, last, length);
        }

        /** The order in which operations have taken effect. */
        List<Operation> order() {
            List<Operation> order = new ArrayList<>(length);
            for (Possibility at = this; at.last != null; at = at.before) {
                order.add(at.last);
            }
            Collections.reverse(order);
            return order;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Possibility that && Arrays.equals(placed, that.placed) && Objects.equals(state, that.state);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(placed) + Objects.hashCode(state);
        }
    }

    private record Moment(int event, Operation operation, boolean begins) {
    }

    Frontier(Model model, Effort effort) {
        this.model = model;
        this.effort = effort;
        possible = List.of(new Possibility(model.initialState(), new int[0], null, null, 0));
    }

    /** Follows the operations to the first completion that refutes them; false where the effort ends before, or nothing refutes them. */
    boolean follow(List<Operation> operations) {
        List<Moment> moments = new ArrayList<>();
        for (Operation operation : operations) {
            moments.add(new Moment(operation.invoked(), operation, true));
            if (operation.isOk()) {
                moments.add(new Moment(operation.completed(), operation, false));
            }
        }
        moments.sort(Comparator.comparingInt(Moment::event));
        for (Moment moment : moments) {
            if (moment.begins) {
                open.put(moment.operation.id(), moment.operation);
                transitions.put(moment.operation.id(), Transition.of(moment.operation));
                running += moment.operation.isOk() ? 1 : 0;
            } else if (!complete(moment.operation)) {
                return refuted != null;
            }
        }
        return false;
    }

    /** Passes a completion; false where nothing gets past it, or the effort is spent. */
    private boolean complete(Operation operation) {
        Set<Possibility> reached = new HashSet<>(possible);
        List<Possibility> past = new ArrayList<>();
        Set<Possibility> kept = new HashSet<>();
        ArrayDeque<Possibility> next = new ArrayDeque<>(possible);
        while (!next.isEmpty()) {
            Possibility here = next.poll();
            if (!effort.step()) {
                return false;
            }
            if (here.has(operation.id())) {
                Possibility after = here.without(operation.id());
                if (kept.add(after)) {
                    past.add(after);
                }
                continue;
            }
            expand(here, reached, next);
        }
        if (past.isEmpty()) {
            refuted = operation;
            deadEnds = reached.stream().sorted(Comparator.comparingInt(Possibility::length).reversed()).limit(DEAD_ENDS).toList();
            return false;
        }
        open.remove(operation.id());
        transitions.remove(operation.id());
        running--;
        possible = past;
        if (running == 0 && past.size() <= STARTS) {
            cut = operation.completed();
            atCut = past;
        }
        return true;
    }

    private void expand(Possibility here, Set<Possibility> reached, ArrayDeque<Possibility> next) {
        Operation read = fittingRead(here);
        if (read != null) {
            // Nothing is lost by reading at once what fits.
            add(here.with(read, here.state), reached, next);
            return;
        }
        Set<Transition> crashed = new HashSet<>();
        for (Operation operation : open.values()) {
            Transition transition = transitions.get(operation.id());
            // Of operations of unknown outcome that do the same, one is as good as the other.
            if (here.has(operation.id()) || !operation.isOk() && !crashed.add(transition)) {
                continue;
            }
            Object state = model.step(here.state, transition);
            if (state != Model.REFUSED && (operation.isOk() || !Objects.equals(state, here.state))) {
                add(here.with(operation, state), reached, next);
            }
        }
    }

    private Operation fittingRead(Possibility here) {
        for (Operation operation : open.values()) {
            Transition transition = transitions.get(operation.id());
            if (operation.isOk() && !here.has(operation.id()) && model.isReadOnly(transition)
                && model.step(here.state, transition) != Model.REFUSED) {
                return operation;
            }
        }
        return null;
    }

    private static void add(Possibility there, Set<Possibility> reached, ArrayDeque<Possibility> next) {
        if (reached.add(there)) {
            next.add(there);
        }
    }

    /** The completion that nothing gets past. */
    Operation refuted() {
        return refuted;
    }

    /** The event of the last moment with nothing running and few possibilities, or -1 for the beginning. */
    int cut() {
        return cut;
    }

    /** Where operations after {@link #cut} set out from. */
    List<Start> starts(List<Operation> operations) {
        if (cut < 0) {
            return List.of(Start.of(model));
        }
        List<Operation> crashed = operations.stream().filter(operation -> !operation.isOk() && operation.invoked() < cut).toList();
        return atCut.stream().map(at -> new Start(at.state,
            crashed.stream().filter(operation -> !at.has(operation.id())).toList())).toList();
    }

    /** The operation that took effect last before {@link #cut}, in the first of the possibilities; null at the beginning. */
    Operation lastBeforeCut() {
        return atCut.isEmpty() ? null : lastChange(atCut.get(0));
    }

    private Operation lastChange(Possibility at) {
        Possibility here = at;
        while (here.last != null && model.isReadOnly(Transition.of(here.last))) {
            here = here.before;
        }
        return here.last;
    }

    /** The longest order that ends before the refuted completion; empty where there is none. */
    List<Operation> deepest() {
        return deadEnds.isEmpty() ? List.of() : deadEnds.get(0).order();
    }

    /** The longest order among those that include the operation of that id, which was open at the refuted completion; null where none does. */
    List<Operation> deepestWith(int id) {
        return deadEnds.stream().filter(each -> each.has(id)).findFirst().map(Possibility::order).orElse(null);
    }
}
