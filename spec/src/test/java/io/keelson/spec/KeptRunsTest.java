package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.spec.TlcResult.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of a run, and for how long. */
class KeptRunsTest {
    private static final TlcModel MODEL = Models.load().of(TlcModel.Group.DEEP).get(0);
    private static final TlcResult HOLDS = new TlcResult(MODEL, Verdict.HOLDS, 10, 20, 3, 1.5, "", "", "");

    @TempDir
    Path root;

    private final SpecFiles files = SpecFiles.unpack();

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aFinalResultIsKeptAndTheCheckpointsGo() {
        KeptRuns kept = new KeptRuns(root.resolve("tlc"), files);
        Path states = kept.states(MODEL);
        assertEquals(Optional.empty(), kept.result(MODEL));
        kept.keep(HOLDS);
        assertEquals(Optional.of(HOLDS), kept.result(MODEL));
        assertFalse(Files.exists(states));
        TlcResult refuted = new TlcResult(MODEL, Verdict.VIOLATED, 4, 5, 0, 1.5, "LogMatching", "1: <Initial predicate>\n/\\ x = 1", "");
        kept.states(MODEL);
        kept.keep(refuted);
        assertEquals(Optional.of(refuted), kept.result(MODEL));
    }

    @Test
    void aRunWithoutAVerdictKeepsItsCheckpoints() throws Exception {
        KeptRuns kept = new KeptRuns(root, files);
        Path states = kept.states(MODEL);
        Files.createDirectories(states.resolve("26-01-01-00-00-01"));
        Files.createFile(Files.createDirectories(states.resolve("26-01-01-00-00-00")).resolve("queue.chkpt"));
        kept.keep(new TlcResult(MODEL, Verdict.TIMED_OUT, 4, 5, 0, 1.5, "", "", ""));
        assertEquals(Optional.empty(), kept.result(MODEL));
        assertEquals("26-01-01-00-00-00", KeptRuns.checkpoint(kept.states(MODEL)).orElseThrow().getFileName().toString());
    }

    @Test
    void anotherSpecificationIsAnotherRun() throws Exception {
        KeptRuns kept = new KeptRuns(root, files);
        Path before = kept.states(MODEL).getParent();
        kept.keep(HOLDS);
        Files.writeString(files.folder().resolve("Util.tla"), Files.readString(files.folder().resolve("Util.tla")) + "\n");
        assertEquals(Optional.empty(), kept.result(MODEL));
        kept.states(MODEL);
        assertFalse(Files.exists(before));
    }

    @Test
    void aDamagedResultIsNamed() throws Exception {
        KeptRuns kept = new KeptRuns(root, files);
        Path folder = kept.states(MODEL).getParent();
        Files.writeString(folder.resolve("result.txt"), "HOLDS many\n");
        String message = assertThrows(IllegalStateException.class, () -> kept.result(MODEL)).getMessage();
        assertTrue(message.contains("result.txt is damaged; delete it"), message);
    }
}
