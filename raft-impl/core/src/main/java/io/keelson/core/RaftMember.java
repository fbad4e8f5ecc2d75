package io.keelson.core;

import java.util.List;

/**
 * One member of one Raft group: owns its state, changes it only in {@link #step}, and is given time as values.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public final class RaftMember {
    private final RaftProtocol protocol;
    private final Member n;
    private final MemberTimers timers;
    private final Lease lease;
    private final MemberSettings settings;
    private final StepListener listener;
    private boolean meantForAnother;

    /**
     * Starts a member from what its disk holds (spec: {@code Restart}).
     *
     * @param identity which member of which group
     * @param settings how it behaves
     * @param recovered what the disk holds
     */
    public RaftMember(MemberIdentity identity, MemberSettings settings, Recovered recovered) {
        this(identity, settings, recovered, null);
    }

    /**
     * Starts a member that is watched.
     *
     * @param identity which member of which group
     * @param settings how it behaves
     * @param recovered what the disk holds
     * @param listener sees each step, at the cost of capturing the state before and after; null for none
     */
    public RaftMember(MemberIdentity identity, MemberSettings settings, Recovered recovered, StepListener listener) {
        this.protocol = new RaftProtocol(settings, MemberState.restarted(identity, recovered));
        this.n = protocol.member();
        this.timers = new MemberTimers(settings);
        this.lease = new Lease(settings);
        this.settings = settings;
        this.listener = listener;
        if (listener != null) {
            listener.started(recovered, capture());
        }
    }

    /**
     * Takes one event. The host ticks the member before it hands it anything else of a batch.
     *
     * @param event not null
     * @return what the host has to do, never null
     */
    public Effects step(Event event) {
        if (!(event instanceof Event.Tick)) {
            timers.wake(timers.now());
        }
        if (event instanceof Event.Receive receive && isFromLeader(receive.message())) {
            long meant = receive.message().toIncarnation();
            meantForAnother = meant != Configuration.UNBOUND && meant != n.incarnation();
        }
        Input input = toInput(event);
        if (input == null) {
            return Effects.NONE;
        }
        Role roleBefore = n.role;
        long termBefore = n.term;
        Effects effects = listener == null ? protocol.step(input) : watched(input);
        boolean changed = n.role != roleBefore || (n.isLeader() && n.term != termBefore);
        if (changed || n.electionTimerRestarts) {
            timers.restart();
        }
        if (changed) {
            lease.end();
        }
        if (n.isLeader()) {
            lease.sent(n.readRound, timers.now());
            timers.transfers(n.transferee != Configuration.NOBODY);
        }
        if (n.leaderWasHeard) {
            timers.leaderHeard();
        }
        return effects;
    }

    private static boolean isFromLeader(Message message) {
        return message instanceof Message.AppendEntries || message instanceof Message.InstallSnapshot;
    }

    private Effects watched(Input input) {
        MemberState before = capture();
        Effects effects = protocol.step(input);
        listener.stepped(before, input, capture(), effects);
        return effects;
    }

    private Input toInput(Event event) {
        return switch (event) {
            case Event.Tick tick -> timeInput(tick);
            case Event.Receive receive -> new Input.Receive(receive.message(), heardLeader());
            case Event.Propose propose -> new Input.Propose(propose.commands());
            case Event.ReadIndex read -> new Input.ReadIndex(read.requestId(), leaseValid());
            case Event.ChangeMembership change -> new Input.ChangeMembership(change.voters(), change.learners());
            case Event.TransferLeadership wanted -> new Input.TransferLeadership(wanted.target());
            case Event.Compact compact -> new Input.Compact(compact.index(), compact.chunks());
            case Event.StorageHealth health -> new Input.StorageHealth(health.healthy());
            case Event.Persisted persisted -> new Input.Persisted(persisted.ticket());
        };
    }

    /** What is due by a deadline; if nothing is, what a leader may do at any time. */
    private Input timeInput(Event.Tick tick) {
        Input due = timers.tick(tick, n.isLeader());
        return due == null && protocol.bindingIsDue() ? new Input.BindingDue() : due;
    }

    private boolean leaseValid() {
        return settings.leases() && n.isLeader() && lease.isValid(protocol.confirmedRound(), timers.now());
    }

    /** A leader that checks its quorum is a live leader itself: it steps down by that check, not for a candidate. */
    private boolean heardLeader() {
        return n.isLeader() ? settings.checkQuorum() : timers.heardLeader();
    }

    /**
     * Returns the monotonic time, in nanoseconds, at which the next {@link Event.Tick} is due; a time in the past means at once. Ticking earlier is
     * harmless.
     */
    public long nextTick() {
        return protocol.bindingIsDue() ? timers.now() : timers.next(n.isLeader());
    }

    /**
     * Says whether nothing is under way that time would have to move on: a leader has brought every member up to date and has heard each of them lately, a follower has
     * durably what its leader has committed, and there is nothing beyond it.
     */
    public boolean canRest() {
        boolean settled = n.commitIndex == n.log.lastIndex() && n.durableIndex == n.log.lastIndex() && n.pendingWrites.isEmpty() && n.lostIndex == 0 && n.healthy;
        return switch (n.role) {
            case LEADER -> settled && leadsAtRest();
            case FOLLOWER -> settled && n.leader != Configuration.NOBODY && n.receiving.equals(MemberState.Receiving.NOTHING);
            case PRE_CANDIDATE, CANDIDATE -> false;
        };
    }

    private boolean leadsAtRest() {
        boolean idle = n.reads.isEmpty() && n.transferee == Configuration.NOBODY && n.committedInTerm() && !n.configuration().isJoint() && !protocol.bindingIsDue();
        return idle && n.heardFrom.containsAll(n.progress.keySet()) && n.progress.values().stream()
                .allMatch(progress -> progress.isReplicating() && progress.matchIndex() == n.log.lastIndex());
    }

    /**
     * Lets the member rest: until it is woken a tick yields no input and {@link #nextTick} is far away. To the protocol that is time that does not pass. Any event but a tick
     * wakes it.
     *
     * <p>Safety does not depend on it. That a leader is found out which is gone does: the host wakes a follower when it has not heard from the leader's
     * node within an election timeout, and a leader when it has not heard from a follower's.
     */
    public void rest() {
        timers.rest();
    }

    /** Says whether the member rests. */
    public boolean isResting() {
        return timers.isResting();
    }

    /**
     * Ends the rest, if there is one: a follower's election timeout runs from when its leader's node was heard last, so that an election comes no later than it would
     * have without the rest.
     *
     * @param heard that moment, a monotonic reading in nanoseconds
     */
    public void wake(long heard) {
        timers.wake(heard);
    }

    /** Returns the whole state as an immutable record, between two steps the same one; its cost grows with the log. */
    public MemberState capture() {
        return protocol.capture();
    }

    /** Returns what the disk must hold besides the log. */
    public HardState hardState() {
        return n.hardState();
    }

    /**
     * Returns the entries behind an index, committed or not; its cost grows with their number.
     *
     * @param index from 0; entries that are gone from the log are left out
     */
    public List<Entry> entriesAfter(long index) {
        return n.log.between(Math.max(index, n.log.base().index()) + 1, n.log.lastIndex());
    }

    /** Returns the current role. */
    public Role role() {
        return n.role;
    }

    /** Returns the current term. */
    public long term() {
        return n.term;
    }

    /** Returns the leader of the current term, {@link Configuration#NOBODY} if unknown. */
    public long leader() {
        return n.leader;
    }

    /** Returns the member that this leader hands leadership over to, {@link Configuration#NOBODY} if to none. */
    public long transferee() {
        return n.transferee;
    }

    /**
     * Returns the voter that could take over from this leader the soonest: of those heard of lately, if there are any, the one whose log is known to reach furthest.
     * {@link Configuration#NOBODY} if this member does not lead, or no other votes.
     */
    public long successor() {
        long best = Configuration.NOBODY;
        for (long voter : n.isLeader() ? n.configuration().voters() : List.<Long>of()) {
            if (voter != n.id() && (best == Configuration.NOBODY || isBetterPlaced(voter, best))) {
                best = voter;
            }
        }
        return best;
    }

    /**
     * Returns the voters that could take over from this leader at once: itself, and those that were heard of since the last quorum check and have all that is committed.
     * Ascending; none if this member does not lead.
     */
    public List<Long> upToDateVoters() {
        return n.isLeader() ? n.configuration().voters().stream().filter(this::isUpToDate).toList() : List.of();
    }

    private boolean isUpToDate(long voter) {
        return voter == n.id() || n.heardFrom.contains(voter) && n.progress.get(voter).matchIndex() >= n.commitIndex;
    }

    private boolean isBetterPlaced(long voter, long other) {
        boolean heard = n.heardFrom.contains(voter);
        if (heard != n.heardFrom.contains(other)) {
            return heard;
        }
        return n.progress.get(voter).matchIndex() > n.progress.get(other).matchIndex();
    }

    /** Returns the last index known to be committed. */
    public long commitIndex() {
        return n.commitIndex;
    }

    /** Returns where the log begins. */
    public LogBase base() {
        return n.log.base();
    }

    /** Says whether this member leads and the other lacks what is gone from the log, so that it is being sent the snapshot. */
    public boolean sendsSnapshotTo(long other) {
        Progress progress = n.progress.get(other);
        return progress != null && progress.state() == ProgressState.SNAPSHOT;
    }

    /** Returns how far this member's log went before damage took the end of it; 0 if it has all that it ever vouched for. */
    public long lostIndex() {
        return n.lostIndex;
    }

    /** Returns the index of the last entry in the log. */
    public long lastIndex() {
        return n.log.lastIndex();
    }

    /** Returns the index up to which the log is durable here. */
    public long durableIndex() {
        return n.durableIndex;
    }

    /**
     * Says whether the group has another data directory in mind when it speaks of this member, as far as this member can know: its disk was wiped, and it does not count until it is let in
     * again (removed, added as a learner, made a voter).
     */
    public boolean isStranger() {
        return meantForAnother || !n.configuration().counts(n.id(), n.incarnation());
    }

    /** Returns the configuration in force. */
    public Configuration configuration() {
        return n.configuration();
    }
}
