package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Event;
import io.keelson.node.session.CommandEnvelope;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * A wish to change who belongs to a group, by one member (thesis chapter 4). Said of the configuration that is in force when the leader takes it up, so that no other change
 * is undone unseen.
 *
 * @param kind what is wanted
 * @param member of whom, from 1
 */
public record MembershipChange(Kind kind, long member) {
    /** What is wanted. The ordinal is its code between members: new kinds come last. */
    public enum Kind {
        /** A new member receives entries and has no vote. */
        ADD_LEARNER,
        /** A learner that has caught up votes from now on. */
        PROMOTE,
        /** A voter keeps receiving entries and has no vote any more. */
        DEMOTE,
        /** The member belongs to the group no longer. */
        REMOVE
    }

    public MembershipChange {
        Objects.requireNonNull(kind, "kind");
        if (member < 1) {
            throw new IllegalArgumentException("a member's id is 1 or more, not " + member);
        }
    }

    /** The form in which it travels to the leader; it never stands in a log like this. */
    CommandEnvelope envelope() {
        return new CommandEnvelope(CommandEnvelope.Kind.CHANGE_MEMBERSHIP, 0, member, kind.ordinal(), Bytes.EMPTY);
    }

    /** Reads the travelling form; null if it is none. */
    static MembershipChange of(CommandEnvelope envelope) {
        long code = envelope.sequence();
        boolean known = envelope.kind() == CommandEnvelope.Kind.CHANGE_MEMBERSHIP && code >= 0 && code < Kind.values().length && envelope.session() >= 1;
        return known ? new MembershipChange(Kind.values()[(int) code], envelope.session()) : null;
    }

    /** Why it makes no sense of this configuration, null if it does. */
    String objection(Configuration current) {
        boolean votes = current.voters().contains(member);
        boolean learns = current.learners().contains(member);
        return switch (kind) {
            case ADD_LEARNER -> votes || learns ? "member " + member + " belongs to the group already" : null;
            case PROMOTE -> votes ? "member " + member + " votes already" : learns ? null : "member " + member + " is no learner of the group; add it as one first";
            case DEMOTE -> votes ? null : "member " + member + " does not vote";
            case REMOVE -> votes || learns ? null : "member " + member + " does not belong to the group";
        };
    }

    /** What the protocol is asked for. */
    Event.ChangeMembership event(Configuration current) {
        TreeSet<Long> voters = new TreeSet<>(current.voters());
        TreeSet<Long> learners = new TreeSet<>(current.learners());
        voters.remove(member);
        learners.remove(member);
        switch (kind) {
            case ADD_LEARNER, DEMOTE -> learners.add(member);
            case PROMOTE -> voters.add(member);
            case REMOVE -> {
                // Gone from both.
            }
        }
        return new Event.ChangeMembership(List.copyOf(voters), List.copyOf(learners));
    }
}
