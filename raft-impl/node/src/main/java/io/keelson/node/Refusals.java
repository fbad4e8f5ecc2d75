package io.keelson.node;

import io.keelson.core.Effects.Proposal;
import io.keelson.core.Refusal;
import java.util.List;

/** What a leader's refusals mean for whoever asked. */
final class Refusals {
    private Refusals() {}

    /** Why a change of membership is not begun. What is over by itself within moments may be tried again; the rest needs somebody to do something. */
    static <T> Outcome<T> ofChange(Proposal.Refused refused, long leader) {
        return switch (refused.reason()) {
            case TRANSFER_UNDER_WAY -> GroupTransfers.refusal(refused);
            case NOTHING_COMMITTED_IN_TERM -> new Outcome.NotApplied<>("the leader has committed nothing in its term yet; try again", leader);
            default -> new Outcome.Refused<>(text(refused.reason(), refused.members()));
        };
    }

    private static String text(Refusal reason, List<Long> members) {
        return switch (reason) {
            case CHANGE_UNDER_WAY -> "another change of membership is under way; try again when it is over";
            case NO_VOTERS -> "nobody would be left to vote";
            case BOTH_VOTER_AND_LEARNER -> "both voter and learner: " + members;
            case NOT_A_LEARNER_YET -> "no members yet: " + members + "; add them as learners first";
            case NOT_CAUGHT_UP -> "still behind: " + members + "; promote them when they have caught up";
            case TOO_FEW_REACHABLE -> "of the voters that there would be only " + members + " have been heard of lately: the group would stop; bring the others back first";
            case TRANSFER_UNDER_WAY, NOTHING_COMMITTED_IN_TERM, NOT_ANOTHER_VOTER -> reason.name();
        };
    }
}
