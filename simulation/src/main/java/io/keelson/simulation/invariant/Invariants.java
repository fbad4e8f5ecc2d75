package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.simulation.world.Sight;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What must hold after each turn of each node (thesis figure 3.2, and what durability adds to it). Looks only at the node that took the turn, and only
 * at what is new about it.
 */
public final class Invariants {
    private static final int BEFORE_ANY_PROCESS = 0;

    private final World world;
    private final long group;
    private final MemberView[] views;
    /** By member: what it was when damage took something of its disk. */
    private final List<List<MemberView>> undamaged = new ArrayList<>();
    /** By member: what it owes although it has dropped its replica; null if it has not. */
    private final HardState[] owed;
    /** By member: the last term in which an answer may speak of a replica that the member has dropped, or say that it came back without it; -1 if it has not. */
    private final long[] droppedIn;
    private final VoteLedger votes;
    private final LogLedger logs;
    private final CommitLedger commits;
    private final AppliedLedger applied;
    private final ToldLedger told;
    private final Electable electable;

    /** Watches one group of a world that has not started, and begins with it. */
    public Invariants(World world, long group) {
        this(world, group, world.configuration());
    }

    /**
     * Watches one group that nobody holds yet.
     *
     * @param initial the configuration that it begins with
     */
    public Invariants(World world, long group, Configuration initial) {
        this(world, group, LogBase.bootstrap(initial), new AppliedLedger(world, group));
    }

    /**
     * Watches a group of a world that has not started, which begins with the copy of another one's snapshot.
     *
     * @param former what is known of the group that was copied
     * @param copied the index and the term to which the copy holds its state
     */
    public static Invariants restored(World world, Invariants former, LogBase copied) {
        LogBase beginning = new LogBase(copied.index(), copied.term(), world.configuration(), 0);
        return new Invariants(world, former.group, beginning, AppliedLedger.restored(world, former.applied, copied.index()));
    }

    private Invariants(World world, long group, LogBase beginning, AppliedLedger applied) {
        this.world = world;
        this.group = group;
        this.views = new MemberView[world.nodes().size() + 1];
        this.owed = new HardState[views.length];
        this.droppedIn = new long[views.length];
        Arrays.fill(droppedIn, -1);
        for (int id = 0; id < views.length; id++) {
            undamaged.add(new ArrayList<>());
        }
        this.votes = new VoteLedger(world);
        this.logs = new LogLedger(world);
        this.commits = new CommitLedger(world, beginning);
        this.applied = applied;
        this.told = new ToldLedger(world, group);
        this.electable = new Electable(world);
    }

    /** Returns of which group. */
    public long group() {
        return group;
    }

    /** Returns what has been applied by anyone. */
    public AppliedLedger applied() {
        return applied;
    }

    /** Returns what has been committed. */
    public CommitLedger commits() {
        return commits;
    }

    /** Reads a frame that a node puts on the network, which must be one. */
    public static Frame read(World world, SimNode node, ByteBuffer frame) {
        try {
            return FrameCodec.decode(frame.duplicate());
        } catch (MalformedFrameException e) {
            throw world.violation("WellFormedFrames", node, "sends what is no frame: " + e.getMessage());
        }
    }

    /** A node puts a frame on the network, at the end of its turn. */
    public void sent(SimNode node, Frame frame) {
        switch (frame) {
            case Frame.Protocol protocol when protocol.header().group() == group -> sent(node, protocol.message());
            case Frame.OfSeveralGroups several -> several.messages().stream().filter(each -> each.group() == group).forEach(each -> sent(node, each.message()));
            default -> { }
        }
    }

    private void sent(SimNode node, Message message) {
        votes.sent(node, message);
        told.sent(node, message, views[(int) node.id()]);
        if (message instanceof Message.AppendEntriesResponse answer && !answer.success()) {
            world.counters().sights.saw(Sight.APPEND_REFUSED);
        }
    }

    /** Says whether the committed entry at an index is known to be on the disks of a majority now. */
    public boolean isHeldByMajority(long index) {
        return index <= commits.last() && Majorities.agree(commits.configuration(), member -> holds(member, commits.entry(index)));
    }

    private boolean holds(long member, Entry entry) {
        MemberView view = views[(int) member];
        return view != null && view.isDurable(entry);
    }

