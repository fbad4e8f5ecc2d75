package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.Arrays;

/**
 * States and transitions as small integers, and a cache of the model's steps, so that any model runs at table speed: rows by state
 * while both are few, a hash table where they are many.
 */
final class StateTable {
    /** The successor where the model refuses. */
    static final int REFUSED = -1;

    private static final int NOT_ASKED = -2;
    private static final int MAX_ROW = 1 << 10;
    private static final int MAX_ROWS = 1 << 10;
    private static final int MAX_CACHED = 1 << 21;
    private static final long EMPTY = -1;
    private static final long BYTES_PER_STATE = 64;

    private final Model model;
    private final Interner states = new Interner();
    private final TransitionTable transitions;
    private int[][] rows = new int[8][];
    private long rowCells;
    private long[] cacheKeys = {};
    private int[] cacheValues = {};
    private int cached;

    StateTable(Model model) {
        this(model, new TransitionTable());
    }

    private StateTable(Model model, TransitionTable transitions) {
        this.model = model;
        this.transitions = transitions;
    }

    /** A table of the same transitions, to which none must be added any more, with states of its own: for another thread. */
    StateTable withOwnStates() {
        return new StateTable(model, transitions);
    }

    int state(Object state) {
        return states.number(state);
    }

    /** The state of that number; may be null. */
    Object stateOf(int number) {
        return states.value(number);
    }

    int stateCount() {
        return states.size();
    }

    /** What that operation does. */
    int transition(Operation operation) {
        return transitions.number(operation);
    }

    int transition(String f, Object key, Object input, Object output, boolean known) {
        return transitions.number(f, key, input, output, known);
    }

    Transition transitionOf(int number) {
        return transitions.get(number);
    }

    int transitionCount() {
        return transitions.size();
    }

    /** The flows of all transitions so far. */
    Flows flows() {
        return new Flows(transitions, model);
    }

    boolean isReadOnly(int transition) {
        return model.isReadOnly(transitions.get(transition));
    }

    /** The successor of a state, or {@link #REFUSED}. */
    int step(int state, int transition) {
        if (state < rows.length) {
            int[] row = rows[state];
            if (row != null && transition < row.length) {
                int next = row[transition];
                return next != NOT_ASKED ? next : row(state, transition);
            }
        }
        return slowStep(state, transition);
    }

    private int slowStep(int state, int transition) {
        return state < MAX_ROWS && transition < MAX_ROW ? row(state, transition) : hashed(state, transition);
    }

    private int row(int state, int transition) {
        if (state >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(state + 1, rows.length * 2));
        }
        int[] row = rows[state];
        if (row == null || transition >= row.length) {
            int from = row == null ? 0 : row.length;
            int to = Math.min(MAX_ROW, Math.max(transitions.size(), from * 2));
            row = row == null ? new int[to] : Arrays.copyOf(row, to);
            Arrays.fill(row, from, to, NOT_ASKED);
            rows[state] = row;
            rowCells += to - from;
        }
        return row[transition] = ask(state, transition);
    }

    private int ask(int state, int transition) {
        Object next = model.step(states.value(state), transitions.get(transition));
        return next == Model.REFUSED ? REFUSED : state(next);
    }

    private int hashed(int state, int transition) {
        long key = (long) state << 32 | transition;
        if (cacheKeys.length == 0) {
            makeRoom();
        }
        int place = place(key);
        if (cacheKeys[place] == key) {
            return cacheValues[place];
        }
        int result = ask(state, transition);
        remember(key, result);
        return result;
    }

    private int place(long key) {
        int place = (int) (Mix.mix(key) >>> 32) & cacheKeys.length - 1;
        while (cacheKeys[place] != EMPTY && cacheKeys[place] != key) {
            place = place + 1 & cacheKeys.length - 1;
        }
        return place;
    }

    private void remember(long key, int value) {
        if (cached * 2 >= cacheKeys.length) {
            makeRoom();
        }
        int place = place(key);
        cacheKeys[place] = key;
        cacheValues[place] = value;
        cached++;
    }

    /** Doubles the cache, or, at its bound, starts it anew: what is forgotten is asked of the model again. */
    private void makeRoom() {
        long[] keys = cacheKeys;
        int[] values = cacheValues;
        int size = Math.min(Math.max(keys.length * 2, 1 << 10), MAX_CACHED);
        cacheKeys = new long[size];
        cacheValues = new int[size];
        Arrays.fill(cacheKeys, EMPTY);
        if (size == keys.length) {
            cached = 0;
            return;
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != EMPTY) {
                int place = place(keys[i]);
                cacheKeys[place] = keys[i];
                cacheValues[place] = values[i];
            }
        }
    }

    long bytes() {
        return states.size() * BYTES_PER_STATE + states.bytes() + transitions.bytes() + rowCells * 4 + cacheKeys.length * 12L;
    }
}
