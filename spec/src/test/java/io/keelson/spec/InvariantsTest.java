package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keelson.core.Bytes;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.ProgressState;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each invariant sees a state, made by hand, in which it does not hold; and none complains of one in which all do. */
class InvariantsTest {
    private static final ModelSettings MODEL = settings();

    private static ModelSettings settings() {
        try (SpecFiles files = SpecFiles.unpack()) {
            return ModelSettings.read(files, "explorations", "two-terms");
        }
    }

    private static Entry entry(long index, long term) {
        return new Entry(index, term, Payload.NOOP);
    }

    private static Recovered disk(long term, Entry... log) {
        return new Recovered(new HardState(term, 0), LogBase.bootstrap(MODEL.configuration()), List.of(log));
    }

    /** A member that knows what its disk holds. */
    private static MemberState follower(long id, Recovered disk) {
        return MemberState.restarted(GlobalState.identity(id), disk);
    }

    /** A member made of another by hand. */
    private static MemberState with(MemberState n, Role role, long commitIndex, long durableIndex, long matchIndexOfFirst) {
        TreeMap<Long, MemberState.Progress> progress = new TreeMap<>();
        if (role == Role.LEADER) {
            progress.put(1L, new MemberState.Progress(matchIndexOfFirst, matchIndexOfFirst + 1, ProgressState.REPLICATE, 0, 0, 1));
            progress.put(2L, new MemberState.Progress(0, 1, ProgressState.PROBE, 0, 0, 1));
        }
        return new MemberState(
                n.identity(), role, n.hardState(), role == Role.LEADER ? n.identity().member() : 0, n.base(), n.entries(), commitIndex,
                durableIndex, true, MemberState.Receiving.NOTHING, List.of(), new TreeSet<>(), progress, new TreeSet<>(), 0, List.of(), 0, false);
    }

    /** Everyone has the first entry, of term 1, and it is committed. */
    private final List<Recovered> disks = new ArrayList<>(List.of(disk(1, entry(1, 1)), disk(1, entry(1, 1)), disk(1, entry(1, 1))));
    private final List<MemberState> nodes =
            new ArrayList<>(List.of(follower(1, disks.get(0)), follower(2, disks.get(1)), follower(3, disks.get(2))));
    private final List<Message> messages = new ArrayList<>();
    private List<History.Chosen> chosen = List.of(new History.Chosen(1, Payload.NOOP, 1, MODEL.configuration()));
    private List<Long> asked = List.of();
    private final SortedSet<Effects.ReadReady> served = History.noAnswers();

    private String violated() {
        StateGraph graph = new StateGraph(MODEL);
        int state = graph.number(new GlobalState(nodes, disks, messages, new History(chosen, asked, served)));
        return new Invariants(MODEL, graph).violatedIn(state);
    }

    /** Member 3 leads term 1, which all have. */
    private void lead(long matchIndexOfFirst) {
        nodes.set(2, with(nodes.get(2), Role.LEADER, 1, 1, matchIndexOfFirst));
    }

    @Test
    void aSoundStateViolatesNothing() {
        lead(1);
        messages.add(new Message.AppendEntries(3, 1, 1, 0, 1, 1, 1, List.of(), 1, 0));
        messages.add(new Message.RequestVoteResponse(1, 1, 3, 1, 1, true));
        assertNull(violated());
    }

    @Test
    void electionSafety() {
        lead(1);
        messages.add(new Message.AppendEntries(2, 1, 1, 0, 1, 1, 1, List.of(), 1, 0));
        assertEquals("ElectionSafety", violated());
    }

    @Test
    void voteOncePerTerm() {
        messages.add(new Message.RequestVoteResponse(1, 1, 3, 1, 1, true));
        messages.add(new Message.RequestVoteResponse(1, 1, 2, 1, 1, true));
        assertEquals("VoteOncePerTerm", violated());
    }

    @Test
    void logMatching() {
        disks.set(0, disk(1, new Entry(1, 1, new Payload.Command(Bytes.utf8("v")))));
        assertEquals("LogMatching", violated());
    }

    @Test
    void leaderCompleteness() {
        disks.set(2, disk(1));
        nodes.set(2, with(follower(3, disks.get(2)), Role.LEADER, 0, 0, 0));
        assertEquals("LeaderCompleteness", violated());
    }

    @Test
    void stateMachineSafety() {
        disks.set(0, disk(1, entry(1, 1), entry(2, 1)));
        nodes.set(0, with(follower(1, disks.get(0)), Role.FOLLOWER, 2, 2, 0));
        assertEquals("StateMachineSafety", violated());
    }

    @Test
    void committedIsDurable() {
        disks.set(0, disk(1));
        disks.set(1, disk(1));
        nodes.set(0, follower(1, disks.get(0)));
        nodes.set(1, follower(2, disks.get(1)));
        assertEquals("CommittedIsDurable", violated());
    }

    @Test
    void toldIsDurable() {
        messages.add(new Message.RequestVote(1, 1, 2, 2, 1, 1, false));
        assertEquals("ToldIsDurable", violated());
    }

    @Test
    void toldIsKept() {
        messages.add(new Message.RequestVote(1, 1, 2, 2, 1, 1, false));
        disks.set(0, disk(2, entry(1, 1)));
        assertEquals("ToldIsKept", violated());
    }

    @Test
    void durableIndexIsTrue() {
        nodes.set(0, with(follower(1, disk(1, entry(1, 1), entry(2, 1))), Role.FOLLOWER, 0, 2, 0));
        assertEquals("DurableIndexIsTrue", violated());
    }

    @Test
    void matchIndexIsTrue() {
        lead(1);
        disks.set(0, disk(1));
        nodes.set(0, follower(1, disks.get(0)));
        assertEquals("MatchIndexIsTrue", violated());
    }

    @Test
    void readSafety() {
        asked = List.of(1L);
        served.add(new Effects.ReadReady(1, 0));
        assertEquals("ReadSafety", violated());
    }

    /** What damage took still counts for the disk that had it: whoever lost it does not vote. */
    @Test
    void damageIsNoLossOfWhatIsCommitted() {
        for (int i = 0; i < 2; i++) {
            disks.set(i, disks.get(i).damagedFrom(1));
            nodes.set(i, follower(i + 1, disks.get(i)));
        }
        assertNull(violated());
    }

    @Test
    void snapshotsArePrefixes() {
        LogBase uncommitted = new LogBase(2, 1, MODEL.configuration(), 1);
        disks.set(0, new Recovered(new HardState(1, 0), uncommitted, List.of()));
        assertEquals("SnapshotsArePrefixes", violated());
        disks.set(0, disk(1, entry(1, 1)));
        messages.add(new Message.InstallSnapshot(3, 1, 1, 0, 1, uncommitted, 1));
        assertEquals("SnapshotsArePrefixes", violated());
        messages.set(0, new Message.InstallSnapshot(3, 1, 1, 0, 1, new LogBase(1, 1, MODEL.configuration(), 1), 1));
        assertNull(violated());
    }

    @Test
    void rolesAreClean() {
        MemberState leader = with(nodes.get(2), Role.LEADER, 1, 1, 1);
        leader.progress().remove(2L);
        nodes.set(2, leader);
        assertEquals("RolesAreClean", violated());
    }
}