    /** Says whether a member holds an entry, or did before its disk was damaged: what it acknowledged before may be counted later. */
    private boolean hasHeld(long member, Entry entry) {
        return holds(member, entry) || undamaged.get((int) member).stream().anyMatch(view -> view.isDurable(entry));
    }

    /** A node, which is down, has been given an empty disk: all that was known of the member went with the old one. */
    public void wiped(SimNode node) {
        keepUndamaged(node);
        views[(int) node.id()] = null;
        votes.wiped(node);
        told.wiped(node);
    }

    /** A node has dropped its replica. Should it come back, term and vote are as they were; its log need not be. */
    public void dropped(SimNode node) {
        MemberView view = views[(int) node.id()];
        if (view != null) {
            keepUndamaged(node);
            owed[(int) node.id()] = view.durable();
            droppedIn[(int) node.id()] = view.state().hardState().term();
            views[(int) node.id()] = null;
        }
    }

    private void keepUndamaged(SimNode node) {
        MemberView view = views[(int) node.id()];
        if (view != null) {
            undamaged.get((int) node.id()).add(view);
        }
    }

    /** Says whether the group knows a node's present disk as that of a voter, for all that is committed. */
    public boolean isKnown(SimNode node) {
        MemberView view = views[(int) node.id()];
        Configuration configuration = commits.configuration();
        return view != null && configuration.voters().contains(node.id()) && configuration.boundTo(node.id()) == view.state().identity().incarnation();
    }

    /** A node has taken a turn, or has just started. */
    public void observe(SimNode node) {
        MemberState state = node.capture(group);
        long lastApplied = node.lastApplied(group);
        MemberView before = views[(int) node.id()];
        if (before != null && before.isStill(node.process(), state, lastApplied)) {
            // Each check compares the member with what it was and with what is known of all, which only grows: it has been made, and holds.
            noteReads(state);
            return;
        }
        boolean baseIsJudged = before != null && before.process() == node.process() && before.state().base() == state.base();
        if (before == null) {
            before = first(node, state);
        }
        HardState durable = durable(before, state);
        if (state.hardState().lostIndex() > before.state().hardState().lostIndex()) {
            keepUndamaged(node);
        }
        MemberView view = new MemberView(node.process(), state, durable, lastApplied);
        views[(int) node.id()] = view;
        if (state.hardState().lostIndex() > 0 && droppedIn[(int) node.id()] >= 0) {
            droppedIn[(int) node.id()] = state.hardState().term();
        }
        boolean sameProcess = before.process() == node.process();
        if (sameProcess) {
            checkMonotony(node, before, view);
        } else {
            checkRecovery(node, before, state);
        }
        checkBounds(node, view);
        if (!baseIsJudged) {
            // Else what is committed there has been compared, and does not change.
            checkBase(node, before, state, sameProcess);
        }
        checkLog(node, before, state, sameProcess);
        if (sameProcess) {
            votes.voted(node, before.state(), state);
        }
        votes.observe(node, state, durable);
        checkLeader(node, before, state, sameProcess);
        long committed = commits.last();
        commits.observe(node, state, sameProcess ? before.state().lastIndex() : state.commitIndex(), this::hasHeld);
        if (commits.last() > committed || !sameProcess) {
            electable.check(running(), commits.entry(commits.last()));
        }
        noteReads(state);
    }

    /** What a member was of which nothing is known: new, or come back after it had dropped all but its promises. */
    private MemberView first(SimNode node, MemberState state) {
        HardState before = owed[(int) node.id()];
        owed[(int) node.id()] = null;
        if (before == null) {
            return new MemberView(node.process(), empty(state), HardState.INITIAL, 0);
        }
        world.counters().sights.saw(Sight.REPLICA_CAME_BACK);
        return new MemberView(BEFORE_ANY_PROCESS, empty(state), before, 0);
    }

    /** What each member is whose process runs. */
    private MemberState[] running() {
        MemberState[] running = new MemberState[views.length];
        for (SimNode node : world.nodes()) {
            MemberView view = views[(int) node.id()];
            boolean isCurrent = node.isUp() && view != null && view.process() == node.process();
            running[(int) node.id()] = isCurrent ? view.state() : null;
        }
        return running;
    }

