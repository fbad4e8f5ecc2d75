package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The command line in a report does what was done. */
class RunCommandLineTest {
    @TempDir
    Path temporary;

    /** What does not change what is run. */
    private static final Set<String> ELSEWHERE = Set.of("--store", "--test-count", "--help", "--version", "--stacktrace");

    @Test
    void whatItSaysIsWhatWasAskedFor() throws IOException {
        assertSame(List.of());
        assertSame(List.of("--nemesis", "none", "--rate", "0", "--driver", "netns"));
        assertSame(List.of("--nemesis", "grow,grow+kill:minority", "--driver", "netns"));
        assertSame(List.of("--workload", "set", "--nemesis", "kill:leader,pause,majorities-ring,clock-fast", "--nemesis-interval", "2.5", "--nodes", "5", "--concurrency", "4n",
                "--rate", "12.5", "--keys", "2", "--ops-per-key", "7", "--timeout", "0.25", "--time-limit", "9", "--seed", "-3"));
        assertSame(List.of("--groups", "9", "--upgrade-from", anotherBuild().toString(), "--nemesis", "upgrade"));
        assertSame(List.of("--unsafe", "local-reads,skip-forces", "--server-option", "store=heap", "--server-option", "lease-clock-drift=1%"));
    }

    @Test
    void noOptionIsForgotten() throws IOException {
        JepsenCommand command = parsed(List.of("--upgrade-from", anotherBuild().toString(), "--unsafe", "local-reads", "--server-option", "store=heap"));
        List<String> words = RunCommandLine.arguments(command.plan(), DriverChoice.PROCESS, command.options(command.plan()), 3);
        Set<String> options = new TreeSet<>();
        new CommandLine(new JepsenCommand()).getCommandSpec().options().stream().map(OptionSpec::longestName).filter(name -> !ELSEWHERE.contains(name)).forEach(options::add);
        assertEquals(options, new TreeSet<>(words.stream().filter(word -> word.startsWith("--")).toList()));
    }

    @Test
    void whatAShellWouldTakeApartStandsInQuotes() {
        JepsenCommand command = parsed(List.of("--nemesis", "none", "--server-option", "name=it's here"));
        assertEquals("./keelson jepsen --driver process --nodes 3 --workload register --concurrency 12 --rate 400 --keys 5 --ops-per-key 300 --timeout 2 --time-limit 60 "
                + "--nemesis none --nemesis-interval 5 --server-option 'name=it'\\''s here' --groups 0 --seed 1",
                RunCommandLine.of(command.plan(), DriverChoice.PROCESS, command.options(command.plan()), 3));
    }

    private Path anotherBuild() throws IOException {
        Files.writeString(Files.createDirectories(temporary.resolve("launcher").resolve("target")).resolve("classpath.txt"), "another.jar\n");
        return temporary;
    }

    private static void assertSame(List<String> asked) {
        JepsenCommand first = parsed(asked);
        DriverChoice driver = asked.contains("netns") ? DriverChoice.NETNS : DriverChoice.PROCESS;
        int nodes = asked.contains("--nodes") ? 5 : 3;
        List<String> words = RunCommandLine.arguments(first.plan(), driver, first.options(first.plan()), nodes);
        JepsenCommand again = parsed(words);
        assertEquals(first.plan(), again.plan());
        assertEquals(first.options(first.plan()), again.options(again.plan()));
        assertEquals(words, RunCommandLine.arguments(again.plan(), driver, again.options(again.plan()), nodes));
    }

    private static JepsenCommand parsed(List<String> words) {
        JepsenCommand command = new JepsenCommand();
        new CommandLine(command).parseArgs(words.toArray(String[]::new));
        return command;
    }
}
