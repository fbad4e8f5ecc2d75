package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.HistoryFormat;
import io.keelson.checker.history.Independent;
import io.keelson.checker.model.Models;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    private static final String VALID = """
        {:process 0, :type :invoke, :f :write, :value [:x 1]}
        {:process 0, :type :ok, :f :write, :value [:x 1]}
        {:process 1, :type :invoke, :f :read, :value [:x nil]}
        {:process 1, :type :ok, :f :read, :value [:x 1]}
        """;
    private static final String INVALID = VALID.replace(":f :read, :value [:x 1]", ":f :read, :value [:x nil]");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(Object... arguments) {
        return run(new PrintWriter(out, true), arguments);
    }

    private int run(PrintWriter to, Object... arguments) {
        Failures failures = new Failures(folder, () -> true);
        CommandLine line = new CommandLine(new CheckCommand()).setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures).setExecutionExceptionHandler(failures)
            .setOut(to).setErr(new PrintWriter(err, true));
        return line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }

    private void refused(String message, Object... arguments) {
        assertEquals(254, run(arguments), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void theExitCodeIsTheVerdict() throws IOException {
        Path valid = file("valid.edn", VALID);
        Path invalid = file("invalid.edn", INVALID);
        assertEquals(0, run(valid, "--model", "register"));
        assertEquals(1, run(invalid, "--model", "cas-register"));
        assertEquals(1, run(invalid, valid, "--model", "register"));
        assertTrue(out.toString().contains("no order of the operations explains process 1 read -> nil"), out.toString());
    }

    @Test
    void theInitialValueIsEdn() throws IOException {
        Path file = file("h.edn", "{:process 1, :type :invoke, :f :read}\n{:process 1, :type :ok, :f :read, :value [1 :a]}");
        assertEquals(0, run(file, "--model", "register", "--initial", "[1 :a]"));
        assertEquals(1, run(file, "--model", "register"));
        refused("--initial is no EDN", file, "--model", "register", "--initial", "((");
    }

    @Test
    void aFolderStandsForItsHistory() throws IOException {
        file("history.edn", INVALID);
        assertEquals(1, run(folder, "--model", "register"));
    }

    @Test
    void aStoreStandsForAllItsHistories() throws IOException {
        for (String run : new String[] {"a/1", "a/2", "b/1"}) {
            Files.createDirectories(folder.resolve(run));
            file(run + "/history.edn", run.equals("b/1") ? INVALID : VALID);
        }
        Files.createSymbolicLink(folder.resolve("latest"), folder.resolve("b/1"));
        assertEquals(1, run(folder, "--model", "register"));
        assertTrue(out.toString().contains("3 histories: invalid"), out.toString());
        assertTrue(out.toString().lines().anyMatch(line -> line.matches(".*a/2/history.edn +valid +2 +[0-9.]+ s")), out.toString());
    }

    @Test
    void aFolderWithoutHistories() {
        refused("holds a history.edn or history.jsonl", folder, "--model", "register");
    }

    @Test
    void theVerdictComesFirst() throws IOException {
        Path file = file("h.edn", INVALID);
        assertEquals(1, run(file, "--model", "register"));
        assertTrue(out.toString().startsWith(file + ": invalid: 2 operations on 1 key against register, native engine"), out.toString());
        assertTrue(out.toString().contains("these 2 operations cannot be ordered"), out.toString());
    }

    @Test
    void aHistoryOfNothingIsNoPass() throws IOException {
        Path file = file("h.edn", "{:process :nemesis, :type :info, :f :kill}");
        refused("holds no operation, so there is nothing to judge", file, "--model", "register");
        err.getBuffer().setLength(0);
        refused("holds no operation", file("empty.edn", ""), "--model", "register", "--engine", "native");
        assertEquals(254, run(file, "--model", "register", "--engine", "online"));
    }

    @Test
    void otherFormats() throws IOException {
        Path json = file("h.jsonl", "{\"process\":1,\"type\":\"invoke\",\"f\":\"read\"}\n{\"process\":1,\"type\":\"ok\",\"f\":\"read\",\"value\":1}\n");
        assertEquals(1, run(json, "--model", "register"));
        refused("expected EDN", json, "--model", "register", "--format", "edn");
    }

    @Test
    void theOnlineEngineNamesTheOperation() throws IOException {
        assertEquals(0, run(file("v.edn", VALID), "--model", "register", "--engine", "online"));
        assertEquals(1, run(file("i.edn", INVALID), "--model", "register", "--engine", "online"));
        assertTrue(out.toString().contains("no order of the operations explains process 1 read -> nil on key :x"), out.toString());
        refused(":5:1: expected :type", file("m.edn", VALID + "{:process 0, :type :maybe}"), "--model", "register", "--engine", "online");
    }

    @Test
    void anOrderThatTheSystemReportsIsCheckedAndNotBelieved() throws IOException {
        String ordered = VALID.replaceFirst(":type :ok, :f :write", ":type :ok, :order 7, :f :write")
            .replaceFirst(":type :ok, :f :read", ":type :ok, :order 7, :f :read");
        assertEquals(0, run(file("o.edn", ordered), "--model", "register", "--engine", "witness"));
        assertTrue(out.toString().contains("witness engine"), out.toString());
        assertEquals(0, run(file("w.edn", ordered.replaceFirst(":order 7", ":order 8")), "--model", "register", "--engine", "witness"));
        assertEquals(1, run(file("i.edn", ordered.replace(":f :read, :value [:x 1]", ":f :read, :value [:x nil]")), "--model", "register",
            "--engine", "witness"));
        assertFalse(out.toString().contains("no witness"), out.toString());
        assertEquals(0, run(file("v.edn", VALID), "--model", "register", "--engine", "witness"));
        assertTrue(out.toString().contains("v.edn: no completion has an :order, so there is no witness"), out.toString());
        refused("expected :order with an integer", file("m.edn", ordered.replaceFirst(":order 7", ":order first")), "--model", "register");
    }

    @Test
    void aGrowingFileIsReadAsItGrows() throws IOException {
        Path file = file("g.edn", "");
        String[] parts = {INVALID.substring(0, 70), INVALID.substring(70)};
        int[] next = {0};
        try (GrowingFile growing = new GrowingFile(file, () -> {
            if (next[0] == parts.length) {
                return false;
            }
            try {
                Files.writeString(file, parts[next[0]++], StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return true;
        })) {
            OnlineCheck check = new OnlineCheck(Models.register(), 1 << 20, events -> { });
            assertEquals(Verdict.INVALID, check.run(growing, "g.edn", HistoryFormat.AUTO, Independent.AUTO));
            assertTrue(check.summary().startsWith("invalid: 2 operations against register, online engine"), check.summary());
        }
    }

    @Test
    void watchingIsForOneHistory() throws IOException {
        Path file = file("h.edn", VALID);
        refused("--watch follows one history, not 2", file, file, "--model", "register", "--watch");
    }

    @Test
    void memoryIsAnAmount() throws IOException {
        Path file = file("h.edn", VALID);
        assertEquals(0, run(file, "--model", "register", "--memory", "64m"));
        refused("'much' is no amount of memory", file, "--model", "register", "--memory", "much");
    }

    @Test
    void moreMemoryThanThereIs() throws IOException {
        refused("set KEELSON_JAVA_OPTS=-Xmx", file("h.edn", VALID), "--model", "register", "--memory", "900000g");
    }

    @Test
    void aPageShowsWhatIsWrong() throws IOException {
        Path page = folder.resolve("out.html");
        assertEquals(1, run(file("h.edn", INVALID), "--model", "register", "--html", page));
        String text = Files.readString(page);
        assertTrue(text.contains("class=\"why\""), text);
        assertFalse(text.contains("http"), "self-contained");
    }

    @Test
    void aPageThatCannotBeWrittenIsToldBeforeAnythingIsJudged() throws IOException {
        Path file = file("h.edn", INVALID);
        refused("there is no folder " + folder.resolve("none"), file, "--model", "register", "--html", folder.resolve("none/out.html"));
        err.getBuffer().setLength(0);
        refused(folder + " is a folder; name a file in it", file, "--model", "register", "--html", folder);
        assertEquals("", out.toString());
    }

    @Test
    void aVerdictThatCannotBePrintedIsNoPass() throws IOException {
        PrintWriter full = new PrintWriter(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("full");
            }
        });
        assertEquals(255, run(full, file("v.edn", VALID), "--model", "register"));
        assertTrue(err.toString().contains("standard output cannot be written"), err.toString());
        assertEquals(1, run(full, file("i.edn", INVALID), "--model", "register"));
    }

    @Test
    void aFileThatCannotBeJudgedDoesNotKeepOthersFromIt() throws IOException {
        Path broken = file("broken.edn", "{:process 0, :type :maybe}");
        assertEquals(254, run(broken, file("v.edn", VALID), "--model", "register"));
        assertTrue(err.toString().contains("broken.edn:1:1: expected :type"), err.toString());
        assertTrue(out.toString().lines().anyMatch(line -> line.matches(".*v.edn +valid +2 .*")), out.toString());
        assertTrue(out.toString().contains("2 histories: 1 could not be judged"), out.toString());
        assertEquals(1, run(broken, file("i.edn", INVALID), "--model", "register"));
    }

    /** A kill, which no surrounding of a build ignores, goes the way of Ctrl-C. */
    @Test
    void whoIsStoppedSaysWhatIsKnown() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
            System.getProperty("java.class.path"), "io.keelson.launcher.Keelson", "check", file("v.edn", VALID).toString(), "--model", "register",
            "--watch").start();
        try (BufferedReader progress = process.errorReader(); BufferedReader told = process.inputReader()) {
            assertEquals("watched events ...", progress.readLine());
            process.toHandle().destroy();
            String last = told.readLine();
            assertTrue(last != null && last.contains("interrupted"), last);
            assertEquals(143, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void mistakesAreToldInOneLine() throws IOException {
        refused("there is no file", folder.resolve("none.edn"), "--model", "register");
    }

    @Test
    void aMalformedFileIsNamedWithItsLine() throws IOException {
        Path file = file("h.edn", VALID + "{:process 0, :type :maybe}");
        refused(file + ":5:1: expected :type", file, "--model", "register");
    }

    @Test
    void anUnknownModel() throws IOException {
        refused("no model is called tree; there are register, cas-register, multi-register", file("h.edn", VALID), "--model", "tree");
    }

    @Test
    void aModelThatDoesNotFit() throws IOException {
        Path file = file("h.edn", "{:process 1, :type :invoke, :f :enqueue, :value 1}");
        refused("event 0 (process 1): the model register knows :read and :write, not :enqueue", file, "--model", "register");
    }

    @Test
    void aTimeLimitThatIsNone() throws IOException {
        refused("'soon' is no length of time", file("h.edn", VALID), "--model", "register", "--time-limit", "soon");
    }

    @Test
    void aPageForTwoHistories() throws IOException {
        Path file = file("h.edn", VALID);
        refused("--html shows one history, not 2", file, file, "--model", "register", "--html", folder.resolve("out.html"));
    }

    @Test
    void aKnossosThatIsNotThere() throws IOException {
        refused("-Pknossos", file("h.edn", VALID), "--model", "register", "--engine", "knossos", "--knossos-classpath", folder);
    }
}
