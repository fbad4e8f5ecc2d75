package io.keelson.spec;

import io.keelson.core.Input;
import io.keelson.spec.Behaviour.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.Value;

/**
 * Follows a behaviour that TLC has printed, on real members: each next state must be what the core makes of the one before by some input. TLC does not say which message arrived, so every input that
 * could be meant is tried.
 *
 * <p>A behaviour of the specification is followed to its end. One of a broken variant is not: where the rule would have mattered that is left out, the core does otherwise, and that step is told.
 */
public final class BehaviourReplay {
    private final ModelSettings settings;
    private final StateGraph graph;
    private final StateAbstraction abstraction;
    private final ReplayScript script;
    private final List<String> steps = new ArrayList<>();

    private BehaviourReplay(ModelSettings settings) {
        this.settings = settings;
        this.graph = new StateGraph(settings);
        this.abstraction = new StateAbstraction(settings, graph);
        this.script = new ReplayScript(settings);
    }

    /**
     * What became of a behaviour.
     *
     * @param states how many states the behaviour has
     * @param steps what happened in each step that the core followed, in a line
     * @param divergence where the core does otherwise, in lines; empty if it followed to the end
     * @param transcript the same as commands of a transcript, empty if the behaviour begins where no transcript can
     */
    public record Replay(int states, List<String> steps, String divergence, List<String> transcript) {
        /** Says whether the core followed to the end. */
        public boolean followed() {
            return divergence.isEmpty();
        }
    }

    /** A step that the core can make, and the number of the state to which it leads. */
    private record Candidate(MemberStep step, int target) {}

    /**
     * Follows a behaviour.
     *
     * @param files the unpacked specification
     * @param model whose behaviour it is; its module must have the variables of {@code Raft}
     * @param behaviour as TLC prints it
     * @return what became of it, never null
     * @throws IllegalArgumentException if it is not a behaviour of such a model
     */
    public static Replay replay(SpecFiles files, TlcModel model, String behaviour) {
        return new BehaviourReplay(ModelSettings.of(files, model)).follow(Behaviour.parse(behaviour).states());
    }

    private Replay follow(List<State> states) {
        int current = first(states.get(0));
        for (int k = 1; k < states.size(); k++) {
            State next = states.get(k);
            List<Candidate> candidates = candidates(current);
            Candidate taken = leadingTo(next, candidates);
            if (taken == null) {
                return new Replay(states.size(), steps, divergence(states.get(k - 1), next, candidates), script.commands());
            }
            took(taken.step());
            current = taken.target();
        }
        return new Replay(states.size(), steps, "", script.commands());
    }

    private void took(MemberStep step) {
        steps.add(StepWords.of(step));
        script.add(step);
    }

    private int first(State state) {
        for (String variable : SpecGraph.VARIABLES) {
            if (!state.variables().containsKey(variable)) {
                throw new IllegalArgumentException("no behaviour of Raft: its states have no " + variable);
            }
        }
        GlobalState decoded = new SpecDecoder(settings.servers).state(state.variables()::get);
        int number = graph.number(decoded);
        require(isAt(state, number), "the first state is not understood: " + difference(state, number).text());
        if (!decoded.equals(GlobalState.initial(settings))) {
            script.beginsInTheMiddle();
        }
        return number;
    }

    private List<Candidate> candidates(int state) {
        List<Candidate> candidates = new ArrayList<>();
        graph.successors(state, (step, target) -> candidates.add(new Candidate(step, target)));
        return candidates;
    }

    private Candidate leadingTo(State next, List<Candidate> candidates) {
        Candidate found = null;
        for (Candidate candidate : candidates) {
            boolean leadsThere = candidate.target() != StateGraph.NONE && isAt(next, candidate.target());
            if (leadsThere && (found == null || candidate.step().choice().action().equals(next.action()))) {
                found = candidate;
            }
        }
        return found;
    }

    private boolean isAt(State state, int number) {
        return values(number).equals(inOrder(state));
    }

    private List<Value> values(int number) {
        List<Value> values = abstraction.values(number);
        values.forEach(Value::deepNormalize);
        return values;
    }

    private static List<Value> inOrder(State state) {
        return SpecGraph.VARIABLES.stream().map(state.variables()::get).toList();
    }

    /** From what the broken specification makes of the state to what the core makes of it, by the input for which the two are nearest. */
    private String divergence(State before, State next, List<Candidate> candidates) {
        Candidate nearest = null;
        ValueDifference least = null;
        for (Candidate candidate : candidates) {
            if (isMeant(candidate, before, next) && candidate.target() != StateGraph.NONE) {
                ValueDifference difference = difference(next, candidate.target());
                if (least == null || distance(candidate, difference) < distance(nearest, least)) {
                    least = difference;
                    nearest = candidate;
                }
            }
        }
        if (nearest == null) {
            return thrown(candidates, next);
        }
        took(nearest.step());
        script.showTheEnd();
        return "step " + steps.size() + ": " + steps.removeLast() + "\n" + least.text();
    }

    /** The action is the one that TLC tells, if it does, and its member the one whose record the model has changed, if it has. */
    private boolean isMeant(Candidate candidate, State before, State next) {
        List<Value> changed = new ArrayList<>();
        FcnRcdValue was = (FcnRcdValue) before.variables().get("node");
        FcnRcdValue is = (FcnRcdValue) next.variables().get("node");
        for (int k = 0; k < is.domain.length; k++) {
            if (!is.values[k].equals(was.select(is.domain[k]))) {
                changed.add(is.domain[k]);
            }
        }
        boolean itsMember = changed.isEmpty() || changed.contains(ModelValue.make("s" + candidate.step().member()));
        return itsMember && (next.action().isEmpty() || candidate.step().choice().action().equals(next.action()));
    }

    /** The more places differ, the farther; but a message that the model answers is meant, even if the core answers it in other words, which is one place more. */
    private static int distance(Candidate candidate, ValueDifference difference) {
        boolean answered = candidate.step().choice().happening() instanceof Actions.Take take
                && take.input() instanceof Input.Receive receive
                && difference.text().contains("to |-> s" + receive.message().from());
        return 2 * difference.size() - (answered ? 3 : 0);
    }

    private static String thrown(List<Candidate> candidates, State next) {
        return candidates.stream()
                .filter(candidate -> candidate.step().thrown() != null && candidate.step().choice().action().equals(next.action()))
                .findFirst()
                .map(candidate -> StepWords.of(candidate.step()) + "\nthe core stops there: " + candidate.step().thrown())
                .orElse("the core has no step " + next.action() + " here");
    }

    private ValueDifference difference(State spec, int code) {
        ValueDifference difference = new ValueDifference("the model", "the core");
        Map<String, Value> ofCode = new TreeMap<>();
        List<Value> values = values(code);
        for (int k = 0; k < values.size(); k++) {
            ofCode.put(SpecGraph.VARIABLES.get(k), values.get(k));
        }
        SpecGraph.VARIABLES.forEach(variable -> difference.compare(variable, spec.variables().get(variable), ofCode.get(variable)));
        return difference;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
