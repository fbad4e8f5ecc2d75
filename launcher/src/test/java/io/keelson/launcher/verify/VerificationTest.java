package io.keelson.launcher.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gravest verdict wins, and nothing that goes wrong passes for valid. */
class VerificationTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    private record Fixed(String name, Callable<Findings> outcome) implements Phase {
        @Override
        public String description() {
            return "For the test.";
        }

        @Override
        public Findings run() throws Exception {
            return outcome.call();
        }
    }

    @Test
    void theGravestVerdictWins() throws Exception {
        Phase valid = new Fixed("model", () -> Findings.of(ExitCode.VALID).build());
        Phase unknown = new Fixed("simulate", () -> Findings.of(ExitCode.UNKNOWN).build());
        Phase invalid = new Fixed("live", () -> Findings.of(ExitCode.INVALID).remark("a write was lost").build());
        assertEquals(ExitCode.VALID, run(valid, valid));
        assertEquals(ExitCode.UNKNOWN, run(valid, unknown));
        assertEquals(ExitCode.INVALID, run(invalid, unknown, valid));
        assertTrue(out.toString().contains("live: a write was lost"), out::toString);
        assertTrue(out.toString().contains("invalid; the report is " + folder.resolve("report.html")), out::toString);
    }

    @Test
    void aPhaseThatFailsIsUnknownAndTheOthersStillRun() throws Exception {
        Phase failing = new Fixed("model", () -> {
            throw new IOException("no room");
        });
        Phase invalid = new Fixed("live", () -> Findings.of(ExitCode.INVALID).build());
        assertEquals(ExitCode.UNKNOWN, run(failing));
        assertEquals(ExitCode.INVALID, run(failing, invalid));
        Path details = folder.resolve("model-crash.txt");
        assertTrue(out.toString().contains("model: it came to no verdict: no room; the details are in " + details), out::toString);
        assertTrue(Files.readString(details).contains("java.io.IOException: no room"));
        assertTrue(Files.readString(folder.resolve("report.html")).contains("it came to no verdict"));
    }

    private ExitCode run(Phase... phases) throws IOException {
        return Verification.run(List.of(phases), folder, "./keelson verify", new PrintWriter(out));
    }
}
