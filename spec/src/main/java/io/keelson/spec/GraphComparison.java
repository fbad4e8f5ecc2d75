package io.keelson.spec;

import io.keelson.spec.TlcModel.Expectation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;

/** Two graphs side by side: goes through the states of the code in the order in which they were met, and asks the spec for the successors of each. */
final class GraphComparison {
    private static final int REPORT_EVERY = 1 << 10;

    private final SpecGraph spec;
    private final StateGraph code;
    private final StateAbstraction abstraction;
    private final Map<String, Integer> labels = new LinkedHashMap<>();
    private final List<MemberStep>[] steps;
    private final List<Integer>[] targets;
    private String unknownAction;

    /** Fingerprints of the code's states, by their numbers; 0 if not taken yet. */
    private long[] fingerprints = new long[1 << 10];
    /** Fingerprints of what the spec comes to, as pairs of ints. */
    private final TupleTable specStates = new TupleTable(2);
    private final TupleTable orbits = new TupleTable(2);
    private long transitions;
    private long generatedUpToSymmetry;

    @SuppressWarnings({"unchecked", "rawtypes"})
    GraphComparison(SpecGraph spec, StateGraph code, StateAbstraction abstraction) {
        this.spec = spec;
        this.code = code;
        this.abstraction = abstraction;
        for (String label : spec.labels()) {
            labels.merge(label, labels.size(), (one, other) -> {
                throw new IllegalStateException("Next has two actions " + label);
            });
        }
        steps = new List[labels.size()];
        targets = new List[labels.size()];
        for (int k = 0; k < labels.size(); k++) {
            steps[k] = new ArrayList<>();
            targets[k] = new ArrayList<>();
        }
    }

    /** Distinct states that the spec has come to. */
    long specStates() {
        return specStates.size();
    }

    /** Transitions compared, as the spec counts them. */
    long transitions() {
        return transitions;
    }

    /**
     * Compares until the end or the first difference.
     *
     * @param initial the first so many states of the code are its initial ones
     * @param explored what the exploration of the code found
     * @param model the manifest's line
     * @param listener hears how far it is
     * @return the difference, empty if there is none
     */
    String run(int initial, Exploration explored, TlcModel model, ProgressListener listener) {
        String difference = initialStates(initial);
        for (int state = 0; state < explored.states() && difference.isEmpty(); state++) {
            difference = successors(state);
            if (state % REPORT_EVERY == 0) {
                listener.found(state, transitions);
            }
        }
        listener.found(explored.states(), transitions);
        if (!difference.isEmpty()) {
            return difference;
        }
        if (explored.failure() != null) {
            return explored.failure();
        }
        return counts(explored, model);
    }

    private String initialStates(int initial) {
        long[] ofSpec = new long[spec.initialStates().size()];
        for (int k = 0; k < ofSpec.length; k++) {
            ofSpec[k] = met(spec.initialStates().get(k));
        }
        generatedUpToSymmetry = ofSpec.length;
        long[] ofCode = new long[initial];
        for (int k = 0; k < initial; k++) {
            ofCode[k] = fingerprint(k);
        }
        return Arrays.equals(sortedDistinct(ofSpec), sortedDistinct(ofCode))
                ? ""
                : "the initial states differ\n" + new DifferenceText(spec, abstraction).between(spec.initialStates().get(0), 0);
    }

    /** Compares what may happen in one state; empty if spec and code agree. */
    private String successors(int state) {
        for (int k = 0; k < steps.length; k++) {
            steps[k].clear();
            targets[k].clear();
        }
        code.successors(state, this::take);
        TLCState from = spec.state(abstraction.values(state));
        long before = transitions;
        for (int action = 0; action < steps.length; action++) {
            StateVec ofSpec = spec.successors(action, from);
            transitions += ofSpec.size();
            if (unknownAction != null || !sameTargets(ofSpec, targets[action])) {
                return new DifferenceText(spec, abstraction)
                        .of(state, from, unknownAction == null ? spec.labels().get(action) : unknownAction, ofSpec, steps[action], targets[action]);
            }
        }
        countOrbit(from, transitions - before);
        return "";
    }

    private void take(MemberStep step, int target) {
        Integer action = labels.get(step.label());
        if (action == null) {
            unknownAction = step.label();
        } else {
            steps[action].add(step);
            targets[action].add(target);
        }
    }

    private boolean sameTargets(StateVec ofSpec, List<Integer> ofCode) {
        if (ofCode.contains(StateGraph.NONE)) {
            return false;
        }
        if (ofSpec.size() == 0 || ofCode.isEmpty()) {
            return ofSpec.size() == ofCode.size();
        }
        long[] inSpec = new long[ofSpec.size()];
        for (int k = 0; k < inSpec.length; k++) {
            inSpec[k] = met(ofSpec.elementAt(k));
        }
        long[] inCode = new long[ofCode.size()];
        for (int k = 0; k < inCode.length; k++) {
            inCode[k] = fingerprint(ofCode.get(k));
        }
        return Arrays.equals(sortedDistinct(inSpec), sortedDistinct(inCode));
    }

    private static long[] sortedDistinct(long[] values) {
        return values.length == 1 ? values : Arrays.stream(values).sorted().distinct().toArray();
    }

    /** The fingerprint of a state of the spec, which is counted. */
    private long met(TLCState state) {
        long print = spec.fingerprint(state);
        specStates.number((int) print, (int) (print >>> 32));
        return print;
    }

    private long fingerprint(int state) {
        if (state >= fingerprints.length) {
            fingerprints = Arrays.copyOf(fingerprints, Math.max(2 * fingerprints.length, code.size()));
        }
        if (fingerprints[state] == 0) {
            fingerprints[state] = spec.fingerprint(spec.state(abstraction.values(state)));
        }
        return fingerprints[state];
    }

    /** TLC goes on from one state of each orbit only, and counts what it generates from there. */
    private void countOrbit(TLCState state, long successors) {
        long print = spec.orbitFingerprint(state);
        int known = orbits.size();
        orbits.number((int) print, (int) (print >>> 32));
        if (orbits.size() > known) {
            generatedUpToSymmetry += successors;
        }
    }

    private String counts(Exploration explored, TlcModel model) {
        List<String> wrong = new ArrayList<>();
        require(wrong, "distinct states", specStates(), explored.states());
        require(wrong, "transitions", transitions, explored.transitions());
        if (model.expectation() instanceof Expectation.Holds holds) {
            require(wrong, "distinct states up to symmetry, by the manifest,", holds.distinct(), orbits.size());
            require(wrong, "states generated up to symmetry, by the manifest,", holds.generated(), generatedUpToSymmetry);
            require(wrong, "depth, by the manifest,", holds.depth(), explored.depth());
        }
        return String.join("\n", wrong);
    }

    private static void require(List<String> wrong, String what, long ofSpec, long ofCode) {
        if (ofSpec != ofCode) {
            wrong.add(what + ": spec " + ofSpec + ", code " + ofCode);
        }
    }
}
