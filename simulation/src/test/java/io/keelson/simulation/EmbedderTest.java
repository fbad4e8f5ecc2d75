package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.core.Bytes;
import io.keelson.node.StateMachine;
import io.keelson.simulation.schedule.Schedule;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An example for whoever embeds Keelson: their own state machine under the faults of the simulator. */
class EmbedderTest {
    /** Counts how often each of ten words was said. */
    private static class WordCount implements StateMachine {
        final TreeMap<String, Long> counts = new TreeMap<>();

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            return Bytes.utf8(String.valueOf(counts.merge(command.toUtf8(), 1L, Long::sum)));
        }
    }

    private static final Trial WORDS =
            new Trial(WordCount::new, number -> Bytes.utf8("word" + number % 10), machine -> ((WordCount) machine).counts.hashCode());

    @Test
    void wordsAreCountedTheSameEverywhere() {
        long acknowledged = 0;
        for (Schedule schedule : ScheduleGenerator.generate(3, 0, 6, 3)) {
            SimulationReport report = Simulation.run(schedule, WORDS);
            assertEquals(Verdict.VALID, report.verdict(), report.failure() + ": " + report.explanation());
            acknowledged += report.operations().acknowledgedWrites;
        }
        assertTrue(acknowledged > 200, "the clients have hardly done anything");
    }

    /** What a machine must not do: its answer depends on something besides the commands. */
    private static final class Moody extends WordCount {
        private static long moods;

        private final long mood = moods++;

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            return mood % 3 == 1 ? Bytes.EMPTY : super.apply(context, command);
        }
    }

    @Test
    void aMachineThatDependsOnMoreThanItsCommandsIsCaught() {
        Schedule calm = new Schedule(1, 3, 1_000, Schedule.Frame.HEALED, List.of());
        Trial moody = new Trial(Moody::new, number -> Bytes.utf8("word"), machine -> 0);
        assertEquals("AppliedState", Simulation.run(calm, moody).failure());
    }
}
