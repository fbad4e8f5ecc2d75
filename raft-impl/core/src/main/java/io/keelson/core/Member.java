package io.keelson.core;

import io.keelson.core.MemberState.PendingRead;
import io.keelson.core.MemberState.Receiving;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The node record of the spec, with the rules about terms and roles that every handler shares. The handlers change it; {@link Outbox} collects what they
 * want of the host.
 */
final class Member {
    final MemberIdentity identity;
    final MemberSettings settings;
    final RaftLog log;
    final PendingWrites pendingWrites;
    final Outbox out;

    Role role = Role.FOLLOWER;
    long term;
    long votedFor;
    long leader = Configuration.NOBODY;
    long commitIndex;
    long durableIndex;
    long lostIndex;
    boolean healthy;
    Receiving receiving;
    final TreeSet<Long> votes = new TreeSet<>();
    final TreeMap<Long, Progress> progress = new TreeMap<>();
    final TreeSet<Long> heardFrom = new TreeSet<>();
    long readRound;
    final ArrayList<PendingRead> reads = new ArrayList<>();
    long transferee;
    boolean leaseGivenUp;

    /** What this step tells the timers; not state of the protocol, and never read by a handler. */
    boolean leaderWasHeard;
    /** As above: a vote was given, which is as good as having heard a leader. */
    boolean electionTimerRestarts;

    Member(MemberSettings settings, MemberState state) {
        this.identity = state.identity();
        this.settings = settings;
        this.log = new RaftLog(state.base(), state.entries(), settings.packedBytes());
        this.pendingWrites = new PendingWrites(state.pendingWrites());
        this.out = new Outbox(pendingWrites);
        role = state.role();
        term = state.hardState().term();
        votedFor = state.hardState().votedFor();
        leader = state.leader();
        commitIndex = state.commitIndex();
        durableIndex = state.durableIndex();
        lostIndex = state.hardState().lostIndex();
        healthy = state.healthy();
        receiving = state.receiving();
        votes.addAll(state.votes());
        state.progress().forEach((member, captured) -> progress.put(member, new Progress(captured)));
        heardFrom.addAll(state.heardFrom());
        readRound = state.readRound();
        reads.addAll(state.reads());
        transferee = state.transferee();
        leaseGivenUp = state.leaseGivenUp();
    }

    MemberState capture() {
        return new MemberState(
                identity,
                role,
                hardState(),
                leader,
                log.base(),
                log.all(),
                commitIndex,
                durableIndex,
                healthy,
                receiving,
                pendingWrites.all(),
                copyOf(votes),
                capturedProgress(),
                copyOf(heardFrom),
                readRound,
                List.copyOf(reads),
                transferee,
                leaseGivenUp);
    }

    private static SortedSet<Long> copyOf(TreeSet<Long> members) {
        return members.isEmpty() ? Collections.emptySortedSet() : new TreeSet<>(members);
    }