    /** A read that waits for a round has found no lease. */
    private void noteReads(MemberState state) {
        List<MemberState.PendingRead> reads = state.reads();
        if (world.counters().leases > 0 && !reads.isEmpty() && reads.get(reads.size() - 1).round() > 0) {
            world.counters().sights.saw(Sight.LEASE_REFUSED);
        }
    }

    /** A member before it has done anything, as it would have been captured. */
    private static MemberState empty(MemberState like) {
        return MemberState.restarted(like.identity(), new Recovered(HardState.INITIAL, like.base(), List.of()));
    }

    /** Term and vote are durable when no write that carries them is on its way. */
    private static HardState durable(MemberView before, MemberState state) {
        for (MemberState.PendingWrite pending : state.pendingWrites()) {
            if (pending.write().hardState() != null) {
                return before.durable();
            }
        }
        return state.hardState();
    }

    private void checkRecovery(SimNode node, MemberView before, MemberState state) {
        HardState durable = before.durable();
        HardState recovered = state.hardState();
        told.recovered(node, recovered.term());
        if (recovered.term() < durable.term()) {
            throw world.violation("DurableTerm", node, "term " + durable.term() + " was durable, and the disk gave back " + recovered.term());
        }
        if (recovered.term() == durable.term()
                && durable.votedFor() != Configuration.NOBODY
                && recovered.votedFor() != durable.votedFor()) {
            throw world.violation("DurableVote", node, "the vote for " + durable.votedFor() + " in term " + durable.term()
                    + " was durable, and the disk gave back " + recovered.votedFor());
        }
        MemberState old = before.state();
        if (recovered.lostIndex() > old.hardState().lostIndex()) {
            checkLoss(node, before, recovered);
            world.counters().sights.saw(Sight.DAMAGE_NOTICED);
        }
        if (state.lastIndex() < old.lastIndex()) {
            world.counters().tailsLost++;
        }
        for (long index = Math.max(old.base().index(), state.base().index()) + 1; index <= old.durableIndex(); index++) {
            Entry promised = MemberView.entry(old, index);
            if (!promised.equals(MemberView.entry(state, index)) && !(world.isDamaged(node) && recovered.lostIndex() >= index)) {
                throw world.violation("DurableLog", node, "entry " + index + " of term " + promised.term()
                        + " was durable, and the disk gave back " + MemberView.entry(state, index));
            }
        }
    }

    /** Power failures alone damage nothing. A member that has dropped its replica, and comes back, knows how far the group went, and not what it held. */
    private void checkLoss(SimNode node, MemberView before, HardState recovered) {
        if (before.process() != BEFORE_ANY_PROCESS && node.isDiskSound()) {
            throw world.violation("Recovery", node, "misses what it had up to index " + recovered.lostIndex() + " of group " + group + ", on a disk that was never damaged");
        }
    }

    private void checkMonotony(SimNode node, MemberView before, MemberView now) {
        MemberState old = before.state();
        MemberState state = now.state();
        noteChange(old, state);
        if (state.hardState().term() < old.hardState().term()) {
            throw world.violation("MonotonicTerm", node, "the term fell from " + old.hardState().term() + " to " + state.hardState().term());
        }
        if (state.hardState().term() == old.hardState().term()
                && old.hardState().votedFor() != Configuration.NOBODY
                && state.hardState().votedFor() != old.hardState().votedFor()) {
            throw world.violation("VoteIsFinal", node, "the vote for n" + old.hardState().votedFor() + " in term " + old.hardState().term()
                    + " has become " + state.hardState().votedFor());
        }
        if (state.commitIndex() < old.commitIndex()) {
            throw world.violation("MonotonicCommit", node, "commitIndex fell from " + old.commitIndex() + " to " + state.commitIndex());
        }
        checkProgress(node, old, state);
        if (now.lastApplied() < before.lastApplied()) {
            throw world.violation("MonotonicApply", node, "lastApplied fell from " + before.lastApplied() + " to " + now.lastApplied());
        }
    }

    private void noteChange(MemberState old, MemberState state) {
        if (old.hardState().lostIndex() > 0 && state.hardState().lostIndex() == 0) {
            world.counters().sights.saw(Sight.DAMAGE_REPAIRED);
        }
        boolean laterTerm = state.hardState().term() > old.hardState().term();
        if (old.role() == Role.LEADER && state.role() != Role.LEADER) {
            world.counters().sights.saw(laterTerm ? Sight.LEADER_DEPOSED : Sight.LEADER_MADE_ROOM);
        } else if (old.role() == Role.CANDIDATE && state.role() == Role.FOLLOWER) {
            world.counters().sights.saw(Sight.CANDIDATE_LOST);
        }
    }

