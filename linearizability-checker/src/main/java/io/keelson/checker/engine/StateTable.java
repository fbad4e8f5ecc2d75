package io.keelson.checker.engine;

import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** States and transitions as small integers, and a cache of the model's steps, so that any model runs at table speed. */
final class StateTable {
    /** The successor where the model refuses. */
    static final int REFUSED = -1;

    private static final int MAX_CACHED = 1 << 21;
    private static final long EMPTY = -1;
    private static final long BYTES_PER_STATE = 96;

    private final Model model;
    private final Map<Object, Integer> stateIds = new HashMap<>();
    private final List<Object> states = new ArrayList<>();
    private final Map<Transition, Integer> transitionIds = new HashMap<>();
    private final List<Transition> transitions = new ArrayList<>();
    private long[] cacheKeys = new long[1 << 10];
    private int[] cacheValues = new int[1 << 10];
    private int cached;

    StateTable(Model model) {
        this.model = model;
        Arrays.fill(cacheKeys, EMPTY);
    }

    int state(Object state) {
        Integer id = stateIds.get(state);
        if (id == null) {
            id = states.size();
            stateIds.put(state, id);
            states.add(state);
        }
        return id;
    }

    int transition(Transition transition) {
        Integer id = transitionIds.get(transition);
        if (id == null) {
            id = transitions.size();
            transitionIds.put(transition, id);
            transitions.add(transition);
        }
        return id;
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
        long key = (long) state << 32 | transition;
        int place = place(key);
        if (cacheKeys[place] == key) {
            return cacheValues[place];
        }
        Object next = model.step(states.get(state), transitions.get(transition));
        int result = next == Model.REFUSED ? REFUSED : state(next);
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
        int size = Math.min(keys.length * 2, MAX_CACHED);
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
        return states.size() * BYTES_PER_STATE + cacheKeys.length * 12L;
    }
}
