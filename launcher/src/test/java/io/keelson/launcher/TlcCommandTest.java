package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.Models;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlcCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    private int run(String... arguments) {
        return Keelson.commandLine(temporary)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void theListNamesEveryModel() {
        assertEquals(ExitCode.VALID.code(), run("tlc", "--list"));
        Models.load().all().forEach(model -> assertTrue(out.toString().contains(model.name()), model.name()));
    }

    @Test
    void anUnknownModelIsNamedWithThoseThereAre() {
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("tlc", "electons"));
        assertTrue(err.toString().contains("no model electons; there are "), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void aBrokenModelRefutedAsNamedIsValid() {
        assertEquals(ExitCode.VALID.code(), run("tlc", "--trace", "broken-read-before-commit"));
        assertTrue(out.toString().contains("ReadSafety is refuted"), out.toString());
        assertTrue(out.toString().contains("served  + <<1, 0>>"), out.toString());
    }

    @Test
    void aCounterexampleIsReplayedOnTheCoreAndBecomesATranscript() throws Exception {
        assertEquals(ExitCode.VALID.code(), run("tlc", "--replay-on-java", "--transcripts", temporary.toString(), "broken-vote-forgotten"));
        assertTrue(out.toString().contains("  1. ElectionTimeout(s1)"), out.toString());
        assertTrue(out.toString().contains("step 2: Crash(s1)"), out.toString());
        assertTrue(out.toString().contains("node[s1].votedFor: the model None, the core s1"), out.toString());
        String transcript = Files.readString(temporary.resolve("broken-vote-forgotten.transcript"));
        assertTrue(transcript.contains("crash 1 keep 0\n  1: crashes, comes back with term 1, vote 1"), transcript);
    }

    @Test
    void randomBehavioursAreFollowedByTheCore() {
        assertEquals(
                ExitCode.VALID.code(),
                run("tlc", "simulate", "--replay-on-java", "--model", "lost-writes", "--behaviours", "3", "--depth", "12"));
        assertTrue(out.toString().matches("(?s).*lost-writes: 3 behaviours keep the invariants; the core follows all of their \\d+ steps.*"), out.toString());
    }

    @Test
    void whatASimulationCannotDoIsOneLine() {
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("tlc", "simulate", "--behaviours", "0"));
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("tlc", "simulate", "--transcripts", "x"));
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("tlc", "simulate", "--replay-on-java", "--model", "sessions"));
        assertEquals(3, err.toString().lines().count(), err.toString());
    }
}
