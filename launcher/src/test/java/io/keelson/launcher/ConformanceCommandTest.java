package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {
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
    void coreAndSimulatedMembersAreCertifiedAndThePageNeedsNoOther() throws Exception {
        Path page = temporary.resolve("report.html");
        assertEquals(ExitCode.VALID.code(), run("conformance", "--models", "none", "--pairs", "120000", "--schedules", "6", "--html", page.toString()), out + "\n" + err);
        assertTrue(out.toString().contains("valid: spec and code are one; the report is " + page), out.toString());
        String html = Files.readString(page);
        for (String part : List.of("OnAppendEntries", "<td>simulation</td>", "<td>box</td>", "prefers-color-scheme:dark", "--pairs 120000")) {
            assertTrue(html.contains(part), part);
        }
        assertFalse(html.contains("<script") || html.contains("http"), "the page needs something from outside");
        assertFalse(html.contains("class=\"never\""), "a branch that nothing meets");
    }

    @Test
    void simulatedRunsCanBeCertifiedOnTheirOwn() {
        assertEquals(ExitCode.VALID.code(), run("simulate", "--schedules", "2", "--certify", "--out", temporary.resolve("out").toString()), out + "\n" + err);
        assertTrue(out.toString().contains("certified: "), out.toString());
    }

    @Test
    void mistakesAreOneLine() {
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("conformance", "--models", "electons"));
        assertTrue(err.toString().contains("no model electons whose graph is compared; there are "), err.toString());
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("conformance", "--pairs", "0"));
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("conformance", "--html", temporary.resolve("no/report.html").toString()));
        assertEquals(ExitCode.BAD_ARGUMENTS.code(), run("simulate", "--certify", "--replay", "x"));
        assertEquals(4, err.toString().lines().count());
    }
}
