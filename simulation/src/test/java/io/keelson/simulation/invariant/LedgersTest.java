package io.keelson.simulation.invariant;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.Role;
import io.keelson.kv.KvCommands;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.StateMachine;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Cluster;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.InvariantViolation;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Trace;
import io.keelson.simulation.world.Witness;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The checks themselves, on states made by hand: what they let pass and what they do not. */
class LedgersTest {
    private static final Configuration THREE = Configuration.of(1, 2, 3);

    private final World world = new World(1, new Cluster(3, 1, false, false, Schedule.SNAPSHOT_EVERY, member -> null), Interposer.NONE, Trace.digestOnly(), Witness.NONE);
    private final VoteLedger votes = new VoteLedger(world);
    private final LogLedger logs = new LogLedger(world);
    private final CommitLedger commits = new CommitLedger(world);
    private final ToldLedger told = new ToldLedger(world, SimNode.GROUP);

    private SimNode node(long id) {
        return world.node(id);
    }

    private static Entry entry(long index, long term, String command) {
        return new Entry(index, term, new Payload.Command(Bytes.utf8(command)));
    }

    /** A log whose entries have these terms, one after the other. */
    private static List<Entry> log(long... terms) {
        List<Entry> entries = new ArrayList<>();
        for (long term : terms) {
            long index = entries.size() + 1L;
            entries.add(entry(index, term, "c" + index + "." + term));
        }
        return entries;
    }

    private static MemberState state(long id, Role role, long term, long commitIndex, List<Entry> log) {
        return state(id, role, new HardState(term, 0), commitIndex, log);
    }

