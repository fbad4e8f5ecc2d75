package io.keelson.spec;

import java.util.List;

/**
 * What an exploration of the code found.
 *
 * @param model the model's name
 * @param states distinct states
 * @param transitions transitions taken, each counted as often as there is a way to take it
 * @param statesPerDepth distinct states by their distance from the initial ones
 * @param transitionsPerDepth transitions out of those states
 * @param complete whether every state was gone through; false if a limit or a failure ended it
 * @param pairs the distinct (state, input) pairs of single members that all of these transitions come from
 * @param failure what is wrong with the code, with the way there, or null: what the core threw
 * @param cpuSeconds processor time
 */
record Exploration(
        String model,
        long states,
        long transitions,
        List<Long> statesPerDepth,
        List<Long> transitionsPerDepth,
        boolean complete,
        List<Pair> pairs,
        String failure,
        double cpuSeconds) {
    /** The length of the longest shortest path, in states, as TLC counts it. */
    int depth() {
        return statesPerDepth.size();
    }
}
