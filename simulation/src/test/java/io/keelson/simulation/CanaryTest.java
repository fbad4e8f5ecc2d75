package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proof that the net holds: every broken part is caught, by the check that is there for it, within a stated number of schedules. */
class CanaryTest {
    private static final long SEED = 11;

    /** Returns the first run that catches the mutant. */
    private static SimulationReport caught(Interposer mutant, int within, String... by) {
        for (Schedule schedule : ScheduleGenerator.generate(SEED, 0, within, 0)) {
            SimulationReport report = Simulation.run(schedule, mutant, Trace.digestOnly());
            if (report.verdict() == Verdict.INVALID) {
                assertTrue(List.of(by).contains(report.failure()), "caught by " + report.failure() + ": " + report.explanation());
                return report;
            }
        }
        return fail("not caught within " + within + " schedules");
    }

    @Test
    void aDiskThatLiesAboutForces() {
        caught(Mutants.FORCE_WITHOUT_FORCING, 20, "DurableLog", "DurableTerm", "DurableVote", "ToldTerm", "Recovery");
    }

    @Test
    void aDiskThatLiesLosesAcknowledgedWritesAndTheReportSaysSo() {
        for (Schedule schedule : ScheduleGenerator.generate(SEED, 0, 60, 3)) {
            SimulationReport report = Simulation.run(schedule, Mutants.FORCE_WITHOUT_FORCING, Trace.digestOnly());
            if (report.lostWrites() > 0) {
                assertTrue(report.verdict() == Verdict.INVALID);
                return;
            }
        }
        fail("no acknowledged write was counted as lost");
    }

    @Test
    void aVoteWithoutALogCheck() {
        caught(Mutants.VOTE_WITHOUT_LOG_CHECK, 60, "LeaderCompleteness");
    }

    @Test
    void aSecondVoteInATerm() {
        caught(Mutants.VOTE_TWICE, 60, "SingleVote");
    }

    @Test
    void aCommitOnReceipt() {
        caught(Mutants.COMMIT_ON_RECEIPT, 5, "CommittedIsDurable", "StateMachineSafety");
    }

    @Test
    void anAcknowledgementOfTooMuch() {
        caught(Mutants.ACKNOWLEDGE_TOO_MUCH, 5, "AcknowledgedIsDurable", "Assertion");
    }

    @Test
    void aReadIndexThatIsTooLow() {
        caught(Mutants.READ_INDEX_TOO_LOW, 100, "Linearizability");
    }

    @Test
    void aReadFromTheLocalReplica() {
        caught(Mutants.STALE_LOCAL_READ, 5, "Linearizability");
    }

    @Test
    void clocksThatDriftFurtherApartThanLeasesAllow() {
        for (long seed = 1; seed <= 100; seed++) {
            SimulationReport within = Simulation.run(leaderCutOffAgainAndAgain(seed));
            assertEquals(Verdict.VALID, within.verdict(), within.explanation());
            SimulationReport beyond = Simulation.run(leaderCutOffAgainAndAgain(seed), Mutants.CLOCKS_BEYOND_THE_DRIFT, Trace.digestOnly());
            if (beyond.verdict() == Verdict.INVALID) {
                assertEquals("Linearizability", beyond.failure());
                assertEquals(1, beyond.world().leases);
                return;
            }
        }
        fail("no stale read by lease");
    }

    /** Node 1 is made the leader and cut off from the others for as long as its lease may last, every 700 ms. */
    private static Schedule leaderCutOffAgainAndAgain(long seed) {
        List<FaultAction> actions = new ArrayList<>();
        for (long at = 1_000; at < 15_000; at += 700) {
            actions.add(new FaultAction.Transfer(at, 1));
            actions.add(new FaultAction.Partition(at + 100, List.of(List.of(1L), List.of(2L, 3L)), 320));
        }
        return new Schedule(seed, 3, 16_000, Schedule.Frame.HEALED, actions);
    }

    @Test
    void anAnswerBeforeTheDeed() {
        caught(Mutants.ANSWER_TOO_EARLY, 5, "AcknowledgedIsApplied");
    }

    @Test
    void aSessionThatForgets() {
        caught(Mutants.FORGETFUL_SESSIONS, 20, "ExactlyOnce");
    }

    @Test
    void aReplicaThatDiverges() {
        caught(Mutants.DIVERGING_REPLICA, 5, "AppliedState");
    }

    @Test
    void aClusterThatElectsNobody() {
        caught(Mutants.NO_VOTE_ARRIVES, 1, "LivenessElection");
    }
}
