package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By night: the traces of many schedules are the same when they are run again, here and in JVMs that compile otherwise and hand out other identity hash codes. */
class DeterminismNightly {
    private static final long SEED = 20_26;
    private static final int SCHEDULES = 1_000;
    /** An interpreter is slow. */
    private static final int INTERPRETED = 40;

    @Test
    void everySeedTwiceIsOneTrace() {
        assertEquals(TraceDigests.of(SEED, SCHEDULES), TraceDigests.of(SEED, SCHEDULES));
    }

    @Test
    void anInterpreterGivesTheSameTraces() throws Exception {
        assertEquals(TraceDigests.of(SEED, INTERPRETED), elsewhere(INTERPRETED, "-Xint"));
    }

    @Test
    void theFirstCompilerAndOtherHashCodesGiveTheSameTraces() throws Exception {
        List<String> there = elsewhere(SCHEDULES, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2");
        assertEquals(TraceDigests.of(SEED, SCHEDULES), there);
    }

    /** Digests from a JVM with these flags; the same schedules, run by a process that knows nothing of this one. */
    private static List<String> elsewhere(int schedules, String... flags) throws Exception {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-ea"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TraceDigests.class.getName(), Long.toString(SEED), Integer.toString(schedules)));
        Process other = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, other.waitFor(), output);
        return output.lines().toList();
    }
}
