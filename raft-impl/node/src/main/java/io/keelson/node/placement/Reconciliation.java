package io.keelson.node.placement;

import io.keelson.core.Configuration;
import io.keelson.node.MembershipChange;
import java.util.List;

/**
 * The way from the members that a group has to those that are wanted, one change at a time: whoever comes is a learner first and votes once it has caught up; nobody goes before all
 * have come, and the leader goes last.
 *
 * <p>Thread-safe, because it holds no state.
 */
public final class Reconciliation {
    private Reconciliation() {}

    /**
     * Chooses the next change.
     *
     * @param now the group's configuration; if it is joint, another change is under way
     * @param wanted who shall vote in it
     * @param leader who leads it
     * @return the change to ask for; null if there is nothing to do, or not yet
     */
    public static MembershipChange next(Configuration now, List<Long> wanted, long leader) {
        if (now.isJoint()) {
            return null;
        }
        for (long member : wanted) {
            if (now.learners().contains(member)) {
                return new MembershipChange(MembershipChange.Kind.PROMOTE, member);
            }
            if (!now.voters().contains(member)) {
                return new MembershipChange(MembershipChange.Kind.ADD_LEARNER, member);
            }
        }
        List<Long> extra = now.members().stream().filter(member -> !wanted.contains(member)).toList();
        for (long member : extra) {
            if (member != leader) {
                return new MembershipChange(MembershipChange.Kind.REMOVE, member);
            }
        }
        return extra.isEmpty() ? null : new MembershipChange(MembershipChange.Kind.REMOVE, leader);
    }

    /** Says whether a group is as it is wanted. */
    public static boolean isReached(Configuration now, List<Long> wanted) {
        return !now.isJoint() && now.learners().isEmpty() && now.voters().equals(wanted);
    }
}
