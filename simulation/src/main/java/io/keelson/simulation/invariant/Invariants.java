package io.keelson.simulation.invariant;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
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
import java.util.List;

/**
 * What must hold after each turn of each node (thesis figure 3.2, and what durability adds to it). Looks only at the node that took the turn, and only
 * at what is new about it.
 */
public final class Invariants {
    private final World world;
    private final MemberView[] views;
    private final VoteLedger votes;
    private final LogLedger logs;
    private final CommitLedger commits;
    private final AppliedLedger applied;
    private final ToldLedger told;

    /** Watches a world that has not started. */
    public Invariants(World world) {
        this.world = world;
        this.views = new MemberView[world.nodes().size() + 1];
        this.votes = new VoteLedger(world);
        this.logs = new LogLedger(world);
        this.commits = new CommitLedger(world);
        this.applied = new AppliedLedger(world);
        this.told = new ToldLedger(world);
    }

    /** Returns what has been applied by anyone. */
    public AppliedLedger applied() {
        return applied;
    }

    /** Returns what has been committed. */
    public CommitLedger commits() {
        return commits;
    }

    /** A node puts a frame on the network, at the end of its turn. */
    public void sent(SimNode node, ByteBuffer frame) {
        try {
            if (FrameCodec.decode(frame) instanceof Frame.Protocol protocol) {
                votes.sent(node, protocol.message());
                told.sent(node, protocol.message(), views[(int) node.id()]);
                if (protocol.message() instanceof Message.AppendEntriesResponse answer && !answer.success()) {
                    world.counters().sights.saw(Sight.APPEND_REFUSED);
                }
            }
        } catch (MalformedFrameException e) {
            throw world.violation("WellFormedFrames", node, "sends what is no frame: " + e.getMessage());
        }
    }

    /** Says whether the committed entry at an index is known to be on the disks of a majority now. */
    public boolean isHeldByMajority(long index) {
        return index <= commits.last() && holders(commits.entry(index)) > world.nodes().size() / 2;
    }

    private int holders(Entry entry) {
        int holders = 0;
        for (MemberView view : views) {
            if (view != null && view.isDurable(entry)) {
                holders++;
            }
        }
        return holders;
    }

    /** A node has taken a turn, or has just started. */
    public void observe(SimNode node) {
        MemberState state = node.capture();
        MemberView before = views[(int) node.id()];
        if (before == null) {
            before = new MemberView(node.process(), empty(state), HardState.INITIAL, 0);
        }
        HardState durable = durable(before, state);
        views[(int) node.id()] = new MemberView(node.process(), state, durable, node.lastApplied());
        boolean sameProcess = before.process() == node.process();
        if (sameProcess) {
            checkMonotony(node, before, state);
        } else {
            checkRecovery(node, before, state);
        }
        checkBounds(node, state);
        checkBase(node, before, state, sameProcess);
        checkLog(node, before, state, sameProcess);
        if (sameProcess) {
            votes.voted(node, before.state(), state);
        }
        votes.observe(node, state, durable);
        checkLeader(node, before, state, sameProcess);
        commits.observe(node, state, this::holders);
    }

    /** A member before it has done anything, as it would have been captured. */
    private static MemberState empty(MemberState like) {
        return MemberState.restarted(like.identity(), new Recovered(HardState.INITIAL, like.base(), List.of()));
    }

    /** Term and vote are durable when no write that carries them is on its way. */
    private static HardState durable(MemberView before, MemberState state) {
        boolean pending =
                state.pendingWrites().stream().anyMatch(write -> write.write().hardState() != null);
        return pending ? before.durable() : state.hardState();
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
        if (state.lastIndex() < old.lastIndex()) {
            world.counters().tailsLost++;
        }
        for (long index = Math.max(old.base().index(), state.base().index()) + 1; index <= old.durableIndex(); index++) {
            Entry promised = MemberView.entry(old, index);
            if (!promised.equals(MemberView.entry(state, index))) {
                throw world.violation("DurableLog", node, "entry " + index + " of term " + promised.term()
                        + " was durable, and the disk gave back " + MemberView.entry(state, index));
            }
        }
    }

    private void checkMonotony(SimNode node, MemberView before, MemberState state) {
        MemberState old = before.state();
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
        if (node.lastApplied() < before.lastApplied()) {
            throw world.violation("MonotonicApply", node, "lastApplied fell from " + before.lastApplied() + " to " + node.lastApplied());
        }
    }

    private void noteChange(MemberState old, MemberState state) {
        boolean laterTerm = state.hardState().term() > old.hardState().term();
        if (old.role() == Role.LEADER && state.role() != Role.LEADER) {
            world.counters().sights.saw(laterTerm ? Sight.LEADER_DEPOSED : Sight.LEADER_MADE_ROOM);
        } else if (old.role() == Role.CANDIDATE && state.role() == Role.FOLLOWER) {
            world.counters().sights.saw(Sight.CANDIDATE_LOST);
        }
    }

    /** What a leader knows to be on a member's disk stays there while it leads. */
    private void checkProgress(SimNode node, MemberState old, MemberState state) {
        if (old.role() != Role.LEADER || state.role() != Role.LEADER || old.hardState().term() != state.hardState().term()) {
            return;
        }
        state.progress().forEach((member, progress) -> {
            MemberState.Progress earlier = old.progress().get(member);
            if (earlier != null && progress.matchIndex() < earlier.matchIndex()) {
                throw world.violation("MonotonicMatch", node, "matchIndex of n" + member + " fell from " + earlier.matchIndex() + " to "
                        + progress.matchIndex());
            }
        });
    }

    private void checkBounds(SimNode node, MemberState state) {
        long last = state.lastIndex();
        if (state.commitIndex() > last || state.durableIndex() > last || node.lastApplied() > state.commitIndex()) {
            throw world.violation("Bounds", node, "lastApplied " + node.lastApplied() + " <= commitIndex " + state.commitIndex()
                    + " <= last index " + last + " >= durable index " + state.durableIndex() + " does not hold");
        }
    }

    /** A log never begins later than what is applied, and its beginning moves on only. */
    private void checkBase(SimNode node, MemberView before, MemberState state, boolean sameProcess) {
        long base = state.base().index();
        if (sameProcess && base < before.state().base().index()) {
            throw world.violation("MonotonicBase", node, "the log's base fell from " + before.state().base().index() + " to " + base);
        }
        if (base > 0 && (base > commits.last() || commits.entry(base).term() != state.base().term())) {
            throw world.violation("SnapshotOfCommitted", node, "its log begins after index " + base + " of term " + state.base().term() + ", which is not what is committed there");
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
        }
        logs.appended(node, state, (int) (commonIndex - state.base().index()));
    }

    private void checkLeader(SimNode node, MemberView before, MemberState state, boolean sameProcess) {
        if (state.role() != Role.LEADER) {
            return;
        }
        boolean isNew = !sameProcess
                || before.state().role() != Role.LEADER
                || before.state().hardState().term() != state.hardState().term();
        if (isNew) {
            votes.elected(node, state.hardState().term());
            commits.elected(node, state);
            world.counters().leaderChanges++;
        }
    }
}
