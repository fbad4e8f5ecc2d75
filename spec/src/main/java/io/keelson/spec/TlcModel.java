package io.keelson.spec;

import java.util.List;

/**
 * One model of the specification: a configuration of constants that TLC explores to the end, and what must come out.
 *
 * @param name its name, and that of its file {@code models/<name>.cfg}
 * @param module the TLA+ module it starts from
 * @param group when it runs
 * @param expectation what must come out
 * @param about what it studies, in a line
 */
public record TlcModel(String name, String module, Group group, Expectation expectation, String about) {
    private static final List<String> LIVENESS = List.of("RaftLiveness", "RaftReadmission", "RaftDeaf");

    /** When a model runs. */
    public enum Group {
        /** In {@code keelson verify} and in the build. */
        QUICK,
        /** In the build. */
        BUILD,
        /** In the build as well, or by night if it is very large, but only by {@link GraphCheck}, which evaluates the spec by TLC state by state and checks the same counts; by night TLC explores it alone. */
        GRAPH,
        /** By night: too large for a build. A run can be interrupted, and goes on where it was. */
        DEEP
    }

    /** Says whether this model is too large for a build. */
    public boolean isDeep() {
        return group == Group.DEEP;
    }

    /** Says whether it is about what happens in the end: its behaviours have time and fairness beside the actions of {@code Raft}. */
    public boolean isOfLiveness() {
        return LIVENESS.contains(module);
    }

    /** Says whether a rule of the protocol is left out, to show that the check can fail. */
    public boolean isBroken() {
        return expectation instanceof Expectation.Violates;
    }

    /**
     * Says whether a run of this model is over before an optimizing compiler pays for its own work: such a run costs half of the time without one.
     *
     * @param mostGenerated how many states a run may generate to be called short
     */
    boolean isShort(long mostGenerated) {
        return !(expectation instanceof Expectation.Holds holds) || holds.generated() <= mostGenerated;
    }

    /** The model's line in the manifest. */
    String line() {
        String expected = switch (expectation) {
            case Expectation.Holds holds -> holds.distinct() + "/" + holds.generated() + "/" + holds.depth();
            case Expectation.Violates violates -> violates.invariant();
        };
        return String.join(" ", name, module, group.name().toLowerCase(java.util.Locale.ROOT), expected, about);
    }

    /** What must come out of a model. Counts are exact: a spec that changed in silence shows here. */
    public sealed interface Expectation {
        /**
         * Every invariant holds in every state.
         *
         * @param distinct distinct states, up to symmetry
         * @param generated states generated
         * @param depth the length of the longest shortest path, in states
         */
        record Holds(long distinct, long generated, int depth) implements Expectation {}

        /**
         * This invariant or property, and no other, is refuted.
         *
         * @param invariant its name in the spec
         */
        record Violates(String invariant) implements Expectation {}
    }
}
