package io.keelson.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Goes through every state that a cluster of real members can come to within the bounds of a model, breadth first, and holds the
 * invariants to each.
 *
 * <p>The same model gives the same states in the same order. Not thread-safe.
 */
final class Explorer {
    private static final int REPORT_EVERY = 1 << 16;

    private final ModelSettings model;
    private final StateGraph graph;
    private final Invariants invariants;
    private final long maxStates;
    /** From which state each was first met. */
    private int[] parents = new int[1 << 10];
    private int current = StateGraph.NONE;
    private int checked;
    private long transitions;
    private String failure;

    /**
     * An exploration to the end.
     *
     * @param model what to explore
     */
    Explorer(ModelSettings model) {
        this(model, Integer.MAX_VALUE);
    }

    /**
     * An exploration.
     *
     * @param model what to explore
     * @param maxStates ends the exploration once there are more states; a level that was begun is not finished
     */
    Explorer(ModelSettings model, long maxStates) {
        this.model = model;
        this.maxStates = maxStates;
        this.graph = new StateGraph(model);
        this.invariants = new Invariants(model, graph);
    }

    /** The states met, and how they go on. */
    StateGraph graph() {
        return graph;
    }

    /**
     * Explores, once.
     *
     * @param initial where to begin
     * @param listener hears how far it is
     * @return what was found, never null
     */
    Exploration run(List<GlobalState> initial, ProgressListener listener) {
        CpuTime cpu = new CpuTime();
        List<Long> statesPerDepth = new ArrayList<>();
        List<Long> transitionsPerDepth = new ArrayList<>();
        initial.forEach(state -> met(graph.number(state)));
        int expanded = 0;
        while (expanded < graph.size() && !ended()) {
            int levelEnd = graph.size();
            long before = transitions;
            statesPerDepth.add((long) levelEnd - expanded);
            while (expanded < levelEnd && !ended()) {
                current = expanded++;
                graph.successors(current, this::transition);
                if (expanded % REPORT_EVERY == 0) {
                    listener.found(graph.size(), transitions);
                }
            }
            transitionsPerDepth.add(transitions - before);
        }
        listener.found(graph.size(), transitions);
        return new Exploration(
                model.name, model.member, model.servers.size(), graph.size(), transitions, statesPerDepth, transitionsPerDepth, expanded == graph.size() && failure == null,
                graph.pairs(), failure, cpu.seconds());
    }

    private boolean ended() {
        return failure != null || graph.size() > maxStates;
    }

    private void transition(MemberStep step, int target) {
        transitions++;
        if (target == StateGraph.NONE) {
            fail("the core threw in " + step.label() + ": " + step.thrown());
        } else {
            met(target);
        }
    }

    private void met(int state) {
        if (state < checked) {
            return;
        }
        checked = state + 1;
        if (state == parents.length) {
            parents = Arrays.copyOf(parents, 2 * state);
        }
        parents[state] = current;
        String violated = invariants.violatedIn(state);
        if (violated != null) {
            fail(violated + " does not hold", state);
        }
    }

    private void fail(String what) {
        fail(what, current);
    }

    /** Only the first failure is kept: it is the nearest. */
    private void fail(String what, int state) {
        if (failure == null) {
            failure = what + " after " + pathTo(state) + "\n" + GlobalStateText.of(graph.get(state));
        }
    }

    /** The labels of the steps by which a state was first met. */
    private List<String> pathTo(int state) {
        List<String> labels = new ArrayList<>();
        for (int at = state; parents[at] != StateGraph.NONE; at = parents[at]) {
            labels.add(labelBetween(parents[at], at));
        }
        Collections.reverse(labels);
        return labels;
    }

    private String labelBetween(int before, int after) {
        List<String> labels = new ArrayList<>();
        graph.successors(before, (step, target) -> {
            if (target == after) {
                labels.add(step.label());
            }
        });
        return labels.get(0);
    }
}
