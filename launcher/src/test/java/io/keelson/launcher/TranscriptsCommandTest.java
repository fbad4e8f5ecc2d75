package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptsCommandTest {
    private static final String GOLDEN = """
            # A group of one.
            members 1
            timeout 1
              1: candidate, term 1
              1: writes w1: term 1, vote 1
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    private Path alone;

    @BeforeEach
    void write() throws IOException {
        alone = temporary.resolve("alone.transcript");
        Files.writeString(alone, GOLDEN);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "transcripts";
        all[1] = "--folder";
        all[2] = temporary.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Keelson.commandLine(temporary)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    @Test
    void whatTheFilesSayIsWhatTheCoreDoes() {
        assertEquals(ExitCode.VALID.code(), run());
        assertTrue(out.toString().contains("1 transcripts compared: valid"), out.toString());
    }

    @Test
    void theListSaysWhatEachIsAbout() {
        assertEquals(ExitCode.VALID.code(), run("--list"));
        assertTrue(out.toString().matches("alone +A group of one\\R"), out.toString());
    }

    @Test
    void aDifferenceIsInvalidAndRewritingMakesItGolden() throws IOException {
        Files.writeString(alone, GOLDEN.replace("candidate", "leader"));
        assertEquals(ExitCode.INVALID.code(), run("alone"));
        assertTrue(out.toString().contains("alone.transcript:4: timeout 1"), out.toString());
        assertEquals(ExitCode.VALID.code(), run("--rewrite"));
        assertEquals(GOLDEN, Files.readString(alone));
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("nobody"));
        Files.writeString(alone, "members 1\ntimeoot 1\n");
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run());
        assertEquals(2, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains("alone.transcript:2: there is no command timeoot; there are "), err.toString());
    }
}
