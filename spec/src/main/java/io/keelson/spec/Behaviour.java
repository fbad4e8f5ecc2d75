package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.value.impl.Value;

/** A behaviour that TLC has printed: the counterexample of a model, or a file of a simulation. */
final class Behaviour {
    /** {@code 2: <Propose line 101, col 5 to ...>} of a counterexample, {@code STATE_2 ==} of a simulation, which does not tell actions. */
    private static final Pattern STATE = Pattern.compile("(?m)^(?:\\d+: <(\\w+).*>|STATE_\\d+ ==)\\s*$");

    /**
     * A state, and how it came about.
     *
     * @param action the action that led to it, empty if TLC does not say or it is the first
     * @param variables their values, by name
     */
    record State(String action, Map<String, Value> variables) {}

    private final List<State> states;

    private Behaviour(List<State> states) {
        this.states = List.copyOf(states);
    }

    /** The states in order. */
    List<State> states() {
        return states;
    }

    /**
     * Reads a behaviour.
     *
     * @param text as TLC prints it
     * @return the behaviour, never null
     * @throws IllegalArgumentException if it is of another shape
     */
    static Behaviour parse(String text) {
        List<State> states = new ArrayList<>();
        Matcher header = STATE.matcher(text);
        boolean found = header.find();
        while (found) {
            String action = header.group(1) == null || header.group(1).equals("Initial") ? "" : header.group(1);
            int from = header.end();
            found = header.find();
            states.add(new State(action, variables(text.substring(from, found ? header.start() : text.length()))));
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("no state as TLC prints it: " + text);
        }
        return new Behaviour(states);
    }

    private static Map<String, Value> variables(String text) {
        Map<String, Value> variables = new TreeMap<>();
        // After the last state there is the end of the module, or a note of TLC's on how the behaviour goes on.
        String stateAlone = text.replaceFirst("(?ms)^(=====|\\d+: ).*", "");
        TraceText.variables(stateAlone).forEach((name, value) -> variables.put(name, TlaValues.of(value)));
        return variables;
    }
}
