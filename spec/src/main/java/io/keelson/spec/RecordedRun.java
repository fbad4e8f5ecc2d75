package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import java.util.List;

/**
 * What the members of a group did, step by step.
 *
 * @param steps in the order in which they were made
 */
record RecordedRun(List<Step> steps) {
    RecordedRun {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param what the spec's action, for people
     * @param member to whom it happened
     * @param after what the member knows afterwards
     * @param disk what its disk holds afterwards
     * @param sent what left with the step
     * @param served the reads that could be served with the step
     * @param asked how many reads had been asked for by then
     */
    record Step(String what, long member, MemberState after, Recovered disk, List<Message> sent, List<Effects.ReadReady> served, int asked) {}
}
