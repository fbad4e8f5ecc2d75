package io.keelson.checker.engine;

import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flows of all transitions of a partition, values as small integers; of no use where the model has none for one of them. */
final class Flows {
    private static final int NOTHING = -1;

    private final int[] needs;
    private final int[] leaves;
    /** For each value whether any transition needs it. */
    private final boolean[] needed;
    private final boolean present;

    Flows(List<Transition> transitions, Model model) {
        needs = new int[transitions.size()];
        leaves = new int[transitions.size()];
        Map<Object, Integer> ids = new HashMap<>();
        ids.put(Flow.NOTHING, NOTHING);
        boolean all = true;
        for (int i = 0; i < needs.length && all; i++) {
            Flow flow = model.flow(transitions.get(i));
            all = flow != null;
            if (all) {
                needs[i] = ids.computeIfAbsent(flow.needs(), value -> ids.size() - 1);
                leaves[i] = ids.computeIfAbsent(flow.leaves(), value -> ids.size() - 1);
            }
        }
        present = all;
        needed = new boolean[ids.size()];
        if (present) {
            Arrays.stream(needs).filter(value -> value != NOTHING).forEach(value -> needed[value] = true);
        }
    }

    /** Whether flows are known; without them every other question is answered no. */
    boolean arePresent() {
        return present;
    }

    /** Whether it does the same in every state, and changes it. */
    boolean overwrites(int transition) {
        return present && needs[transition] == NOTHING && leaves[transition] != NOTHING;
    }

    /** Whether it overwrites, and nothing needs what it leaves. */
    boolean isDead(int transition) {
        return overwrites(transition) && !needed[leaves[transition]];
    }

    /** Whether the second needs what the first leaves. */
    boolean feeds(int first, int second) {
        return present && needs[second] != NOTHING && needs[second] == leaves[first];
    }
}
