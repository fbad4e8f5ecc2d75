package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of a real member's log, sound, torn and damaged. */
class LogCommandTest {
    /** Each larger than what shares a record, so that each of them has one. */
    private static final int LARGE = 20_000;

    private static final int COMMANDS = 3;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Keelson.commandLine(directory).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(arguments);
    }

    private RunningNode start() throws Exception {
        return RunningNode.start(
                new RunningNodeSettings(
                        NodeSettings.of(7, 1),
                        directory,
                        new InetSocketAddress("127.0.0.1", 0),
                        new TreeMap<>(),
                        List.of(new GroupSettings(1, Configuration.of(1), (context, command) -> Bytes.EMPTY))),
                reason -> {});
    }

    /** A member that has stopped after some commands, which shared a force. */
    @BeforeEach
    void use() throws Exception {
        try (RunningNode node = start()) {
            for (Outcome<Bytes> first = null; !(first instanceof Outcome.Done); ) {
                first = node.propose(1, Bytes.utf8("it leads")).join();
            }
            List<CompletableFuture<Outcome<Bytes>>> answers = new ArrayList<>();
            // In one batch, since the node's thread does one thing at a time.
            node.inspect(inside -> {
                for (int i = 0; i < COMMANDS; i++) {
                    CompletableFuture<Outcome<Bytes>> answer = new CompletableFuture<>();
                    answers.add(answer);
                    inside.propose(1, Bytes.wrap(new byte[LARGE]), answer::complete);
                }
                return null;
            }).join();
            answers.forEach(answer -> assertTrue(answer.join() instanceof Outcome.Done));
        }
    }

    /** A record as dump tells it. */
    private record Told(String file, int offset, String kind) {}

    private List<Told> dump() {
        assertEquals(0, run("log", "dump", directory.toString()), out::toString);
        Matcher lines = Pattern.compile("(?m)^file (\\S+), offset (\\d+)  #\\d+ (\\w+)").matcher(out.toString());
        List<Told> records = new ArrayList<>();
        while (lines.find()) {
            records.add(new Told(lines.group(1), Integer.parseInt(lines.group(2)), lines.group(3)));
        }
        return records;
    }

    private List<Told> entries() {
        return dump().stream().filter(record -> record.kind().equals("ENTRY")).toList();
    }

    private void write(Told record, int from, byte[] bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(record.file()).toFile(), "rw")) {
            file.seek(record.offset() + from);
            file.write(bytes);
        }
    }

    /** If the member found the time to mark the last commands as durable, it counts as if it had not. */
    private void unmark() throws IOException {
        List<Told> records = dump();
        Told last = records.get(records.size() - 1);
        if (last.kind().equals("MARK")) {
            write(last, 0, new byte[64]);
        }
    }

    private byte[] bytes(Told record) throws IOException {
        return Files.readAllBytes(directory.resolve(record.file()));
    }

    @Test
    void aSoundLogIsToldRecordByRecordAndRepairFindsNothingToDo() throws Exception {
        List<Told> entries = entries();
        assertTrue(entries.size() >= COMMANDS + 2, () -> "at least the first of the term, one to see that it leads, and these: " + out);
        assertTrue(out.toString().contains("cluster 7, member 1, "), out::toString);
        byte[] before = bytes(entries.get(0));
        assertEquals(0, run("log", "verify", directory.toString()), out::toString);
        assertTrue(out.toString().strip().endsWith("sound"), out::toString);
        assertFalse(out.toString().contains("ENTRY"), out::toString);
        assertEquals(0, run("log", "repair", directory.toString()), out::toString);
        assertTrue(out.toString().contains("there was nothing to cut"), out::toString);
        assertArrayEquals(before, bytes(entries.get(0)));
    }

    @Test
    void aTornTailIsNoDamageAndRepairCutsIt() throws Exception {
        List<Told> entries = entries();
        unmark();
        Told lastButOne = entries.get(entries.size() - 2);
        write(lastButOne, 1_000, new byte[512]);
        write(lastButOne, 1_000, new byte[] {1});
        assertEquals(0, run("log", "verify", directory.toString()), out::toString);
        assertTrue(out.toString().contains("a torn tail of "), out::toString);
        assertEquals(0, run("log", "repair", directory.toString()), out::toString);
        assertTrue(out.toString().contains("cut: a torn tail of "), out::toString);
        assertEquals(0, run("log", "verify", directory.toString()), out::toString);
        assertFalse(out.toString().contains("a torn tail"), out::toString);
        assertEquals(entries.subList(0, entries.size() - 2), entries());
    }

    @Test
    void damageIsToldAndRepairLeavesItAlone() throws Exception {
        List<Told> entries = entries();
        Told first = entries.get(0); // forced before the others were written: they carry a mark behind it
        write(first, 20, new byte[] {77});
        byte[] damaged = bytes(first);
        assertEquals(1, run("log", "verify", directory.toString()), out::toString);
        assertTrue(out.toString().contains("the log is damaged: file " + first.file() + ", offset " + first.offset()), out::toString);
        assertTrue(out.toString().strip().endsWith("damaged"), out::toString);
        assertEquals(1, run("log", "dump", directory.toString()));
        assertEquals(1, run("log", "repair", directory.toString()));
        assertTrue(out.toString().contains("nothing was changed: "), out::toString);
        assertArrayEquals(damaged, bytes(first));
    }

    @Test
    void aLogOfEmptyFilesIsUnreadable() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(directory.resolve(entries().get(0).file()).toFile(), "rw")) {
            file.setLength(0);
        }
        assertEquals(2, run("log", "verify", directory.toString()), out::toString);
        assertTrue(out.toString().contains("there is no log in this directory"), out::toString);
    }

    @Test
    void whatIsNoLogIsNotCalledSound() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertEquals(2, run("log", "verify", empty.toString()));
        assertEquals(2, run("log", "repair", empty.toString()));
        assertEquals(254, run("log", "verify", directory.resolve("nowhere").toString()));
        assertEquals(1, err.toString().strip().lines().count());
        assertTrue(err.toString().contains("there is no directory"), err::toString);
        assertEquals(254, run("log"));
        assertTrue(err.toString().contains("say what to do with the log: dump, verify or repair"), err::toString);
    }

    @Test
    void aRunningMembersLogIsLeftAlone() throws Exception {
        try (RunningNode running = start()) {
            for (String what : List.of("dump", "verify", "repair")) {
                assertEquals(254, run("log", what, directory.toString()));
                assertTrue(err.toString().contains("is in use by another node"), err::toString);
            }
            assertTrue(running.address().getPort() > 0);
        }
    }
}
