package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The orders of a few operations that real time allows, tried one by one. Helpers may come in between, each once, wherever they change
 * something.
 */
final class Orders {
    private static final int SHOWN = 5;
    private static final int TRIED = 5_000;

    private final Model model;
    private final List<Operation> core;
    /** Core and helpers, in this order: an operation is called by its place here. */
    private final List<Operation> every;
    private final List<Start> starts;
    private final int cut;
    private final int end;
    /** Where the present search sets out. */
    private Start start;
    /** By how much of the core they place, most first. */
    private final Set<DeadEnd> deadEnds = new LinkedHashSet<>();
    private final List<Integer> placed = new ArrayList<>();
    /** What was left wherever one and the same operation of the core remained; null where another remained, too. */
    private Set<Object> lastStates = new LinkedHashSet<>();
    private int lastRemaining = -1;
    private int coreLeft;
    private int left;
    /** The place of an operation that is left out, or -1. */
    private int omitted;

    private record DeadEnd(int missing, int placed, String line) {
    }

    Orders(Model model, List<Operation> core, List<Operation> helpers, List<Start> starts, int cut) {
        this.model = model;
        this.core = core;
        this.every = new ArrayList<>(core);
        this.every.addAll(helpers);
        this.end = core.stream().mapToInt(Operation::completed).max().orElse(0);
        this.starts = starts;
        this.cut = cut;
    }

    /** The labels of an order of all but one; null where there is none. */
    List<String> without(int place) {
        for (Start each : starts) {
            begin(each, place);
            if (search(each.state(), false)) {
                return placed.stream().map(this::label).toList();
            }
        }
        return null;
    }

    /** Where each order ends: what is placed, and what does not fit there. */
    List<String> deadEnds() {
        deadEnds.clear();
        lastStates = new LinkedHashSet<>();
        lastRemaining = -1;
        for (Start each : starts) {
            begin(each, -1);
            search(each.state(), true);
        }
        List<String> lines = new ArrayList<>(deadEnds.stream().sorted(Comparator.comparingInt(DeadEnd::missing).thenComparingInt(DeadEnd::placed))
            .limit(SHOWN).map(DeadEnd::line).toList());
        int more = deadEnds.size() - lines.size();
        if (more > 0) {
            lines.add("and " + more + (more == 1 ? " more order fails" : " more orders fail") + " as well");
        }
        return lines;
    }

    /** The one operation of the core that is left over in every order, or -1; after {@link #deadEnds}. */
    int leftOver() {
        return lastStates == null || left <= 0 ? -1 : lastRemaining;
    }

    /** What can be the case where it is left over. */
    Set<Object> statesThen() {
        return lastStates;
    }

    private void begin(Start from, int place) {
        start = from;
        left = TRIED;
        omitted = place;
        coreLeft = core.size() - (place < 0 ? 0 : 1);
        placed.clear();
    }

    private boolean search(Object state, boolean telling) {
        if (coreLeft == 0) {
            return true;
        }
        List<Integer> refused = new ArrayList<>();
        boolean further = false;
        for (int i = 0; i < every.size() && left > 0; i++) {
            boolean helper = i >= core.size();
            if (i == omitted || placed.contains(i) || helper && !isLeft(every.get(i)) || !mayComeNext(i)) {
                continue;
            }
            left--;
            Object next = model.step(state, Transition.of(helper ? Relaxed.unknown(every.get(i)) : every.get(i)));
            if (next == Model.REFUSED) {
                refused.add(i);
            } else if (!helper || !Objects.equals(next, state)) {
                further |= !helper;
                place(i, helper);
                if (search(next, telling)) {
                    return true;
                }
                unplace(helper);
            }
        }
        if (telling && !further) {
            tell(state, refused);
        }
        return false;
    }

    /** Whether a helper has yet to take effect at the start. */
    private boolean isLeft(Operation helper) {
        return helper.invoked() > cut || start.pending().stream().anyMatch(pending -> pending.id() == helper.id());
    }

    private void place(int i, boolean helper) {
        placed.add(i);
        coreLeft -= helper ? 0 : 1;
    }

    private void unplace(boolean helper) {
        placed.remove(placed.size() - 1);
        coreLeft += helper ? 0 : 1;
    }

    private boolean mayComeNext(int place) {
        // What was over by the end of the core is taken for free of its times; of the rest the begin stands.
        boolean early = place >= core.size() && every.get(place).isOk() && every.get(place).completed() <= end;
        for (int i = 0; !early && i < core.size(); i++) {
            if (i != place && i != omitted && !placed.contains(i) && core.get(i).completed() < every.get(place).invoked()) {
                return false;
            }
        }
        return true;
    }

    private void tell(Object state, List<Integer> refused) {
        note(state);
        List<String> ofCore = refused.stream().filter(i -> i < core.size()).map(i -> label(i) + " (" + every.get(i).call() + ")").toList();
        List<String> ofHelpers = refused.stream().filter(i -> i >= core.size()).map(this::label).toList();
        String line = (placed.isEmpty() ? "at the start" : "after " + String.join(", ", placed.stream().map(this::label).toList()))
            + (model.flow(Transition.of(core.get(0))) == null ? " the state is " : " the value is ") + Values.brief(state)
            + (ofCore.isEmpty() ? "" : ": " + Words.list(ofCore) + (ofCore.size() == 1 ? " does not fit" : " do not fit"))
            + (ofHelpers.isEmpty() ? "" : ", nor " + (ofHelpers.size() == 1 ? "does " : "do ") + Words.list(ofHelpers));
        deadEnds.add(new DeadEnd(coreLeft, placed.size(), line));
    }

    private void note(Object state) {
        int remaining = -1;
        for (int i = 0; i < core.size() && coreLeft == 1; i++) {
            remaining = placed.contains(i) ? remaining : i;
        }
        if (remaining < 0 || lastRemaining >= 0 && lastRemaining != remaining) {
            lastStates = null;
        } else if (lastStates != null) {
            lastRemaining = remaining;
            lastStates.add(state);
        }
    }

    private String label(int place) {
        return place < core.size() ? Reasons.label(place) : Reasons.label(place - core.size()).toLowerCase(Locale.ROOT);
    }
}
