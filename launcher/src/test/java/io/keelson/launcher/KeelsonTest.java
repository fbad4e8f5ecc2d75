package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line as its user meets it. */
class KeelsonTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temporary;

    private CommandLine commandLine;

    @BeforeEach
    void open() {
        commandLine = with(null);
    }

    /** The command line with one more command in it. */
    private CommandLine with(Object command) {
        CommandLine line = Keelson.commandLine(temporary);
        if (command != null) {
            line.addSubcommand(command);
        }
        return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    @Test
    void withoutArgumentsItSaysWhatThereIs() {
        assertEquals(0, commandLine.execute());
        commandLine.getSubcommands().keySet()
                .forEach(name -> assertTrue(out.toString().contains("  " + name + " "), () -> name + " is not in " + out));
    }

    @Test
    void everyCommandHelps() {
        for (String name : commandLine.getSubcommands().keySet()) {
            out.getBuffer().setLength(0);
            assertEquals(0, commandLine.execute(name, "--help"), name);
            assertTrue(out.toString().startsWith("Usage: keelson " + name), () -> out.toString());
        }
    }

    /** A per cent sign that is not written twice is told on the real standard error, before the help. */
    @Test
    void noHelpComplainsOfItsOwnText() {
        PrintStream before = System.err;
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
        try {
            help(commandLine);
        } finally {
            System.setErr(before);
        }
        assertEquals("", complaints.toString(StandardCharsets.UTF_8));
    }

    private static void help(CommandLine command) {
        assertFalse(command.getUsageMessage().isEmpty());
        command.getSubcommands().values().forEach(KeelsonTest::help);
    }

    @Test
    void theVersionIsTheBuilds() {
        assertEquals(0, commandLine.execute("--version"));
        assertTrue(out.toString().matches("(?s)keelson \\d+\\.\\d+\\.\\d+.*Java \\d+.*"), out::toString);
    }

    @Test
    void anUnknownFlagIsOneLineThatNamesItAndTheWayOut() {
        assertEquals(254, commandLine.execute("jepsen", "--frobnicate"));
        assertEquals("keelson jepsen: Unknown option: '--frobnicate'; keelson jepsen --help tells what there is",
                err.toString().strip());
        assertEquals("", out.toString());
    }

    @Test
    void anUnknownCommandIsOneLine() {
        assertEquals(254, commandLine.execute("verfiy"));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("'verfiy'"), err::toString);
    }

    @Test
    void aValueOfTheWrongKindIsOneLine() {
        assertEquals(254, commandLine.execute("jepsen", "--nodes", "many"));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("'many'"), err::toString);
    }

    @Test
    void aNemesisThatThereIsNotIsAnErrorBeforeTheRun() {
        assertEquals(254, commandLine.execute("jepsen", "--nemesis", "flood"));
        assertTrue(err.toString().startsWith("keelson jepsen: the driver 'process' has no nemesis 'flood'; it has "), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void aCrashIsOneLineAndTheDetailsAreKept() throws Exception {
        assertEquals(255, with(new Crashing()).execute("crashing"));
        String line = err.toString().strip();
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.startsWith("keelson crashing crashed: the mast is down; the details are in "), line);
        Path details = Path.of(line.substring(line.lastIndexOf(' ') + 1));
        assertTrue(Files.readString(details).contains("\tat " + Crashing.class.getName()), "the stack trace is in the file");
    }

    @Test
    void aCrashShowsItsStackTraceOnDemand() {
        assertEquals(255, with(new Crashing()).execute("crashing", "--stacktrace"));
        assertTrue(err.toString().contains("\tat " + Crashing.class.getName()), err::toString);
    }

    @Test
    void anErrorOfTheJvmIsACrashToo() {
        assertEquals(255, Keelson.run(with(new Failing()), "failing"));
        assertTrue(err.toString().startsWith("keelson crashed: sails/Jib; the details are in "), err::toString);
    }

    @Test
    void aUsersMistakeHasNoStackTrace() {
        assertEquals(254, with(new Mistaken()).execute("mistaken"));
        assertEquals("keelson mistaken: no file is called boat.edn", err.toString().strip());
        assertFalse(err.toString().contains("\tat "));
    }

    @Command(name = "crashing")
    static final class Crashing implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("the mast is down\nand more");
        }
    }

    @Command(name = "failing")
    static final class Failing implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new NoClassDefFoundError("sails/Jib");
        }
    }

    @Command(name = "mistaken")
    static final class Mistaken implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new UserError("no file is called boat.edn");
        }
    }
}
