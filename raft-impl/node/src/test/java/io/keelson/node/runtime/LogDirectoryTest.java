package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.log.DurableLog;
import io.keelson.node.log.LogInspection;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void aFileTooLargeForALogIsNamed() throws Exception {
        List<Runnable> completions = new ArrayList<>();
        try (FileStorage storage = FileStorage.open(directory, completions::add, Sabotage.NONE)) {
            DurableLog.open(storage, new Random(1)::nextLong, 1, 1, 1 << 16);
        }
        String name = "log-%010d".formatted(2);
        makeSparse(name, 3L << 30);
        LogInspection inspection = LogDirectory.inspect(directory, record -> {});
        assertEquals(LogInspection.Verdict.UNREADABLE, inspection.verdict());
        assertTrue(inspection.findings().getFirst().contains(name + " has 3221225472 bytes"), inspection.findings()::toString);
    }

    private void makeSparse(String name, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }
}
