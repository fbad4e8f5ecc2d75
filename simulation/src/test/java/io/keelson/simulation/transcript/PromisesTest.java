package io.keelson.simulation.transcript;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each promise, broken on purpose by states and messages that no intact core has. */
class PromisesTest {
    private static final LogBase BASE = LogBase.bootstrap(Configuration.of(1, 2, 3));

    private final Promises promises = new Promises(BASE);
    private final TreeMap<Long, Disk> disks = new TreeMap<>();
    private final TreeMap<Long, MemberState> states = new TreeMap<>();

    PromisesTest() {
        for (long id = 1; id <= 3; id++) {
            disks.put(id, new Disk(Recovered.nothing(BASE.configuration())));
            states.put(id, state(id, Role.FOLLOWER, 0, List.of(), 0, 0));
        }
    }

    private static Entry entry(long index, long term) {
        return new Entry(index, term, Payload.NOOP);
    }

    private static MemberState state(long id, Role role, long term, List<Entry> log, long commitIndex, long durableIndex) {
        return state(id, role, term, log, commitIndex, durableIndex, new TreeMap<>());
    }

    private static MemberState state(
            long id, Role role, long term, List<Entry> log, long commitIndex, long durableIndex, TreeMap<Long, MemberState.Progress> progress) {
        return new MemberState(new MemberIdentity(1, id, 1), role, new HardState(term, 0), 0, BASE, log, commitIndex, durableIndex, true,
                MemberState.Receiving.NOTHING, List.of(), new TreeSet<>(), progress, new TreeSet<>(), 0, List.of(), 0, false);
    }

    private void onDisks(long term, List<Entry> log, long... ids) {
        for (long id : ids) {
            disks.get(id).put(new HardState(term, 0), log);
        }
    }

    private void observe(MemberState state) {
        states.put(state.identity().member(), state);
        promises.observe(state, true, states, disks);
    }

    private static void assertBroken(String promise, Runnable what) {
        String message = assertThrows(Promises.Broken.class, what::run).getMessage();
        assertEquals(promise, message.substring(0, message.indexOf(':')));
    }

    @Test
    void twoLeadersOfATerm() {
        observe(state(1, Role.LEADER, 1, List.of(), 0, 0));
        assertBroken("ElectionSafety", () -> observe(state(2, Role.LEADER, 1, List.of(), 0, 0)));
    }

    @Test
    void twoVotesInATerm() {
        onDisks(1, List.of(), 3);
        promises.told(new Message.RequestVoteResponse(3, 1, 1, 1, 1, true), disks.get(3L));
        assertDoesNotThrow(() -> promises.told(new Message.RequestVoteResponse(3, 1, 1, 1, 1, true), disks.get(3L)));
        assertBroken("VoteOncePerTerm", () -> promises.told(new Message.RequestVoteResponse(3, 1, 2, 1, 1, true), disks.get(3L)));
    }

    @Test
    void aTermToldBeforeItIsDurable() {
        assertBroken("ToldIsDurable", () -> promises.told(new Message.RequestVote(1, 1, 2, 1, 0, 0, false), disks.get(1L)));
    }

    @Test
    void anAcknowledgementBeforeItIsDurable() {
        onDisks(1, List.of(entry(1, 1)), 2);
        promises.told(new Message.AppendEntriesResponse(2, 1, 1, 1, true, 1, 0, 0, 0, false), disks.get(2L));
        assertBroken("AcknowledgedIsDurable", () -> promises.told(new Message.AppendEntriesResponse(2, 1, 1, 1, true, 2, 0, 0, 0, false), disks.get(2L)));
    }

    @Test
    void aCommitThatIsNotOnAMajority() {
        onDisks(1, List.of(entry(1, 1)), 1);
        assertBroken("CommittedIsDurable", () -> observe(state(1, Role.LEADER, 1, List.of(entry(1, 1)), 1, 1)));
    }

    @Test
    void aCommittedEntryThatADiskLoses() {
        onDisks(1, List.of(entry(1, 1)), 1, 2);
        observe(state(1, Role.LEADER, 1, List.of(entry(1, 1)), 1, 1));
        onDisks(1, List.of(), 2);
        assertBroken("CommittedIsDurable", () -> observe(state(2, Role.FOLLOWER, 1, List.of(), 0, 0)));
    }

    @Test
    void anOldTermCommittedByCounting() {
        onDisks(1, List.of(entry(1, 1)), 1, 2);
        assertBroken("CommitsOwnTerm", () -> observe(state(1, Role.LEADER, 2, List.of(entry(1, 1)), 1, 1)));
    }

    @Test
    void differentEntriesCommittedAtOneIndex() {
        onDisks(2, List.of(entry(1, 1)), 1, 2);
        observe(state(1, Role.LEADER, 1, List.of(entry(1, 1)), 1, 1));
        assertBroken("StateMachineSafety", () -> observe(state(3, Role.FOLLOWER, 2, List.of(entry(1, 2)), 1, 0)));
    }

    @Test
    void aLeaderWithoutWhatIsCommitted() {
        onDisks(1, List.of(entry(1, 1)), 1, 2);
        observe(state(1, Role.LEADER, 1, List.of(entry(1, 1)), 1, 1));
        assertBroken("LeaderCompleteness", () -> observe(state(3, Role.LEADER, 2, List.of(), 0, 0)));
    }

    @Test
    void logsThatShareAnEntryAndDifferBeneath() {
        observe(state(1, Role.FOLLOWER, 2, List.of(entry(1, 1), entry(2, 2)), 0, 0));
        assertBroken("LogMatching", () -> observe(state(2, Role.FOLLOWER, 2, List.of(entry(1, 2), entry(2, 2)), 0, 0)));
    }

    @Test
    void aDurableIndexBeyondTheDisk() {
        assertBroken("DurableIndexIsTrue", () -> observe(state(1, Role.FOLLOWER, 1, List.of(entry(1, 1)), 0, 1)));
    }

    @Test
    void aReadThatMissesACommit() {
        onDisks(1, List.of(entry(1, 1)), 1, 2);
        observe(state(1, Role.LEADER, 1, List.of(entry(1, 1)), 1, 1));
        promises.asked(3, 7);
        assertDoesNotThrow(() -> promises.answered(3, 7, 1));
        assertBroken("ReadSafety", () -> promises.answered(3, 7, 0));
    }

    @Test
    void aLeaderThatChangesItsLogOrForgetsWhatAMemberHas() {
        TreeMap<Long, MemberState.Progress> knows = new TreeMap<>();
        knows.put(2L, new MemberState.Progress(2, 3, io.keelson.core.ProgressState.REPLICATE, 0, 0, 0));
        TreeMap<Long, MemberState.Progress> forgot = new TreeMap<>();
        forgot.put(2L, new MemberState.Progress(1, 3, io.keelson.core.ProgressState.REPLICATE, 0, 0, 0));
        observe(state(1, Role.LEADER, 2, List.of(entry(1, 1)), 0, 0, knows));
        assertBroken("MatchIndexNeverFalls", () -> observe(state(1, Role.LEADER, 2, List.of(entry(1, 1)), 0, 0, forgot)));
        observe(state(1, Role.LEADER, 2, List.of(entry(1, 1)), 0, 0, forgot));
        assertBroken("LeaderAppendOnly", () -> observe(state(1, Role.LEADER, 2, List.of(), 0, 0, forgot)));
        assertBroken("NothingFalls", () -> observe(state(1, Role.FOLLOWER, 1, List.of(), 0, 0)));
    }
}
