package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.Arrays;

/**
 * States and transitions of one key of the online engine as small integers. Values come and go for days, so that the numbers are
 * given anew now and then, to those alone that are still in use. Steps are remembered in a small table in which a newer one takes
 * the place of an older.
 */
final class OnlineTable {
    private static final int STEPS = 1 << 8;
    private static final int MIN_LIMIT = 512;
    private static final long BYTES_PER_VALUE = 150;

    private final Model model;
    private Interner states = new Interner();
    private TransitionTable transitions = new TransitionTable();
    private boolean[] readOnly = new boolean[16];
    private int known;
    private final long[] stepKeys = new long[STEPS];
    private final int[] stepResults = new int[STEPS];
    private int limit = MIN_LIMIT;

    OnlineTable(Model model) {
        this.model = model;
        Arrays.fill(stepKeys, -1);
    }

    int initial() {
        return states.number(model.initialState());
    }

    int transition(OnlineOperation operation) {
        boolean isOk = operation.outcome == EventType.OK;
        int number = transitions.number(operation.f, operation.key, operation.input, isOk ? operation.output : null, isOk);
        learn(number);
        return number;
    }

    private void learn(int number) {
        if (number == known) {
            readOnly = number == readOnly.length ? Arrays.copyOf(readOnly, number * 2) : readOnly;
            readOnly[number] = model.isReadOnly(transitions.get(number));
            known++;
        }
    }

    boolean isReadOnly(int transition) {
        return readOnly[transition];
    }

    Flow flow(int transition) {
        return model.flow(transitions.get(transition));
    }

    int step(int state, int transition) {
        long key = (long) state << 32 | transition;
        int place = (int) (state * 31L + transition) & STEPS - 1;
        if (stepKeys[place] == key) {
            return stepResults[place];
        }
        Object after = model.step(states.value(state), transitions.get(transition));
        int result = after == Model.REFUSED ? StateTable.REFUSED : states.number(after);
        stepKeys[place] = key;
        stepResults[place] = result;
        return result;
    }

    /** Whether so many numbers have been given that it is time to look which are in use. */
    boolean isDue() {
        return states.size() + transitions.size() > limit;
    }

    /** Gives numbers anew to the states of {@code frontier} and to the transitions of what is open or crashed. */
    void compact(ConfigurationSet frontier, OnlineOperation[] open, long isOpen, CrashedUses crashed) {
        Interner oldStates = states;
        TransitionTable oldTransitions = transitions;
        clear();
        int[] newStates = new int[frontier.size()];
        int[] uses = new int[frontier.size()];
        boolean[] all = new boolean[frontier.size()];
        Arrays.fill(all, true);
        for (int i = 0; i < newStates.length; i++) {
            newStates[i] = states.number(oldStates.value(frontier.state(i)));
            uses[i] = frontier.uses(i);
        }
        frontier.replace(newStates, uses, all);
        for (long bits = isOpen; bits != 0; bits &= bits - 1) {
            OnlineOperation operation = open[Long.numberOfTrailingZeros(bits)];
            operation.transition = again(oldTransitions.get(operation.transition));
        }
        crashed.renumber(number -> again(oldTransitions.get(number)));
        limit = Math.max(MIN_LIMIT, 4 * (states.size() + transitions.size()));
    }

    private int again(Transition transition) {
        int number = transitions.number(transition.f(), transition.key(), transition.input(), transition.output(), transition.known());
        learn(number);
        return number;
    }

    /** Forgets all. */
    void clear() {
        states = new Interner();
        transitions = new TransitionTable();
        known = 0;
        Arrays.fill(stepKeys, -1);
    }

    long bytes() {
        return (states.size() + transitions.size()) * BYTES_PER_VALUE;
    }
}
