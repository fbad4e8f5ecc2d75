package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The reasons of a core in words: of each operation, and of the whole. */
final class Reasons {
    private static final int HELPERS = 6;
    private static final int HELPER_ROUNDS = 3;

    private final Model model;
    private final List<Operation> all;
    private final List<Operation> core;
    private final List<Object> states;
    private final int cut;
    /** Operations of unknown outcome, and others with their times forgotten, that leave what the core needs. */
    private final List<Operation> helpers;
    private final Orders orders;
    private final List<String> deadEnds;
    private final boolean flows;

    /**
     * Reasons about a core.
     *
     * @param all     the operations of the partition
     * @param core    those that cannot be ordered, in order of invocation
     * @param starts  what they set out from
     * @param cut     the event after which they set out, or -1 where that is the beginning
     */
    Reasons(Model model, List<Operation> all, List<Operation> core, List<Start> starts, int cut) {
        this.model = model;
        this.all = all;
        this.core = core;
        this.states = starts.stream().map(Start::state).distinct().toList();
        this.cut = cut;
        this.flows = all.stream().allMatch(operation -> model.flow(Transition.of(operation)) != null);
        this.helpers = flows ? helpers() : List.of();
        this.orders = new Orders(model, core, helpers, starts, cut);
        this.deadEnds = orders.deadEnds();
    }

    static String label(int place) {
        return place < 26 ? String.valueOf((char) ('A' + place)) : "A" + place;
    }

    /** Why the operation at that place of the core is in it. */
    String of(int place) {
        Operation operation = core.get(place);
        List<String> clauses = new ArrayList<>();
        List<String> before = directlyBefore(place);
        if (!before.isEmpty()) {
            clauses.add("began after " + Words.list(before) + " had returned");
        }
        if (flows) {
            clauses.add(role(operation));
        }
        List<String> without = orders.without(place);
        if (without != null) {
            clauses.add(without.isEmpty() ? "without it nothing is wrong" : "without it, " + Words.list(without) + " would do in this order");
        }
        return String.join("; ", clauses);
    }

