package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Recovered;
import io.keelson.spec.Pair;
import io.keelson.spec.PairExplorer;
import io.keelson.spec.SpecFiles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A step told with small numbers is the same step. */
class SmallFormTest {
    private static final Group GROUP = Group.small(3, true);
    private static final Bound BOUND = new Bound(8, 4);
    private static final int LONG = 400;

    @Test
    void aLongLogIsCutBelowWhatTheStepSpeaksOf() {
        MemberState follower = follower(LONG, 40, 350);
        Message append = new Message.AppendEntries(2, 1, 1, 0, 40, LONG, 40, List.of(new Entry(LONG + 1, 40, BoxStates.command("new"))), 350, 7);
        Pair small = SmallForm.of(Pair.taken(GROUP.settings(), follower, new Input.Receive(append, true)), GROUP.settings());
        assertEquals(1, small.before().base().index());
        assertEquals(1, small.before().commitIndex());
        assertEquals(LONG - 350, small.before().entries().size());
        assertEquals(2, small.before().hardState().term());
        assertEquals(LONG - 350 + 2, small.after().base().index() + small.after().entries().size());
    }

    @Test
    void aStepThatSpeaksOfTheBeginningKeepsItsLog() {
        MemberState follower = follower(LONG, 1, 0);
        Message append = new Message.AppendEntries(2, 1, 1, 0, 1, 0, 0, List.of(), 0, 0);
        Pair pair = Pair.taken(GROUP.settings(), follower, new Input.Receive(append, true));
        assertEquals(LONG, SmallForm.of(pair, GROUP.settings()).before().entries().size());
        assertEquals(false, SmallForm.helps(pair, BOUND));
    }

    /** A follower that finds no match may look for one anywhere in its log: where that is below the cut, the step stays as it is. */
    @Test
    void aStepWhoseAnswerIsBelowTheCutKeepsItsLog() {
        List<Entry> log = new ArrayList<>(entries(10, 3));
        log.addAll(entries(11, 30, 5));
        MemberState follower = state(5, log, 20, 20);
        Message append = new Message.AppendEntries(2, 1, 1, 0, 5, 25, 4, List.of(), 20, 0);
        Pair pair = Pair.taken(GROUP.settings(), follower, new Input.Receive(append, true));
        assertNull(pair.thrown());
        assertEquals(log.size(), SmallForm.of(pair, GROUP.settings()).before().entries().size());
    }

    /** If the spec did not treat the two forms alike, one of them would not agree with the core, which does. */
    @Test
    void theSpecTreatsBothFormsAlike() {
        try (SpecFiles files = SpecFiles.unpack()) {
            Certifier certifier = new Certifier(files, GROUP, new Bound(100, 100), 0);
            int[] cut = new int[1];
            new PairExplorer(GROUP.settings(), GROUP.members(), new PairExplorer.Bounds(12, 40, 9, 600), 3, pair -> {
                Pair small = SmallForm.of(pair, GROUP.settings());
                if (small.before().entries().size() < pair.before().entries().size()) {
                    cut[0]++;
                    certifier.offer(pair, Source.WALK);
                    certifier.offer(small, Source.SIMULATION);
                }
            }).walk(120);
            Certificate certificate = certifier.finish();
            assertTrue(certificate.agrees(), () -> "" + certificate.differences());
            assertTrue(cut[0] > 1_000, "only " + cut[0] + " steps were cut");
        }
    }

    private static MemberState follower(int last, long term, long commitIndex) {
        return state(term, entries(1, last, term), commitIndex, last);
    }

    private static MemberState state(long term, List<Entry> log, long commitIndex, long durableIndex) {
        Recovered disk = new Recovered(new HardState(term, 2), LogBase.bootstrap(Configuration.of(1, 2, 3)), log);
        MemberState s = MemberState.restarted(new MemberIdentity(1, 1, 1), disk);
        return new MemberState(
                s.identity(), s.role(), s.hardState(), 2, s.base(), s.entries(), commitIndex, durableIndex, true, s.receiving(), s.pendingWrites(), s.votes(),
                s.progress(), s.heardFrom(), 0, s.reads(), s.transferee(), false);
    }

    private static List<Entry> entries(int last, long term) {
        return entries(1, last, term);
    }

    private static List<Entry> entries(int first, int last, long term) {
        List<Entry> entries = new ArrayList<>();
        for (int index = first; index <= last; index++) {
            entries.add(new Entry(index, term, BoxStates.command("c" + index)));
        }
        return entries;
    }
}