    private static MemberState state(long id, Role role, HardState hardState, long commitIndex, List<Entry> log) {
        return new MemberState(
                new MemberIdentity(1, id, 1),
                role,
                hardState,
                0,
                LogBase.bootstrap(THREE),
                log,
                commitIndex,
                log.size(),
                true,
                MemberState.Receiving.NOTHING,
                List.of(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                0,
                List.of(),
                0,
                false);
    }

    private static MemberState candidate(long id, long term, List<Long> votes) {
        MemberState plain = state(id, Role.CANDIDATE, new HardState(term, id), 0, List.of());
        return new MemberState(plain.identity(), plain.role(), plain.hardState(), plain.leader(), plain.base(), plain.entries(), plain.commitIndex(), plain.durableIndex(),
                plain.healthy(), plain.receiving(), plain.pendingWrites(), new TreeSet<>(votes), plain.progress(), plain.heardFrom(), plain.readRound(), plain.reads(),
                plain.transferee(), plain.leaseGivenUp());
    }

    /** The first so many members hold everything. */
    private static CommitLedger.Holders onDisksOf(int members) {
        return (member, entry) -> member <= members;
    }

    private static void assertViolates(String name, Executable action) {
        assertEquals(name, assertThrows(InvariantViolation.class, action).name());
    }

    /** What was committed before it began is not known one by one. */
    @Test
    void aRestoredGroupBeginsAfterWhatWasCopied() {
        CommitLedger restored = new CommitLedger(world, new LogBase(5, 2, world.configuration(), 1));
        assertEquals(5, restored.last());
        assertNull(restored.entry(5));
        assertTrue(restored.knows(5, 2));
        assertFalse(restored.knows(5, 3) || restored.knows(4, 2) || restored.knows(0, 0) || restored.knows(6, 2));
        assertEquals(world.configuration(), restored.configurationAt(5));
    }

    /** Its replicas hold what was applied to that index, and nothing of what came after. */
    @Test
    void aRestoredReplicaIsHeldToWhatTheFormerOneWas() {
        AppliedLedger former = new AppliedLedger(world, SimNode.GROUP);
        StateMachine machine = former.watch(node(1), KvStateMachine.inHeap());
        machine.apply(new StateMachine.ApplyContext(3, 1, 0), KvCommands.put(Bytes.utf8("a"), Bytes.utf8("1")));
        machine.apply(new StateMachine.ApplyContext(7, 1, 0), KvCommands.put(Bytes.utf8("a"), Bytes.utf8("2")));
        assertNotNull(AppliedLedger.restored(world, former, 7).at(7));
        AppliedLedger restored = AppliedLedger.restored(world, former, 5);
        assertEquals(former.at(3), restored.at(3));
        assertNull(restored.at(7));
    }

    @Test
    void oneVoteATermAndTheSameOneAgain() {
        votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 2, 1, 5, true));
        votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 2, 1, 5, true));
        votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 3, 1, 5, false));
        votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 3, 1, 6, true));
        assertViolates("SingleVote", () -> votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 3, 1, 5, true)));
    }

    @Test
    void aCandidateHasVotedForItself() {
        votes.sent(node(1), new Message.RequestVoteResponse(1, 1, 2, 1, 5, true));
        assertViolates("SingleVote", () -> votes.sent(node(1), new Message.RequestVote(1, 1, 3, 5, 0, 0, false)));
    }

    private void elect(long candidate, long term) {
        votes.sent(node(candidate), new Message.RequestVote(candidate, 1, 3, term, 0, 0, false));
        votes.sent(node(3), new Message.RequestVoteResponse(3, 1, candidate, 1, term, true));
        votes.elected(node(candidate), term, THREE);
    }

    @Test
    void aLeaderHasAMajorityOfItsTerm() {
        votes.sent(node(1), new Message.RequestVote(1, 1, 3, 5, 0, 0, false));
        votes.sent(node(3), new Message.RequestVoteResponse(3, 1, 1, 1, 4, true));
        assertViolates("ElectedByMajority", () -> votes.elected(node(1), 5, THREE));
        elect(1, 6);
    }

    @Test
    void aCandidateCountsTheVotesOfItsTermAlone() {
        votes.sent(node(2), new Message.RequestVoteResponse(2, 1, 1, 1, 4, true));
        votes.sent(node(3), new Message.RequestVoteResponse(3, 1, 1, 1, 5, true));
        assertDoesNotThrow(() -> votes.observe(node(1), candidate(1, 5, List.of(1L, 3L)), HardState.INITIAL));
        assertViolates("CountedVotes", () -> votes.observe(node(1), candidate(1, 5, List.of(1L, 2L)), HardState.INITIAL));
    }

    @Test
    void aVoteGoesToACandidateThatIsNotBehind() {
        votes.sent(node(1), new Message.RequestVote(1, 1, 2, 5, 2, 3, false));
        MemberState voted = state(2, Role.FOLLOWER, new HardState(5, 1), 0, log(1, 3, 3));
        assertViolates("VoteForUpToDate", () -> votes.voted(node(2), state(2, Role.FOLLOWER, 4, 0, log(1, 3, 3)), voted));
        assertDoesNotThrow(() -> votes.voted(node(2), state(2, Role.FOLLOWER, 4, 0, log(1, 3)), voted));
        assertDoesNotThrow(() -> votes.voted(node(2), voted, voted));
    }

    @Test
    void oneLeaderATerm() {
        elect(1, 5);
        elect(2, 6);
        assertViolates("ElectionSafety", () -> votes.elected(node(3), 5, THREE));
        assertViolates("ElectionSafety", () -> votes.elected(node(1), 5, THREE));
    }

    @Test
    void entriesOfOneIndexAndTermAreEqualAndFollowTheSame() {
        logs.appended(node(1), state(1, Role.FOLLOWER, 3, 0, log(1, 1, 3)), 0);
        assertDoesNotThrow(() -> logs.appended(node(2), state(2, Role.FOLLOWER, 3, 0, log(1, 2)), 0));
        List<Entry> otherCommand = List.of(entry(1, 1, "other"));
        assertViolates("LogMatching", () -> logs.appended(node(2), state(2, Role.FOLLOWER, 3, 0, otherCommand), 0));
        List<Entry> otherPast = List.of(log(1).get(0), entry(2, 2, "c2.2"), entry(3, 3, "c3.3"));
        assertViolates("LogMatching", () -> logs.appended(node(2), state(2, Role.FOLLOWER, 3, 0, otherPast), 0));
    }

    @Test
    void termsInALogDoNotFall() {
        assertViolates("LogOrder", () -> logs.appended(node(1), state(1, Role.FOLLOWER, 3, 0, log(1, 3, 2)), 0));
    }

    @Test
    void whatIsCommittedIsTheSameForAllAndOnAMajority() {
        commits.observe(node(1), state(1, Role.LEADER, 1, 2, log(1, 1)), 0, onDisksOf(2));
        commits.observe(node(2), state(2, Role.FOLLOWER, 1, 1, log(1)), 0, onDisksOf(1));
        assertEquals(2, commits.last());
        assertViolates("StateMachineSafety", () -> commits.observe(node(3), state(3, Role.FOLLOWER, 2, 1, log(2)), 0, onDisksOf(3)));
        assertViolates("CommittedIsDurable", () -> commits.observe(node(1), state(1, Role.LEADER, 1, 3, log(1, 1, 1)), 0, onDisksOf(1)));
    }

    /** A log that ends with a configuration. */
    private static List<Entry> changing(Configuration last, long... terms) {
        List<Entry> entries = log(terms);
        entries.add(new Entry(entries.size() + 1L, terms[terms.length - 1], last));
        return entries;
    }

    @Test
    void whatACommitNeedsIsSaidByTheConfigurationInForce() {
        Configuration two = new Configuration(List.of(1L, 2L), List.of(), List.of(3L));
        Configuration joint = new Configuration(List.of(1L), List.of(1L, 2L, 3L), List.of());
        MemberState learnersDoNotCount = state(1, Role.LEADER, 1, 2, changing(two, 1));
        assertViolates("CommittedIsDurable", () -> commits.observe(node(1), learnersDoNotCount, 1, (member, entry) -> member != 2));
        assertDoesNotThrow(() -> new CommitLedger(world).observe(node(1), learnersDoNotCount, 1, (member, entry) -> member != 3));
        MemberState bothMajorities = state(1, Role.LEADER, 1, 2, changing(joint, 1));
        assertViolates("CommittedIsDurable", () -> new CommitLedger(world).observe(node(1), bothMajorities, 2, onDisksOf(1)));
        assertDoesNotThrow(() -> new CommitLedger(world).observe(node(1), bothMajorities, 2, onDisksOf(2)));
    }

    /** A leader judges by what was in force when it took its turn, or by what it appended in it; a follower, by what was in force at the entry or later. */
    @Test
    void aLaterConfigurationJudgesAnEarlierEntry() {
        Configuration one = Configuration.of(1);
        MemberState appendedBefore = state(1, Role.LEADER, 1, 1, changing(Configuration.of(1, 2), 1));
        assertViolates("CommittedIsDurable", () -> new CommitLedger(world).observe(node(1), appendedBefore, 2, (member, entry) -> member > 1));
        assertDoesNotThrow(() -> new CommitLedger(world).observe(node(1), appendedBefore, 1, (member, entry) -> member > 1));
        MemberState appendedNow = state(1, Role.LEADER, 1, 1, changing(one, 1));
        assertDoesNotThrow(() -> new CommitLedger(world).observe(node(1), appendedNow, 1, onDisksOf(1)));
        MemberState follows = state(1, Role.FOLLOWER, 1, 1, changing(one, 1));
        assertDoesNotThrow(() -> new CommitLedger(world).observe(node(1), follows, 0, onDisksOf(1)));
    }

    @Test
    void theConfigurationOfAnIndexIsTheLastOneCommittedUpToThere() {
        Configuration two = Configuration.of(1, 2);
        List<Entry> log = changing(two, 1);
        log.add(entry(3, 1, "c"));
        commits.observe(node(1), state(1, Role.LEADER, 1, 3, log), 0, onDisksOf(3));
        assertEquals(world.configuration(), commits.configurationAt(1));
        assertEquals(two, commits.configurationAt(2));
        assertEquals(two, commits.configurationAt(3));
    }

    @Test
    void aVoteOfAWipedDiskWasGivenAndBindsNobody() {
        votes.sent(node(3), new Message.RequestVoteResponse(3, 1, 1, 1, 5, true));
        votes.wiped(node(3));
        assertDoesNotThrow(() -> votes.sent(node(3), new Message.RequestVoteResponse(3, 2, 2, 1, 5, true)));
        votes.sent(node(1), new Message.RequestVote(1, 1, 3, 5, 0, 0, false));
        assertDoesNotThrow(() -> votes.elected(node(1), 5, THREE));
    }

    @Test
    void whoeverCouldBeElectedHoldsWhatIsCommitted() {
        Electable electable = new Electable(world);
        Entry committed = log(1, 2).get(1);
        MemberState whole = state(1, Role.FOLLOWER, 2, 2, log(1, 2));
        MemberState behind = state(3, Role.FOLLOWER, 2, 0, log(1));
        MemberState longer = state(3, Role.FOLLOWER, 2, 0, log(1, 1, 1));
        MemberState wrong = state(3, Role.FOLLOWER, 3, 0, log(1, 3));
        MemberState second = state(2, Role.FOLLOWER, 2, 2, log(1, 2));
        assertDoesNotThrow(() -> electable.check(new MemberState[] {null, whole, second, behind}, committed), "two are ahead of it");
        assertDoesNotThrow(() -> electable.check(new MemberState[] {null, whole, second, longer}, committed), "a later last term counts for more than length");
        assertDoesNotThrow(() -> electable.check(new MemberState[] {null, null, null, behind}, committed), "nobody votes for it");
        assertViolates("ElectableHoldsCommitted", () -> electable.check(new MemberState[] {null, whole, second, wrong}, committed));
        MemberState lost = state(1, Role.FOLLOWER, new HardState(2, 0, 2), 0, log(1));
        assertDoesNotThrow(() -> electable.check(new MemberState[] {null, lost, null, behind}, committed), "a member that has lost something does not vote");
    }

    @Test
    void aLeaderCommitsItsOwnTermsEntriesOnly() {
        assertViolates("CommitsOwnTerm", () -> commits.observe(node(1), state(1, Role.LEADER, 4, 1, log(2)), 0, onDisksOf(3)));
        assertDoesNotThrow(() -> commits.observe(node(1), state(1, Role.LEADER, 4, 2, log(2, 4)), 0, onDisksOf(3)));
    }

    @Test
    void aLeaderHoldsWhatWasCommittedInEarlierTerms() {
        commits.observe(node(1), state(1, Role.LEADER, 2, 2, log(2, 2)), 0, onDisksOf(2));
        assertDoesNotThrow(() -> commits.elected(node(2), state(2, Role.LEADER, 3, 0, log(2, 2, 3))));
        assertViolates("LeaderCompleteness", () -> commits.elected(node(3), state(3, Role.LEADER, 3, 0, log(2))));
        assertDoesNotThrow(() -> commits.elected(node(3), state(3, Role.LEADER, 1, 0, log(1))), "a paused candidate may lead an old term late");
    }

    @Test
    void whoHoldsNoReplicaHasNothingToAcknowledge() {
        Message.AppendEntriesResponse acknowledgement = new Message.AppendEntriesResponse(1, 1, 2, 7, true, 3, 0, 0, 0, false);
        assertViolates("AcknowledgedIsDurable", () -> told.sent(node(1), acknowledgement, null));
        MemberView heldUntilNow = new MemberView(node(1).process(), state(1, Role.FOLLOWER, 7, 0, log()), HardState.INITIAL, 0);
        assertDoesNotThrow(() -> told.sent(node(1), acknowledgement, heldUntilNow));
        MemberView heldInAnotherLife = new MemberView(node(1).process() - 1, state(1, Role.FOLLOWER, 7, 3, log(7, 7, 7)), HardState.INITIAL, 0);
        assertViolates("AcknowledgedIsDurable", () -> told.sent(node(1), acknowledgement, heldInAnotherLife));
    }

    @Test
    void aTermThatWasToldIsNotTakenBack() {
        told.sent(node(1), new Message.AppendEntriesResponse(1, 1, 2, 7, false, 0, 0, 0, 0, false), null);
        told.sent(node(1), new Message.PreVote(1, 1, 2, 8, 0, 0), null);
        assertDoesNotThrow(() -> told.recovered(node(1), 7));
        assertViolates("ToldTerm", () -> told.recovered(node(1), 6));
    }
}
