package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... arguments) {
        Failures failures = new Failures(folder, () -> true);
        CommandLine line = new CommandLine(new SimulateCommand())
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private void refused(String message, Object... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(254, run(arguments), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void aSmallCampaignIsValidAndWritesNothing() {
        Path store = folder.resolve("store");
        assertEquals(0, run("--schedules", 3, "--seed", 7, "--threads", 2, "--out", store), out.toString());
        assertTrue(out.toString().startsWith("valid: 3 schedules, "), out.toString());
        assertFalse(Files.exists(store));
    }

    @Test
    void aScheduleIsReplayedAndTraced() throws IOException {
        Path schedule = Files.writeString(folder.resolve("one.schedule"), "seed 3\nrun 1s\nat 700ms crash leader for 200ms survival 1\n");
        Path trace = folder.resolve("trace.txt");
        assertEquals(0, run("--replay", schedule, "--trace", trace), out.toString());
        assertTrue(out.toString().contains("crashes 1, restarts 1"), out.toString());
        assertTrue(Files.readString(trace).contains("fault at 700ms crash leader for 200ms survival 1"));
    }

    @Test
    void aCampaignGoesOnWhereItWasStopped() throws IOException {
        Path store = folder.resolve("long");
        assertEquals(0, run("--resume", "--schedules", 1, "--seed", 7, "--out", folder.resolve("none")), out.toString());
        assertTrue(err.toString().contains("there is no campaign in " + folder.resolve("none/campaign-0-of-1.json") + " to go on with"), err.toString());
        assertEquals(2, run("--hours", 1e-9, "--seed", 7, "--workers", 1, "--out", store, "--shard", "1/2"), out.toString());
        Path state = store.resolve("campaign-1-of-2.json");
        assertTrue(Files.readString(state).contains("\"next\":1,"), Files.readString(state));
        Files.writeString(state, Files.readString(state).replace("\"next\":1,", "\"next\":5,").replace("\"schedules\":0", "\"schedules\":2"));
        assertEquals(0, run("--resume", "--schedules", 8, "--seed", 7, "--workers", 1, "--out", store, "--shard", "1/2"), out.toString());
        assertTrue(out.toString().contains("valid: 4 schedules, "), "5 and 7 are run, 1 and 3 were before: " + out);
        refused("is of seed 7, and this campaign is of seed 8", "--resume", "--seed", 8, "--out", store, "--shard", "1/2");
    }

    @Test
    void aRunIsShownStepByStep() throws IOException {
        Path schedule = Files.writeString(folder.resolve("one.schedule"), "seed 3\nrun 300ms\n");
        InputStream terminal = System.in;
        System.setIn(new ByteArrayInputStream("\n5\nn2\nend\n".getBytes(StandardCharsets.UTF_8)));
        try {
            assertEquals(0, run("--replay", schedule, "--step"), out.toString());
        } finally {
            System.setIn(terminal);
        }
        assertTrue(out.toString().contains(" n1 start process 1"), out.toString());
        assertTrue(out.toString().contains("\nvalid"), out.toString());
    }

    @Test
    void aMistakeIsToldInOneLine() throws IOException {
        Path schedule = Files.writeString(folder.resolve("bad.schedule"), "seed 3\nat 7 crash leader\n");
        refused("bad.schedule: line 2: expected a time such as 250ms or 2s, not 7", "--replay", schedule);
        refused("there is no file", "--replay", folder.resolve("none"));
        refused("--schedules is at least 1, not 0", "--schedules", 0);
        refused("--threads is at least 1, not 0", "--threads", 0);
        refused("--nodes is 1 to 9", "--nodes", 10);
        refused("--trace shows one run", "--trace", folder.resolve("trace"));
        refused("is no directory", "--out", schedule);
        refused("is no directory", "--out", schedule.resolve("in/it"));
        refused("--out /proc/keelson can't be written", "--out", "/proc/keelson");
        refused("--hours is more than 0", "--hours", 0);
        refused("--shard is a part and a number of parts", "--shard", "3/3");
        refused("--shard is a part and a number of parts", "--shard", "0/x/2");
        refused("bytes is no schedule: it is not text", "--replay", Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, 0}));
        refused(folder + " can't be read: Is a directory", "--replay", folder);
        refused("none/trace can't be written: there is no such folder", "--replay", good(), "--trace", folder.resolve("none/trace"));
        refused("--step goes through one run", "--step");
        Files.createDirectories(folder.resolve("odd/campaign-0-of-1.json"));
        refused("there is no campaign to resume", "--resume", "--hours", 1, "--out", folder.resolve("odd"));
    }

    private Path good() throws IOException {
        return Files.writeString(folder.resolve("good.schedule"), "seed 3\nrun 300ms\n");
    }

    @Test
    void whatIsForRandomSchedulesIsRefusedWithOne() throws IOException {
        Path schedule = good();
        refused("--seed is for random schedules", "--replay", schedule, "--seed", 3);
        refused("--hours is for random schedules", "--replay", schedule, "--hours", 1);
        refused("--shard is for random schedules", "--replay", schedule, "--shard", "0/1");
        refused("--resume is for random schedules", "--replay", schedule, "--resume");
        refused("--workers is for random schedules", "--replay", schedule, "--threads", 2);
        assertEquals(0, run("--replay", schedule), out.toString());
    }

    @Test
    void aShardWithoutSchedulesIsNotValid() {
        assertEquals(2, run("--schedules", 3, "--shard", "5/8", "--out", folder.resolve("store")), out.toString());
        assertTrue(out.toString().contains("part 5 of 8 has none of the 3"), out.toString());
    }
}
