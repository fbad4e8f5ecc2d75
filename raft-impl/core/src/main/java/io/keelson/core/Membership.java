package io.keelson.core;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Changes of membership (thesis chapter 4). A configuration is an entry of the log, in force from the moment it is appended, and gone again when it is
 * truncated. A change of voters goes through a joint configuration, which the leader leaves by itself once it is committed.
 */
final class Membership {
    private final Member n;
    private final Sending sending;
    /** The configuration of which it is known whether each voter is bound: that is asked at each tick, and changes with the configuration alone. */
    private Configuration looked = Configuration.NONE;

    private boolean boundThroughout = Configuration.NONE.isBound();

    Membership(Member member, Sending sending) {
        this.n = member;
        this.sending = sending;
    }

    /** Spec: {@code OnChangeMembership}. */
    void onChangeMembership(List<Long> voters, List<Long> learners) {
        if (!n.isLeader()) {
            n.out.proposal(new Effects.Proposal.NotLeader(n.leader));
        } else if (!refuses(new TreeSet<>(voters), new TreeSet<>(learners))) {
            List<Long> current = n.configuration().voters();
            boolean sameVoters = new TreeSet<>(voters).equals(new TreeSet<>(current));
            Configuration next = new Configuration(voters, sameVoters ? List.of() : current, learners);
            n.out.proposal(new Effects.Proposal.Accepted(n.log.lastIndex() + 1, n.term));
            append(next);
        }
    }

    /** Spec: {@code OnBindingDue}. Voters that are not bound yet are, once they have answered and no other change is under way. */
    void onBindingDue() {
        if (bindingIsDue()) {
            append(n.configuration());
        }
    }

    /** Says whether this leader may bind somebody now. Spec: {@code BindingIsDue}. */
    boolean bindingIsDue() {
        Configuration current = n.configuration();
        return n.isLeader()
                && !isBound(current)
                && n.transferee == Configuration.NOBODY
                && n.committedInTerm()
                && !isUnderWay(current)
                && current.allVoters().stream().anyMatch(member -> current.boundTo(member) == Configuration.UNBOUND && knownIncarnation(member) != Configuration.UNBOUND);
    }

    private boolean isBound(Configuration current) {
        if (current != looked) {
            looked = current;
            boundThroughout = current.isBound();
        }
        return boundThroughout;
    }

    private boolean isUnderWay(Configuration current) {
        return current.isJoint() || n.log.configurationIndex() > n.commitIndex;
    }

    /** The directory that this leader knows a member by, itself or one that it sends to. Spec: {@code KnownIncarnation}. */
    private long knownIncarnation(long member) {
        return member == n.id() ? n.incarnation() : n.progress.get(member).incarnation();
    }

    /** The same members, each voter bound to the directory that this leader knows it by. Spec: {@code WithBindings}. */
    private Configuration bound(Configuration configuration) {
        SortedMap<Long, Long> incarnations = new TreeMap<>();
        for (long member : configuration.allVoters()) {
            if (knownIncarnation(member) != Configuration.UNBOUND) {
                incarnations.put(member, knownIncarnation(member));
            }
        }
        return configuration.boundTo(incarnations);
    }

    /**
     * The guards, each with its reason. Before its first commit a leader may not know the latest configuration that others have acted upon, and one change
     * must be over before the next. Spec: {@code ChangeRefusal}.
     */
    private boolean refuses(TreeSet<Long> voters, TreeSet<Long> learners) {
        Configuration current = n.configuration();
        List<Long> both = those(voters, learners::contains);
        List<Long> strangers = those(voters, voter -> !current.members().contains(voter));
        List<Long> reachable = those(voters, voter -> voter == n.id() || n.heardFrom.contains(voter));
        if (n.transferee != Configuration.NOBODY) {
            n.out.refuse(Refusal.TRANSFER_UNDER_WAY, List.of(n.transferee));
        } else if (!n.committedInTerm()) {
            n.out.refuse(Refusal.NOTHING_COMMITTED_IN_TERM, List.of());
        } else if (isUnderWay(current)) {
            n.out.refuse(Refusal.CHANGE_UNDER_WAY, List.of());
        } else if (voters.isEmpty()) {
            n.out.refuse(Refusal.NO_VOTERS, List.of());
        } else if (!both.isEmpty()) {
            n.out.refuse(Refusal.BOTH_VOTER_AND_LEARNER, both);
        } else if (!strangers.isEmpty()) {
            n.out.refuse(Refusal.NOT_A_LEARNER_YET, strangers);
        } else if (!lagging(voters).isEmpty()) {
            n.out.refuse(Refusal.NOT_CAUGHT_UP, lagging(voters));
        } else if (!Quorum.majority(List.copyOf(voters), reachable::contains)) {
            n.out.refuse(Refusal.TOO_FEW_REACHABLE, reachable);
        } else {
            return false;
        }
        return true;
    }

    /**
     * A new voter lacks little, and at least has the configuration in force: from then on its own log says who the group is, and it never goes back to how the group was founded. Spec:
     * {@code Lagging}.
     */
    private List<Long> lagging(TreeSet<Long> voters) {
        long least = Math.max(n.commitIndex - n.settings.catchUpLag(), n.log.configurationIndex());
        return those(voters, voter -> !n.configuration().voters().contains(voter) && voter != n.id() && n.progress.get(voter).matchIndex() < least);
    }

    private static List<Long> those(TreeSet<Long> members, LongPredicate which) {
        return members.stream().filter(which::test).toList();
    }

    /** Appends a configuration, with what is known of its voters' directories; members that are new to it are sent to. Spec: {@code AppendConfiguration}. */
    private void append(Configuration members) {
        Configuration configuration = bound(members);
        long at = n.log.lastIndex() + 1;
        n.append(List.of(new Entry(at, n.term, configuration)));
        TreeSet<Long> sentTo = new TreeSet<>();
        n.progress.keySet().retainAll(configuration.members());
        n.progress.forEach((member, progress) -> {
            if (progress.isReplicating()) {
                sentTo.add(member);
            }
        });
        for (long member : configuration.members()) {
            if (member != n.id() && !n.progress.containsKey(member)) {
                n.progress.put(member, new Progress(at, Configuration.UNBOUND));
                sentTo.add(member);
            }
        }
        sentTo.forEach(sending::sendEntries);
    }

    /**
     * What becomes of a configuration once it is committed: a joint one is left, and a leader that is not among the voters makes room (thesis 4.2.2). Spec:
     * {@code AfterCommit}.
     */
    void afterCommit() {
        Configuration current = n.configuration();
        if (n.log.configurationIndex() > n.commitIndex) {
            return;
        }
        if (current.isJoint()) {
            append(new Configuration(current.voters(), List.of(), current.learners()));
        } else if (!current.voters().contains(n.id())) {
            n.becomeFollower(n.term, Configuration.NOBODY);
        }
    }
}
