package io.keelson.spec;

import io.keelson.core.Effects;
import io.keelson.core.MemberState;
import java.util.List;

/**
 * What an action makes of one member, whatever the others do: computed once, used in millions of transitions.
 *
 * @param number of the step, in an exploration
 * @param choice the action and what happens
 * @param before what the member knew
 * @param midway with a synchronous disk, what the member knows before its writes are durable, in the same action; else the same as {@code after}
 * @param after what the member knows afterwards, null if the core threw
 * @param local the number of the member's record and disk afterwards
 * @param receivers the places (from 0) of the members to whom messages leave now
 * @param parcels the set of messages to each of those, by number
 * @param readsReady the answers to reads
 * @param thrown what the core threw, null as a rule
 */
record MemberStep(
        int number,
        Actions.Choice choice,
        MemberState before,
        MemberState midway,
        MemberState after,
        int local,
        int[] receivers,
        int[] parcels,
        List<Effects.ReadReady> readsReady,
        Throwable thrown) {

    long member() {
        return before.identity().member();
    }

    /** The action and the member, as the spec writes it: {@code Propose(s1)}. */
    String label() {
        return choice.action() + "(s" + member() + ")";
    }

    /** The history after this step: an action of a member with a synchronous disk is two steps of it. */
    History note(History history) {
        return history.after(before, midway, List.of()).after(midway, after, readsReady);
    }

    boolean asks() {
        return choice.happening() instanceof Actions.Ask;
    }

    boolean answers() {
        return !readsReady.isEmpty();
    }

    /** How far the member knows the log to be committed afterwards. */
    long commitIndex() {
        return after.commitIndex();
    }
}
