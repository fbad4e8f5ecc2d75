package io.keelson.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.world.Interposer;
import io.keelson.simulation.world.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is a function of its schedule: byte by byte, in this JVM and in any other. */
class DeterminismTest {
    private static String traceOf(Schedule schedule) {
        StringBuilder text = new StringBuilder();
        Simulation.run(schedule, Interposer.NONE, Trace.writing(line -> text.append(line).append('\n')));
        return text.toString();
    }

    private static String corpus(String name) throws IOException {
        return new String(DeterminismTest.class.getResourceAsStream("/corpus/" + name).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void oneSeedTwiceIsOneTrace() {
        for (Schedule schedule : ScheduleGenerator.generate(5, 0, 4, 0)) {
            String trace = traceOf(schedule);
            assertEquals(trace, traceOf(schedule));
            assertTrue(trace.lines().count() > 1000, "the trace says little");
        }
    }

    @Test
    void theDigestDoesNotDependOnTheText() {
        Schedule schedule = ScheduleGenerator.generate(6, 0, 1, 3).get(0);
        long digest = Simulation.run(schedule).traceDigest();
        assertEquals(digest, Simulation.run(schedule, Interposer.NONE, Trace.writing(line -> {})).traceDigest());
        Schedule other = new Schedule(schedule.seed() + 1, 3, schedule.length(), schedule.frame(), schedule.actions());
        assertNotEquals(digest, Simulation.run(other).traceDigest());
    }

    @Test
    void anotherJvmGivesTheSameTrace(@TempDir Path directory) throws Exception {
        assertSameInAnotherJvm(corpus("everything.schedule").replace("run 14s", "run 9s"), directory);
    }

    @Test
    void anotherJvmGivesTheSameTraceOfGroupsThatComeAndGo(@TempDir Path directory) throws Exception {
        String text = ScheduleText.write(ScheduleGenerator.generate(10, 0, 1, 1, 5, true).get(0).withLength(9_000));
        assertTrue(traceOf(ScheduleText.read(text)).contains("groups Create"), "no group is created");
        assertSameInAnotherJvm(text, directory);
    }

    /** The other JVM compiles in haste, and hands out other identity hash codes. */
    private static void assertSameInAnotherJvm(String text, Path directory) throws Exception {
        Path schedule = directory.resolve("some.schedule");
        Path trace = directory.resolve("trace.txt");
        Files.writeString(schedule, text);
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReplayMain.class.getName(),
                        schedule.toString(),
                        trace.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor(), output);
        byte[] here = traceOf(ScheduleText.read(text)).getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(here, Files.readAllBytes(trace));
    }

    @Test
    void aCampaignDoesNotDependOnItsThreads() {
        CampaignReport alone = Campaign.run(new CampaignSettings(9, 12, 1), (done, failed) -> {});
        CampaignReport together = Campaign.run(new CampaignSettings(9, 12, 3), (done, failed) -> {});
        assertEquals(alone.totals(), together.totals());
        assertEquals(List.of(), together.failures());
    }
}