    /**
     * What a leader knows to be on a member's disk stays there while it leads, unless damage takes it; a learner may come with another disk. Of a member that had left, has dropped its replica
     * and is let in again, a late answer may speak of what it held then: all of that was committed without it.
     */
    private void checkProgress(SimNode node, MemberState old, MemberState state) {
        if (old.role() != Role.LEADER || state.role() != Role.LEADER || old.hardState().term() != state.hardState().term()) {
            return;
        }
        state.progress().forEach((member, progress) -> {
            MemberState.Progress earlier = old.progress().get(member);
            boolean same = earlier != null && earlier.incarnation() == progress.incarnation();
            if (same && progress.matchIndex() < earlier.matchIndex() && !world.isDamaged(world.node(member)) && old.hardState().term() > droppedIn[(int) (long) member]) {
                throw world.violation("MonotonicMatch", node, "matchIndex of n" + member + " fell from " + earlier.matchIndex() + " to "
                        + progress.matchIndex());
            }
        });
    }

    private void checkBounds(SimNode node, MemberView now) {
        MemberState state = now.state();
        long last = state.lastIndex();
        if (state.commitIndex() > last || state.durableIndex() > last || now.lastApplied() > state.commitIndex()) {
            throw world.violation("Bounds", node, "lastApplied " + now.lastApplied() + " <= commitIndex " + state.commitIndex()
                    + " <= last index " + last + " >= durable index " + state.durableIndex() + " does not hold");
        }
    }

    /** A log never begins later than what is applied, and its beginning moves on only. */
    private void checkBase(SimNode node, MemberView before, MemberState state, boolean sameProcess) {
        long base = state.base().index();
        if (sameProcess && base < before.state().base().index()) {
            throw world.violation("MonotonicBase", node, "the log's base fell from " + before.state().base().index() + " to " + base);
        }
        if (!commits.knows(base, state.base().term())) {
            throw world.violation("SnapshotOfCommitted", node, "its log begins after index " + base + " of term " + state.base().term() + ", which is not what is committed there");
        }
        boolean isNew = !sameProcess || base != before.state().base().index();
        if (base > 0 && isNew && !state.base().configuration().equals(commits.configurationAt(base))) {
            throw world.violation("SnapshotOfCommitted", node, "its log begins after index " + base + " with " + state.base().configuration() + ", and what is committed there is "
                    + commits.configurationAt(base));
        }
    }

    private void checkLog(SimNode node, MemberView before, MemberState state, boolean sameProcess) {
        long commonIndex = MemberView.lastCommonIndex(before.state(), state);
        if (commonIndex < before.state().lastIndex() && sameProcess) {
            if (commonIndex < before.state().commitIndex()) {
                throw world.violation("CommittedPrefix", node, "entry " + (commonIndex + 1) + " was committed (commitIndex "
                        + before.state().commitIndex() + ") and has been replaced");
            }
            world.counters().conflictsTruncated++;
            noteTruncated(before.state(), commonIndex);
        }
        logs.appended(node, state, (int) (commonIndex - state.base().index()));
    }

    private void noteTruncated(MemberState old, long commonIndex) {
        for (Entry entry : old.entries()) {
            if (entry.index() > commonIndex && entry.payload() instanceof Configuration) {
                world.counters().sights.saw(Sight.CONFIGURATION_TRUNCATED);
            }
        }
    }

    /** What elected it: the configuration in force before this turn, in which it may have begun a change already. */
    private static Configuration electors(MemberState before, MemberState state) {
        return state.configurationUpTo(Math.max(before.lastIndex(), state.base().index()));
    }

    private void checkLeader(SimNode node, MemberView before, MemberState state, boolean sameProcess) {
        if (state.role() != Role.LEADER) {
            return;
        }
        boolean isNew = !sameProcess
                || before.state().role() != Role.LEADER
                || before.state().hardState().term() != state.hardState().term();
        if (isNew) {
            votes.elected(node, state.hardState().term(), electors(before.state(), state));
            commits.elected(node, state);
            world.counters().leaderChanges++;
        }
    }
}
