package io.keelson.spec;

import io.keelson.core.MemberSettings;
import java.util.List;

/**
 * What an exploration of the code found.
 *
 * @param model the model's name
 * @param settings how its members behave
 * @param members how many there are, all of them voters
 * @param states distinct states
 * @param transitions transitions taken, each counted as often as there is a way to take it
 * @param statesPerDepth distinct states by their distance from the initial ones
 * @param transitionsPerDepth transitions out of those states
 * @param complete whether every state was gone through; false if a limit or a failure ended it
 * @param pairs the distinct (state, input) pairs of single members that all of these transitions come from
 * @param failure what is wrong with the code, with the way there, or null: an invariant that does not hold, or what the core threw
 * @param cpuSeconds processor time
 */
public record Exploration(
        String model,
        MemberSettings settings,
        int members,
        long states,
        long transitions,
        List<Long> statesPerDepth,
        List<Long> transitionsPerDepth,
        boolean complete,
        List<Pair> pairs,
        String failure,
        double cpuSeconds) {
    /** The length of the longest shortest path, in states, as TLC counts it. */
    public int depth() {
        return statesPerDepth.size();
    }
}
