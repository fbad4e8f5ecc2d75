package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that write to a real disk are killed with SIGKILL at random moments, again and again in one directory: what one said was durable, the next one finds.
 *
 * <p>{@code mvn test -pl raft-impl/node -am -Dtest=LogKillTest -Dsurefire.failIfNoSpecifiedTests=false -Dkeelson.kills=2000} for more rounds.
 */
class LogKillTest {
    private static final int ROUNDS = Integer.getInteger("keelson.kills", 20);
    private static final long SEED = Long.getLong("keelson.seed", 1);

    /** What a line says: a last index, a base, a term. */
    private record Word(long last, long base, long term) {
        static Word of(String line) {
            String[] parts = line.split(" ");
            return new Word(Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        }
    }

    @Test
    @Timeout(value = 40, unit = java.util.concurrent.TimeUnit.MINUTES)
    void whatWasDurableIsFoundByTheNextProcess(@TempDir Path directory) throws Exception {
        Random random = new Random(SEED);
        Word promised = new Word(0, 0, 0);
        long written = 0;
        long mostFiles = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            promised = round(directory, random.nextLong(), 1 + random.nextInt(120), promised, "round " + round);
            assertTrue(promised.last() >= written, "round " + round);
            written = promised.last();
            mostFiles = Math.max(mostFiles, files(directory));
        }
        System.out.println("killed " + ROUNDS + " times, " + written + " entries written and acknowledged, none lost; at most " + mostFiles + " files");
    }

    /** Lets a process write until it has said so many times that something is durable, and kills it then, in the midst of the next write. */
    private static Word round(Path directory, long seed, int words, Word promised, String when) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                        LogWriterProcess.class.getName(), directory.toString(), Long.toString(seed))
                .redirectErrorStream(true)
                .start();
        Word latest = promised;
        try (BufferedReader out = writer.inputReader()) {
            String first = out.readLine();
            assertNotNull(first, when);
            assertTrue(first.startsWith("found "), when + ": " + first);
            Word found = Word.of(first);
            assertTrue(found.last() >= promised.last() && found.base() >= promised.base() && found.term() >= promised.term(), when + ": found " + found + ", promised " + promised);
            latest = found;
            for (int i = 0; i < words; i++) {
                latest = Word.of(out.readLine());
            }
            // Not through the process itself, which would close the stream that is still to be read.
            writer.toHandle().destroyForcibly();
            // What it still said before it died counts as well; a last line without its end may be cut off.
            String rest = out.lines().collect(java.util.stream.Collectors.joining("\n"));
            int whole = rest.lastIndexOf('\n');
            if (whole > 0) {
                latest = Word.of(rest.substring(rest.lastIndexOf('\n', whole - 1) + 1, whole));
            }
            assertEquals(137, writer.waitFor(), when);
        } finally {
            writer.destroyForcibly();
        }
        return latest;
    }

    private static long files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void theDirectoryOfARunningProcessIsLeftAlone(@TempDir Path directory) throws Exception {
        try (FileStorage held = FileStorage.open(directory, Runnable::run, Sabotage.NONE)) {
            for (String name : List.of("inspect", "cut")) {
                String refused = org.junit.jupiter.api.Assertions.assertThrows(io.keelson.node.NodeOpenException.class, () -> {
                            if (name.equals("inspect")) {
                                LogDirectory.inspect(directory, record -> {});
                            } else {
                                LogDirectory.cutTornTail(directory);
                            }
                        })
                        .getMessage();
                assertTrue(refused.contains("is in use by another node"), refused);
            }
            assertEquals(List.of(), held.list());
        }
    }
}
