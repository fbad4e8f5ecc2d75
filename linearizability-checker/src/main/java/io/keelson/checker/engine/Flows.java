package io.keelson.checker.engine;

import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The flows of all transitions of a partition, values as small integers; of no use where the model has none for one of them, or where
 * they act on several keys, of which each holds a value.
 */
final class Flows {
    /** In place of a value: nothing is needed, or left. */
    static final int NOTHING = -1;

    private final int[] needs;
    private final int[] leaves;
    /** For each value whether any transition needs it. */
    private final boolean[] needed;
    private final boolean present;

    Flows(TransitionTable transitions, Model model) {
        needs = new int[transitions.size()];
        leaves = new int[transitions.size()];
        Map<Object, Integer> ids = new HashMap<>();
        ids.put(Flow.NOTHING, NOTHING);
        boolean all = true;
        for (int i = 0; i < needs.length && all; i++) {
            Transition transition = transitions.get(i);
            Flow flow = model.flow(transition);
            all = flow != null && Objects.equals(transition.key(), transitions.get(0).key());
            if (all) {
                needs[i] = ids.computeIfAbsent(flow.needs(), value -> ids.size() - 1);
                leaves[i] = ids.computeIfAbsent(flow.leaves(), value -> ids.size() - 1);
            }
        }
        present = all;
        needed = new boolean[ids.size() - 1];
        for (int i = 0; i < needs.length && present; i++) {
            if (needs[i] != NOTHING) {
                needed[needs[i]] = true;
            }
        }
    }

    /** Whether flows are known; without them every other question is answered no. */
    boolean arePresent() {
        return present;
    }

    /** How many values are needed or left. */
    int valueCount() {
        return needed.length;
    }

    /** The value that a transition needs, or {@link #NOTHING}. */
    int needs(int transition) {
        return needs[transition];
    }

    /** The value that a transition leaves, or {@link #NOTHING}. */
    int leaves(int transition) {
        return leaves[transition];
    }

    /** Whether it does the same in every state, and changes it. */
    boolean overwrites(int transition) {
        return present && needs[transition] == NOTHING && leaves[transition] != NOTHING;
    }

    /** Whether it overwrites, and nothing needs what it leaves. */
    boolean isDead(int transition) {
        return overwrites(transition) && !needed[leaves[transition]];
    }
}