    /** The operations of the core that returned before that one began, without those that others of them follow. */
    private List<String> directlyBefore(int place) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < core.size(); i++) {
            if (core.get(i).completed() < core.get(place).invoked() && !isBeforeAnother(i, place)) {
                labels.add(label(i));
            }
        }
        return labels;
    }

    private boolean isBeforeAnother(int i, int place) {
        return core.stream().anyMatch(other -> core.get(i).completed() < other.invoked() && other.completed() < core.get(place).invoked());
    }

    /** The latest that began before the core ended, and, for a start that is not the beginning, those that were not over by then. */
    private List<Operation> helpers() {
        int end = core.stream().mapToInt(Operation::completed).max().orElse(0);
        Set<Object> wanted = new HashSet<>();
        core.forEach(operation -> wanted.add(needs(operation)));
        Set<Operation> found = new LinkedHashSet<>();
        for (int round = 0; round < HELPER_ROUNDS; round++) {
            for (Operation operation : all.reversed()) {
                boolean possible = operation.invoked() < end && operation.completed() > cut && !core.contains(operation)
                    && !model.isReadOnly(Transition.of(operation));
                if (possible && found.size() < HELPERS && leaves(operation) != Flow.NOTHING && wanted.contains(leaves(operation))
                    && found.add(operation)) {
                    wanted.add(needs(operation));
                }
            }
        }
        return found.stream().sorted(Comparator.comparingInt(Operation::invoked)).toList();
    }

    /** What might have helped, in words, each with its label. */
    List<String> helping() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < helpers.size(); i++) {
            Operation helper = helpers.get(i);
            lines.add(label(i).toLowerCase(Locale.ROOT) + "  process " + helper.process() + " " + helper.call() + ", began " + Words.began(helper)
                + (helper.isOk() ? "" : ", outcome unknown"));
        }
        return lines;
    }

    private String role(Operation operation) {
        Flow flow = model.flow(Transition.of(operation));
        if (flow.needs() == Flow.NOTHING) {
            return "leaves " + Values.brief(flow.leaves());
        }
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < core.size(); i++) {
            if (core.get(i) != operation && Objects.equals(leaves(core.get(i)), flow.needs())) {
                sources.add(label(i));
            }
        }
        boolean given = states.contains(flow.needs());
        String from = sources.isEmpty() ? given ? ", the value at the start" : ""
            : ", which " + Words.list(sources) + (sources.size() == 1 ? " leaves" : " leave") + (given ? " and which is the value at the start" : "");
        return flow.leaves() == Flow.NOTHING ? "saw " + Values.brief(flow.needs()) + from
            : "found " + Values.brief(flow.needs()) + from + ", and left " + Values.brief(flow.leaves());
    }

    private Object needs(Operation operation) {
        return model.flow(Transition.of(operation)).needs();
    }

    private Object leaves(Operation operation) {
        return model.flow(Transition.of(operation)).leaves();
    }

    /** The whole matter. */
    String sentence() {
        if (flows) {
            for (int i = core.size() - 1; i >= 0; i--) {
                String sentence = needs(core.get(i)) == Flow.NOTHING ? null : contradiction(core.get(i));
                if (sentence != null) {
                    return sentence;
                }
            }
        }
        if (orders.leftOver() >= 0 && core.size() > 1) {
            Operation last = core.get(orders.leftOver());
            return (flows && needs(last) != Flow.NOTHING ? saw(last) : named(last) + " at " + Words.began(last)) + ", but "
                + (flows ? "the value" : "the state") + " can only have been "
                + String.join(" or ", orders.statesThen().stream().map(Values::brief).toList()) + " then, in whatever order the others took effect";
        }
        return core.size() == 1 ? named(core.get(0)) + " fits nowhere"
            : "these " + core.size() + " operations fit together in no order that real time allows";
    }

    /** What contradicts what {@code observer} found, where one other operation or two do. */
    private String contradiction(Operation observer) {
        Object value = needs(observer);
        boolean initial = Objects.equals(model.initialState(), value);
        List<Operation> sources = all.stream().filter(operation -> operation != observer && Objects.equals(leaves(operation), value)).toList();
        List<Operation> early = sources.stream().filter(operation -> operation.invoked() < observer.completed()).toList();
        if (early.isEmpty() && !initial) {
            return unwritten(observer, value, sources);
        }
        for (Operation writer : core) {
            boolean between = writer != observer && changes(writer, value) && writer.completed() < observer.invoked();
            if (between && early.stream().allMatch(source -> source.completed() < writer.invoked())) {
                return saw(observer) + ", but " + (early.isEmpty() ? "the initial value " : "") + Values.brief(value) + " was overwritten by "
                    + writer.call() + " (process " + writer.process() + "), which "
                    + (early.isEmpty() ? "" : "began after the last operation that leaves " + Values.brief(value) + " had returned, and ")
                    + "returned at " + Words.returned(writer) + ", before " + noun(observer) + " began";
            }
        }
        String inverted = inversion(observer, value, early);
        return inverted != null ? inverted : sinceTheCut(observer, value, early);
    }

    private String unwritten(Operation observer, Object value, List<Operation> late) {
        return saw(observer) + ", but nothing had left " + Values.brief(value) + " by the time it returned (" + Words.returned(observer) + ")"
            + (late.isEmpty() ? "" : "; " + named(late.get(0)) + " began only at " + Words.began(late.get(0)));
    }

    private boolean changes(Operation writer, Object value) {
        Object left = leaves(writer);
        return writer.isOk() && left != Flow.NOTHING && !Objects.equals(left, value);
    }

    /** Something newer had been seen before. */
    private String inversion(Operation observer, Object value, List<Operation> sources) {
        for (Operation earlier : core) {
            Object newer = earlier == observer || !earlier.isOk() ? Flow.NOTHING : needs(earlier);
            if (newer == Flow.NOTHING || Objects.equals(newer, value) || earlier.completed() >= observer.invoked()
                || Objects.equals(model.initialState(), newer)) {
                continue;
            }
            List<Operation> leaving = all.stream().filter(operation -> operation != earlier && Objects.equals(leaves(operation), newer)
                && operation.invoked() < earlier.completed()).toList();
            boolean after = !leaving.isEmpty() && leaving.stream().allMatch(later -> sources.stream()
                .allMatch(source -> source.completed() < later.invoked()));
            if (after) {
                return saw(observer) + ", but " + named(earlier) + " had seen " + Values.brief(newer) + " and returned at "
                    + Words.returned(earlier) + ", before " + noun(observer) + " began; and " + Values.brief(newer) + " came after "
                    + (sources.isEmpty() ? "the initial value " : "") + Values.brief(value);
            }
        }
        return null;
    }

    private String sinceTheCut(Operation observer, Object value, List<Operation> sources) {
        boolean none = cut >= 0 && !states.contains(value)
            && sources.stream().allMatch(source -> source.isOk() && source.completed() <= cut);
        return none ? saw(observer) + ", but the value was " + Words.list(states.stream().map(Values::brief).toList())
            + " when nothing was running, after event " + cut + ", and nothing left " + Values.brief(value) + " between then and "
            + Words.returned(observer) : null;
    }

    private static String saw(Operation observer) {
        return "process " + observer.process() + " " + (observer.f().equals("read") ? "read " + Values.brief(observer.output()) : observer.call())
            + " at " + Words.began(observer);
    }

    private static String noun(Operation observer) {
        return observer.f().equals("read") ? "the read" : "it";
    }

    private static String named(Operation operation) {
        return "process " + operation.process() + " " + operation.call();
    }

    /** How far each order of the core goes. */
    List<String> orders() {
        return deadEnds;
    }
}
