package io.keelson.simulation.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.Simulation;
import io.keelson.simulation.SimulationReport;
import io.keelson.simulation.schedule.Schedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The zoo fits our sources, and the nets hold: in each build for a few bugs of each kind, by night for all ({@code keelson zoo}). */
class ZooTest {
    /** Bugs of each part of the code and for each kind of check: their examples must fail in every build. */
    private static final List<String> IN_EVERY_BUILD = List.of("C07", "D01", "D02", "E02", "E05", "E11", "E18", "L02", "R03", "R16", "R19", "S14");

    private static final Zoo ZOO = new Zoo(Path.of(".."));

    private static List<Bug> bugs() throws Exception {
        return ZOO.bugs();
    }

    @TestFactory
    List<DynamicTest> everyBugFitsOurSourcesAndCompiles() throws Exception {
        return bugs().stream().map(bug -> DynamicTest.dynamicTest(bug.id(), () -> Mutant.build(ZOO, bug))).toList();
    }

    @Test
    void thereAreSixtyBugsAndMore() throws Exception {
        assertTrue(bugs().size() >= 60, bugs().size() + " bugs");
    }

    /**
     * The simulator shows each of these, by the schedule that is kept, or, where our code has changed so much that the example shows nothing any more, by another within the budget. The
     * same schedules hold with the real code.
     */
    @TestFactory
    List<DynamicTest> aFewAreCaughtInEveryBuild() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Bug bug : bugs()) {
            if (IN_EVERY_BUILD.contains(bug.id())) {
                tests.add(DynamicTest.dynamicTest(bug.id(), () -> {
                    Subject subject = Mutant.build(ZOO, bug).subject();
                    boolean shown = subject.run(ZOO.example(bug)).verdict() == Verdict.INVALID;
                    assertTrue(shown || Hunt.search(subject, 1, bug).isCaught(), bug.title());
                }));
            }
        }
        assertEquals(IN_EVERY_BUILD.size(), tests.size());
        return tests;
    }

    @Test
    void examplesHoldWithTheRealCode() throws Exception {
        for (Bug bug : bugs()) {
            Schedule example = ZOO.example(bug);
            if (example != null) {
                SimulationReport report = Simulation.run(example);
                assertEquals(Verdict.VALID, report.verdict(), () -> bug.id() + ": " + report.failure() + ": " + report.explanation());
            }
        }
    }

    @Test
    void everyBugOfTheSimulatorHasAnExample() throws Exception {
        List<String> without = new ArrayList<>();
        for (Bug bug : bugs()) {
            if (bug.mustBeCaughtBy(Bug.Net.SIMULATION) && ZOO.example(bug) == null) {
                without.add(bug.id());
            }
        }
        assertEquals(List.of(), without);
    }

    @Test
    void aChangeThatDoesNotFitIsNamed() throws Exception {
        Bug bug = BugText.read("T01", text("in core/Quorum\n-        return count < 17;\n+        return true;\n"));
        BugFormatException refused = assertThrows(BugFormatException.class, () -> ZOO.patched(bug));
        assertTrue(refused.getMessage().startsWith("zoo/T01.bug: these lines do not stand in raft-impl/core/"), refused.getMessage());
    }

    @Test
    void aChangeThatFitsTwiceIsNamed() throws Exception {
        Bug bug = BugText.read("T02", text("in core/Quorum\n-        }\n+        }}\n"));
        BugFormatException refused = assertThrows(BugFormatException.class, () -> ZOO.patched(bug));
        assertTrue(refused.getMessage().contains("more than once"), refused.getMessage());
    }

    @Test
    void aChangeThatDoesNotCompileIsNamed() throws Exception {
        Bug bug = BugText.read("T03", text("in core/Quorum\n-        return count > voters.size() / 2;\n+        return nonsense;\n"));
        BugFormatException refused = assertThrows(BugFormatException.class, () -> Mutant.build(ZOO, bug));
        assertTrue(refused.getMessage().startsWith("zoo/T03.bug does not compile any more"), refused.getMessage());
    }

    @Test
    void whatIsNoBugIsRefused() {
        for (String wrong : List.of("bug: x\n", text(""), text("in core/Quorum\n+ more\n"), text("in core/Quorum\n- a\n+ b\n").replace("simulation within 5", "luck"),
                text("in core/Quorum\n- a\n+ b\n").replace("within 5", "within no"), text("nonsense\nin core/Quorum\n- a\n+ b\n"))) {
            assertThrows(BugFormatException.class, () -> BugText.read("T04", wrong), wrong);
        }
    }

    /** The two builds share no code but what is said to be shared: a mutant beside the real thing changes nothing there. */
    @Test
    void aMutantIsABuildOfItsOwn() throws Exception {
        Bug bug = BugText.read("T05", text("in core/Quorum\n-        return count > voters.size() / 2;\n+        return count < 0;\n"));
        Schedule calm = new Schedule(1, 3, 500, Schedule.Frame.HEALED, List.of());
        Subject.Outcome broken = Mutant.build(ZOO, bug).subject().run(calm);
        assertEquals("LivenessElection", broken.failure());
        assertFalse(broken.explanation().isEmpty());
        assertEquals(Verdict.VALID, Simulation.run(calm).verdict());
    }

    private static String text(String changes) {
        return "bug: a test\nsource: none\nnets: simulation within 5\n\n" + changes;
    }
}
