package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.BehaviourReplay.Replay;
import io.keelson.spec.TlcResult.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What TLC prints comes back: the core follows the specification's behaviours to the end, and leaves those of a broken one where its rule stops them. */
class BehaviourReplayTest {
    private static final SpecFiles FILES = SpecFiles.unpack();
    private static final TlcRunner RUNNER = new TlcRunner(FILES, Duration.ofMinutes(2));

    @AfterAll
    static void close() {
        FILES.close();
    }

    private static TlcModel model(String name) {
        return Models.load().find(name).orElseThrow();
    }

    private static Replay counterexample(String name) throws InterruptedException {
        TlcResult result = RUNNER.run(model(name), (distinct, generated) -> {});
        assertEquals(Verdict.VIOLATED, result.verdict());
        return BehaviourReplay.replay(FILES, model(name), result.trace());
    }

    @Test
    void everyStepOfARandomBehaviourOfTheSpecIsTheCores() throws InterruptedException {
        for (String name : List.of("replication", "reads-deposed")) {
            TlcRunner.Simulated simulated = RUNNER.simulate(model(name), 5, 40, 7, (distinct, generated) -> {});
            assertEquals(Verdict.HOLDS, simulated.result().verdict());
            assertEquals(5, simulated.behaviours().size());
            for (String behaviour : simulated.behaviours()) {
                Replay replay = BehaviourReplay.replay(FILES, model(name), behaviour);
                assertEquals("", replay.divergence());
                assertEquals(replay.states() - 1, replay.steps().size());
                assertTrue(replay.states() > 10, "a short behaviour: " + replay.steps());
            }
        }
    }

    @Test
    void theCoreStopsASecondVoteWhereTheBrokenModelGivesIt() throws InterruptedException {
        Replay replay = counterexample("broken-vote-twice");
        assertFalse(replay.followed());
        assertTrue(replay.divergence().contains("ReceiveRequestVote("), replay.divergence());
        assertTrue(replay.divergence().contains(".votedFor: the model s"), replay.divergence());
        assertTrue(replay.transcript().get(0).startsWith("members 1 2 3 prevote=off "), replay.transcript().toString());
        assertTrue(replay.transcript().stream().anyMatch(command -> command.startsWith("duplicate ")), replay.transcript().toString());
    }

    @Test
    void aBehaviourThatBeginsInTheMiddleHasNoTranscript() throws InterruptedException {
        Replay replay = counterexample("broken-commit-old-term");
        assertFalse(replay.followed());
        assertTrue(replay.divergence().contains(".commitIndex: the model 1, the core 0"), replay.divergence());
        assertEquals(List.of(), replay.transcript());
    }

    @Test
    void whatIsNoBehaviourIsNamed() {
        assertThrows(IllegalArgumentException.class, () -> BehaviourReplay.replay(FILES, model("replication"), "nothing"));
        assertThrows(IllegalArgumentException.class, () -> BehaviourReplay.replay(FILES, model("replication"), "STATE_1 ==\n/\\ log = <<>>\n"));
    }
}
