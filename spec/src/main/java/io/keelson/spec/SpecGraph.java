package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.value.IMVPerm;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;
import util.UniqueString;

/**
 * The labelled graph of a model as the spec has it: TLC, in this process, is asked for the initial states and for what each action makes of a state.
 *
 * <p>TLC keeps much of itself in statics: one graph at a time in a process, and only the newest may be asked. Not thread-safe.
 */
final class SpecGraph {
    /** The variables of {@code Raft}, in the order in which fingerprints take them in. */
    static final List<String> VARIABLES = List.of("node", "disk", "net", "chosen", "asked", "served");

    private static final UniqueString[] NAMES = VARIABLES.stream().map(UniqueString::uniqueStringOf).toArray(UniqueString[]::new);

    private final FastTool tool;
    private final Action[] actions;
    private final List<String> labels = new ArrayList<>();
    private final IMVPerm[] symmetry;

    /**
     * Parses a model.
     *
     * @param files the unpacked specification
     * @param model of the manifest
     */
    SpecGraph(SpecFiles files, TlcModel model) {
        FP64.Init(0);
        String folder = files.folder().toString();
        tool = new FastTool(folder, model.module(), "models/" + model.name(), new SimpleFilenameToStream(folder));
        tool.getInitStates();
        actions = tool.getActions();
        for (Action action : actions) {
            labels.add(label(action));
        }
        // TLC has no permutations at all where the identity is the only one.
        IMVPerm[] permutations = tool.hasSymmetry() ? tool.getSymmetryPerms() : null;
        symmetry = permutations == null ? new IMVPerm[0] : permutations;
        requireVariables();
    }

    private void requireVariables() {
        TreeSet<String> found = new TreeSet<>();
        for (var variable : tool.getInitStates().elementAt(0).getVars()) {
            found.add(variable.getName().toString());
        }
        if (!found.equals(new TreeSet<>(VARIABLES))) {
            throw new IllegalStateException("the spec's variables are " + found + ", and the comparison knows " + VARIABLES);
        }
    }

    /** An action is the operator and the member for which {@code Next} calls it. */
    private static String label(Action action) {
        Object member = action.con.lookup(symbol -> Boolean.TRUE);
        if (!(member instanceof ModelValue)) {
            throw new IllegalStateException("Next must choose the member, and nothing else, before it calls " + action.getName() + ": " + action.con);
        }
        return action.getName() + "(" + member + ")";
    }

    /** The initial states. */
    List<TLCState> initialStates() {
        StateVec states = tool.getInitStates();
        List<TLCState> all = new ArrayList<>();
        for (int k = 0; k < states.size(); k++) {
            all.add(states.elementAt(k));
        }
        return all;
    }

    /** The labels of the actions: operator and member, such as {@code Propose(s1)}. */
    List<String> labels() {
        return labels;
    }

    /** What an action makes of a state, each result as often as there is a way to it. */
    StateVec successors(int action, TLCState state) {
        return tool.getNextStates(actions[action], state);
    }

    /** A state with these values, in the order of {@link #VARIABLES}. */
    TLCState state(List<Value> values) {
        TLCState state = TLCState.Empty.createEmpty();
        for (int k = 0; k < NAMES.length; k++) {
            state.bind(NAMES[k], values.get(k));
        }
        return state;
    }

    /** The value of a variable. */
    static Value value(TLCState state, String variable) {
        return (Value) state.lookup(UniqueString.uniqueStringOf(variable));
    }

    /** TLC's fingerprint of a state, whatever symmetry the model has. */
    long fingerprint(TLCState state) {
        long print = FP64.New();
        for (UniqueString name : NAMES) {
            print = ((Value) state.lookup(name)).fingerPrint(print);
        }
        return print;
    }

    /** The least fingerprint of all the states that are this one up to the model's symmetry. */
    long orbitFingerprint(TLCState state) {
        long least = fingerprint(state);
        for (IMVPerm permutation : symmetry) {
            long print = FP64.New();
            for (UniqueString name : NAMES) {
                print = ((Value) state.lookup(name).permute(permutation)).fingerPrint(print);
            }
            least = Math.min(least, print);
        }
        return least;
    }
}
