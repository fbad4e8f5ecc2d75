package io.keelson.spec;

import java.util.Locale;

/**
 * The comparison of a model's whole labelled graph, as the Java core has it and as the spec has it.
 *
 * @param model the model's name
 * @param javaStates distinct states that real members come to
 * @param specStates distinct states by TLC
 * @param transitions transitions compared, each counted as often as there is a way to take it, symmetry not used
 * @param depth the length of the longest shortest path, in states
 * @param equal whether the graphs are equal: initial states, and of each state its successors by each action
 * @param difference the first difference, written out for people; empty if there is none
 * @param javaCpuSeconds processor time of the exploration in Java
 * @param specCpuSeconds processor time of the comparison, nearly all of it TLC's
 */
public record GraphReport(
        String model,
        long javaStates,
        long specStates,
        long transitions,
        int depth,
        boolean equal,
        String difference,
        double javaCpuSeconds,
        double specCpuSeconds) {
    /** Says in a line what came out. */
    public String summary() {
        return String.format(
                Locale.ROOT, "%s: %,d states, %,d transitions, depth %d (Java %.1f s, TLC %.1f s)",
                equal ? "equal" : "DIFFERENT", javaStates, transitions, depth, javaCpuSeconds, specCpuSeconds);
    }
}
