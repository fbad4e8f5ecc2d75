package io.keelson.core;

import java.util.List;

/** How a leader comes to be: PreVote (thesis 9.6), then RequestVote (thesis 3.4, 3.6.1). */
final class Elections {
    private final Member n;
    private final Sending sending;

    Elections(Member member, Sending sending) {
        this.n = member;
        this.sending = sending;
    }

    /** Spec: {@code OnElectionTimeout}. */
    void onElectionTimeout() {
        if (!mayCampaign()) {
            return;
        }
        if (!n.settings.preVote()) {
            campaign(false);
            return;
        }
        n.takeRole(Role.PRE_CANDIDATE, Configuration.NOBODY);
        n.votes.add(n.id());
        for (long voter : n.otherVoters()) {
            n.out.tell(new Message.PreVote(n.id(), n.incarnation(), voter, n.term + 1, n.log.lastIndex(), n.log.lastTerm()));
        }
        campaignIfElectable();
    }

    /** Who may stand: a voter, and no stranger that bears its id, whose disk answers, and which has all that it once vouched for. Spec: {@code MayCampaignItself}. */
    private boolean mayCampaign() {
        Configuration electorate = standsBy();
        return !n.isLeader()
                && electorate.isVoter(n.id())
                && electorate.counts(n.id(), n.incarnation())
                && n.healthy
                && n.lostIndex == 0;
    }

    /**
     * The configuration that says who may stand: the one in force; but whoever is left out by one that may not be committed yet stands by the one before it. Perhaps nobody else has it, and then
     * nobody else can win (thesis 4.2.2). Votes are asked for and counted by the one in force, so its own does not count. Spec: {@code StandsBy}.
     */
    private Configuration standsBy() {
        boolean leftOut = !n.configuration().isVoter(n.id()) && n.log.configurationIndex() > n.commitIndex;
        return leftOut ? n.log.configurationUpTo(n.log.configurationIndex() - 1) : n.configuration();
    }

    /** A wiped member has forgotten how it voted: its vote counts only once it is let in again. Spec: {@code Counts}. */
    private boolean counts(Message vote) {
        return n.configuration().counts(vote.from(), vote.fromIncarnation());
    }

    /** Spec: {@code OnPreVote}. Changes nothing here, whatever the answer. */
    void onPreVote(Message.PreVote m, boolean heardLeader) {
        boolean granted = !heardLeader
                && !n.isLeader()
                && m.term() > n.term
                && n.log.isUpToDate(m.lastLogIndex(), m.lastLogTerm())
                && n.lostIndex == 0;
        n.out.tell(new Message.PreVoteResponse(n.id(), n.incarnation(), m.from(), m.fromIncarnation(), granted ? m.term() : n.term, granted));
    }

    /** Spec: {@code OnPreVoteResponse}. */
    void onPreVoteResponse(Message.PreVoteResponse m) {
        if (n.role == Role.PRE_CANDIDATE && m.granted() && m.term() == n.term + 1 && counts(m)) {
            n.votes.add(m.from());
            campaignIfElectable();
        }
    }

    private void campaignIfElectable() {
        if (n.configuration().hasQuorum(n.votes::contains)) {
            campaign(false);
        }
    }

    /**
     * Spec: {@code Campaign}. The requests wait until the new term and the vote for itself are durable, and so does that vote's
     * counting: see {@link Persistence#onPersisted}.
     */
    private void campaign(boolean transfer) {
        n.takeRole(Role.CANDIDATE, Configuration.NOBODY);
        n.term++;
        n.votedFor = n.id();
        for (long voter : n.otherVoters()) {
            n.out.tell(new Message.RequestVote(n.id(), n.incarnation(), voter, n.term, n.log.lastIndex(), n.log.lastTerm(), transfer));
        }
    }

    /** Spec: {@code OnTimeoutNow}. The leader hands over: no PreVote, and nobody waits (thesis 3.10). */
    void onTimeoutNow(Message.TimeoutNow m) {
        if (m.term() == n.term && mayCampaign()) {
            campaign(true);
        }
    }

    /**
     * Spec: {@code OnRequestVote}. A vote is given whatever this member's own configuration says of either side (thesis 4.2.2); but not by one that has lost
     * entries: it can't tell who is up-to-date. It is given once: whoever asks again in the same term may bear the id with another directory.
     */
    void onRequestVote(Message.RequestVote m) {
        if (m.term() == n.term && n.votedFor == m.from()) {
            return;
        }
        boolean granted = m.term() == n.term
                && n.votedFor == Configuration.NOBODY
                && n.log.isUpToDate(m.lastLogIndex(), m.lastLogTerm())
                && n.lostIndex == 0;
        if (granted) {
            n.becomeFollower(n.term, n.leader);
            n.votedFor = m.from();
            n.electionTimerRestarts = true;
        }
        n.out.tell(new Message.RequestVoteResponse(n.id(), n.incarnation(), m.from(), m.fromIncarnation(), n.term, granted));
    }

    /** Spec: {@code OnRequestVoteResponse}. */
    void onRequestVoteResponse(Message.RequestVoteResponse m) {
        if (n.role == Role.CANDIDATE && m.granted() && m.term() == n.term && counts(m)) {
            countVote(m.from());
        }
    }

    /** Counts a vote that is durable where it was given. Spec: {@code CountVote}. */
    void countVote(long voter) {
        n.votes.add(voter);
        if (n.configuration().hasQuorum(n.votes::contains)) {
            becomeLeader();
        }
    }

    /** Spec: {@code BecomeLeader}. */
    private void becomeLeader() {
        n.takeRole(Role.LEADER, n.id());
        long opening = n.log.lastIndex() + 1;
        for (long member : n.configuration().members()) {
            if (member != n.id()) {
                n.progress.put(member, new Progress(opening, n.configuration().boundTo(member)));
            }
        }
        n.append(List.of(new Entry(opening, n.term, Payload.NOOP)));
        n.progress.keySet().forEach(sending::sendEntries);
    }

    /** Spec: {@code OnQuorumCheckDue}. A leader that nobody follows makes room (thesis 6.2). */
    void onQuorumCheckDue() {
        if (!n.isLeader()) {
            return;
        }
        boolean followed = n.configuration().hasQuorum(voter -> voter == n.id() || n.heardFrom.contains(voter));
        n.heardFrom.clear();
        if (!followed) {
            n.becomeFollower(n.term, Configuration.NOBODY);
        }
    }

    /**
     * Spec: {@code OnStorageHealth}. A leader without a disk commits by the others' alone and holds up whoever needs it: it makes room, and a
     * candidate gives up.
     */
    void onStorageHealth(boolean healthy) {
        n.healthy = healthy;
        if (n.role != Role.FOLLOWER && !healthy) {
            n.becomeFollower(n.term, Configuration.NOBODY);
        }
    }
}
