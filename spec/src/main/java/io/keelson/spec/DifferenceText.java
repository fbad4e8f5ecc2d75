package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.Value;

/**
 * Writes a difference between two graphs down so that a person understands it: the state before, the action, and on either side what only that side
 * makes of it.
 */
final class DifferenceText {
    private static final int SHOWN = 3;

    private final SpecGraph spec;
    private final StateAbstraction abstraction;

    DifferenceText(SpecGraph spec, StateAbstraction abstraction) {
        this.spec = spec;
        this.abstraction = abstraction;
    }

    /** A difference between a state of the spec and one of the code that should be equal. */
    String between(TLCState ofSpec, int ofCode) {
        return differing("spec", ofSpec, "code", spec.state(abstraction.values(ofCode))).text();
    }

    /**
     * A difference in what an action does.
     *
     * @param state the number of the state before
     * @param from the same in the spec
     * @param label action and member
     * @param ofSpec what the spec makes of it
     * @param steps what the code does
     * @param targets the numbers of the states after those
     */
    String of(int state, TLCState from, String label, StateVec ofSpec, List<MemberStep> steps, List<Integer> targets) {
        StringBuilder text = new StringBuilder(label).append(" differs in state ").append(state).append(", which is\n");
        SpecGraph.VARIABLES.forEach(variable -> text.append(lines(variable, SpecGraph.value(from, variable))));
        List<TLCState> onlySpec = onlySpec(ofSpec, targets);
        int shown = 0;
        for (int k = 0; k < steps.size() && shown < SHOWN; k++) {
            int target = targets.get(k);
            if (targets.indexOf(target) == k && (target == StateGraph.NONE || !among(ofSpec, target))) {
                text.append(onlyCode(from, steps.get(k), target, onlySpec));
                shown++;
            }
        }
        for (int k = 0; k < onlySpec.size() && shown < SHOWN; k++) {
            text.append("only the spec does this: before and after differ in\n")
                    .append(indented(differing("before", from, "after", onlySpec.get(k)).text()));
            shown++;
        }
        return text.toString().stripTrailing();
    }

    /** A variable, a line for each member or element. */
    private static String lines(String variable, Value value) {
        if (value instanceof FcnRcdValue function && function.domain != null) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < function.values.length; k++) {
                text.append("  ").append(variable).append('[').append(function.domain[k]).append("] = ").append(function.values[k]).append('\n');
            }
            return text.toString();
        }
        return "  " + variable + " = " + value.toString().replace("], [", "],\n    [") + "\n";
    }

    /** What only the spec makes of the state, each once. */
    private List<TLCState> onlySpec(StateVec ofSpec, List<Integer> targets) {
        List<TLCState> only = new ArrayList<>();
        for (int k = 0; k < ofSpec.size(); k++) {
            TLCState candidate = ofSpec.elementAt(k);
            boolean inCode = targets.stream().anyMatch(target -> target != StateGraph.NONE && same(candidate, target));
            if (!inCode && only.stream().noneMatch(other -> spec.fingerprint(other) == spec.fingerprint(candidate))) {
                only.add(candidate);
            }
        }
        return only;
    }

    private String onlyCode(TLCState from, MemberStep step, int target, List<TLCState> onlySpec) {
        String what = "only the code does this, by " + operator(step) + " with " + step.choice().happening() + ": ";
        if (target == StateGraph.NONE) {
            return what + "it throws " + step.thrown() + "\n";
        }
        TLCState after = spec.state(abstraction.values(target));
        String text = what + "before and after differ in\n" + indented(differing("before", from, "after", after).text());
        TLCState nearest = null;
        ValueDifference least = null;
        for (TLCState candidate : onlySpec) {
            ValueDifference difference = differing("spec", candidate, "code", after);
            if (least == null || difference.size() < least.size()) {
                least = difference;
                nearest = candidate;
            }
        }
        return nearest == null ? text : text + "from what the spec does, it differs in\n" + indented(least.text());
    }

    /** The spec's operator for what happens. */
    private static String operator(MemberStep step) {
        return switch (step.choice().happening()) {
            case Actions.Take take -> new Pair.Given(take.input()).operator();
            case Actions.Ask ask -> "OnReadIndex";
            case Actions.Force force -> "OnPersisted";
            case Actions.Die die -> "Restart";
            case Actions.Damage damage -> "Restart";
            case Actions.Wipe wipe -> "Restart";
        };
    }

    private boolean among(StateVec ofSpec, int target) {
        for (int k = 0; k < ofSpec.size(); k++) {
            if (same(ofSpec.elementAt(k), target)) {
                return true;
            }
        }
        return false;
    }

    private boolean same(TLCState ofSpec, int ofCode) {
        return spec.fingerprint(ofSpec) == spec.fingerprint(spec.state(abstraction.values(ofCode)));
    }

    private static ValueDifference differing(String leftName, TLCState left, String rightName, TLCState right) {
        ValueDifference difference = new ValueDifference(leftName, rightName);
        for (String variable : SpecGraph.VARIABLES) {
            Value one = SpecGraph.value(left, variable);
            difference.compare(variable, one, SpecGraph.value(right, variable));
        }
        return difference;
    }

    private static String indented(String text) {
        return text.indent(2);
    }
}
