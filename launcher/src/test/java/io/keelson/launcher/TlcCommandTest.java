package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.Models;
import java.io.PrintWriter;
import java.io.StringWriter;
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
}
