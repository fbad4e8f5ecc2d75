package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The explorer alone: no TLC is started here. */
class ExplorerTest {
    private static final String ONE_MEMBER =
            """
            INIT Init \\* where it begins
            CONSTANTS
                s1 = s1  None = None
                Server = {s1} PreVoteOn = FALSE CheckQuorumOn = FALSE MaxAppend = 1 MaxInflight = 2
                NetMode = "slot" MaxTerm = 2 MaxLog = 2 MaxReads = 0 MayCampaign = {s1} MayCrash = {s1}
                LeaseOn = FALSE CatchUpLag = 0 Voters = {s1} MayCompact = {} Chunks = 1 MayTransferTo = {}
                VoterTargets = {} LearnerTargets = {} MayStall = {} MayDamage = {} MayWipe = {} Founded = TRUE
                SyncDisk = TRUE ReplicationOn = TRUE HeartbeatsOn = TRUE Broken = {}
            INVARIANTS ElectionSafety
            """;

    private static ModelSettings settings(String configuration) {
        return new ModelSettings("m", new ModelConfiguration("models/m.cfg", configuration));
    }

    private static Exploration explore(String configuration) {
        ModelSettings settings = settings(configuration);
        return new Explorer(settings).run(List.of(GlobalState.initial(settings)), (states, transitions) -> {});
    }

    /**
     * One member alone, counted by hand. It campaigns, and is elected once its vote is durable: its first entry is under way to the disk then. A
     * heartbeat or the disk finish that, a
     * proposal as well, with a second entry.
     */
    @Test
    void statesAndTransitionsOfOneMemberAreCountedExactly() {
        Exploration found = explore(ONE_MEMBER.replace("MayCrash = {s1}", "MayCrash = {}"));
        assertNull(found.failure());
        assertTrue(found.complete());
        assertEquals(List.of(1L, 1L, 2L), found.statesPerDepth());
        assertEquals(List.of(1L, 3L, 3L), found.transitionsPerDepth());
        assertEquals(4, found.states());
        assertEquals(7, found.transitions());
        assertEquals(3, found.depth());
    }

    @Test
    void aConstantThatNobodyKnowsIsAnErrorThatNamesIt() {
        IllegalArgumentException failure = assertThrows(
                IllegalArgumentException.class, () -> settings(ONE_MEMBER.replace("MaxReads = 0", "MaxReads = 0 WitnessOn = TRUE")));
        assertTrue(failure.getMessage().startsWith("models/m.cfg: ") && failure.getMessage().contains("WitnessOn"), failure.getMessage());
    }

    @Test
    void aConstantThatIsMissingOrMalformedIsNamed() {
        for (String wrong : List.of(
                ONE_MEMBER.replace("MaxReads = 0", ""),
                ONE_MEMBER.replace("MaxReads = 0", "MaxReads = few"),
                ONE_MEMBER.replace("MaxReads = 0", "MaxReads = {1, 2}"))) {
            IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, () -> settings(wrong));
            assertTrue(failure.getMessage().contains("MaxReads"), failure.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> settings(ONE_MEMBER.replace("\"slot\"", "\"bag\"")));
        assertThrows(IllegalArgumentException.class, () -> settings(ONE_MEMBER.replace("Server = {s1}", "Server = {s2}")));
    }

    @Test
    void aLimitEndsAnExplorationThatThenIsNotComplete() {
        ModelSettings settings = settings(ONE_MEMBER);
        Exploration found = new Explorer(settings, 3).run(List.of(GlobalState.initial(settings)), (states, transitions) -> {});
        assertEquals(false, found.complete());
    }

    @Test
    void pairsAreDistinct() {
        List<Pair> pairs = explore(ONE_MEMBER).pairs();
        Set<Object> keys = new LinkedHashSet<>(pairs.stream().map(pair -> List.of(pair.before(), pair.cause())).toList());
        assertEquals(pairs.size(), keys.size());
        assertTrue(pairs.stream().anyMatch(pair -> pair.cause().operator().equals("Restart")));
    }

    /** Against a plain map, with enough tuples to grow, and few enough values that most come again. */
    @Test
    void tuplesAreNumberedAsAPlainMapNumbersThem() {
        SplittableRandom random = new SplittableRandom(3);
        TupleTable table = new TupleTable(3);
        TreeMap<String, Integer> plain = new TreeMap<>();
        int[] copy = new int[3];
        for (int k = 0; k < 100_000; k++) {
            int[] tuple = {random.nextInt(40), random.nextInt(40) << 20, -random.nextInt(40)};
            Integer expected = plain.putIfAbsent(List.of(tuple[0], tuple[1], tuple[2]).toString(), plain.size());
            int number = table.number(tuple);
            assertEquals(expected == null ? plain.size() - 1 : expected, number);
            table.get(number, copy);
            assertEquals(List.of(tuple[0], tuple[1], tuple[2]), List.of(copy[0], copy[1], copy[2]));
        }
        assertEquals(plain.size(), table.size());
    }
}