    private SortedMap<Long, MemberState.Progress> capturedProgress() {
        if (progress.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<Long, MemberState.Progress> copy = new TreeMap<>();
        progress.forEach((member, current) -> copy.put(member, current.capture()));
        return copy;
    }

    HardState hardState() {
        return new HardState(term, votedFor, lostIndex);
    }

    long id() {
        return identity.member();
    }

    /** Which data directory this is. */
    long incarnation() {
        return identity.incarnation();
    }

    boolean isLeader() {
        return role == Role.LEADER;
    }

    Configuration configuration() {
        return log.configuration();
    }

    /** Every voter but this member. */
    List<Long> otherVoters() {
        return configuration().allVoters().stream().filter(voter -> voter != id()).toList();
    }

    /**
     * What this leader knows of whoever answers; null if that is nobody it sends to, or a stranger that bears a voter's id. A learner counts for nothing, so it may change its directory as often as
     * it likes: an answer of a former one may come late, when the member has just been let in again, and must not keep the next one out. Spec: {@code IsTheirs}.
     */
    Progress progressOf(long answering, long answeringIncarnation) {
        Progress known = progress.get(answering);
        boolean theirs = known != null && (known.mayBeOf(answeringIncarnation) || !configuration().isVoter(answering));
        return theirs ? known : null;
    }

    /** Becomes a follower in this term or a later one; what the role does not use is forgotten. Spec: {@code BecomeFollower}. */
    void becomeFollower(long newTerm, long newLeader) {
        assert newTerm >= term : "a term never falls";
        if (newTerm > term) {
            term = newTerm;
            votedFor = Configuration.NOBODY;
        }
        takeRole(Role.FOLLOWER, newLeader);
    }

    /** Changes the role and forgets what the former one knew. Chunks of a snapshot are kept as long as their sender leads. Spec: {@code TakeRole}. */
    void takeRole(Role newRole, long newLeader) {
        if (newRole != Role.FOLLOWER || newLeader != leader) {
            receiving = Receiving.NOTHING;
        }
        role = newRole;
        leader = newLeader;
        votes.clear();
        progress.clear();
        heardFrom.clear();
        readRound = 0;
        transferee = Configuration.NOBODY;
        leaseGivenUp = false;
        for (PendingRead read : reads) {
            if (read.requester() == id()) {
                out.readRefused(read.requestId());
            }
        }
        reads.clear();
    }

    /** Appends to the log in memory and to this step's write; the durable mark falls back where a suffix is replaced. Spec: {@code Append}. */
    void append(List<Entry> entries) {
        if (!entries.isEmpty()) {
            log.append(entries);
            durableIndex = Math.min(durableIndex, entries.get(0).index() - 1);
            out.write(entries);
        }
    }

    /**
     * Damage took entries that this member had vouched for. Once as much is committed, and all that it has is durable, it holds again whatever was committed with its
     * help: it is whole. Not in the step that writes the last of it: a crash may keep the hard state of that write and none of its entries. Spec: {@code MendIfWhole}.
     */
    void mendIfWhole() {
        if (lostIndex > 0 && commitIndex >= lostIndex && pendingWrites.isEmpty() && !out.writesLog()) {
            lostIndex = 0;
        }
    }

    /** Moves the commit index and hands the newly committed entries out. Spec: {@code CommitTo}. */
    void commitTo(long index) {
        if (index > commitIndex) {
            assert index <= log.lastIndex() : "commit beyond the log";
            out.committed(log.between(commitIndex + 1, index));
            commitIndex = index;
        }
    }

    /** Says whether this leader has committed an entry of its own term: before that it does not know what is committed (thesis 6.4). */
    boolean committedInTerm() {
        return log.termAt(commitIndex) == term;
    }

    /** What must hold between any two steps. */
    boolean isSound() {
        assert log.base().index() <= commitIndex && commitIndex <= log.lastIndex() : "commit index outside the log";
        assert log.base().index() <= durableIndex && durableIndex <= log.lastIndex() : "durable index outside the log";
        assert log.lastTerm() <= term : "an entry from a later term";
        assert !isLeader() || leader == id() : "a leader that does not know itself";
        assert !isLeader() || !pendingWrites.hasHardState() : "a leader whose term or vote is not durable";
        assert isLeader() || (progress.isEmpty() && reads.isEmpty() && heardFrom.isEmpty()) : "left-overs of leadership";
        assert isLeader() || (transferee == Configuration.NOBODY && !leaseGivenUp) : "left-overs of a transfer";
        assert !isLeader() || (healthy && lostIndex == 0) : "a leader without a sound disk";
        assert role == Role.FOLLOWER || receiving.equals(Receiving.NOTHING) : "a snapshot for one who does not follow";
        assert role == Role.PRE_CANDIDATE || role == Role.CANDIDATE || votes.isEmpty() : "left-overs of a campaign";
        return true;
    }
}
