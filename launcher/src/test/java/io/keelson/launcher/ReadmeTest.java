package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the README shows is what there is. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path temporary;

    @Test
    void theExampleIsTheOneThatRunsHere() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertTrue(block.find(), "the README has an example");
        String example = Files.readString(Path.of("src/test/java/io/keelson/launcher/Counter.java"));
        assertEquals(words(example.substring(example.indexOf("final class Counter"))), words(block.group(1)));
    }

    @Test
    void theExampleCounts() throws Exception {
        PrintStream terminal = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Counter.run(temporary);
        } finally {
            System.setOut(terminal);
        }
        List<String> lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.get(0).startsWith("Done["), lines::toString);
        assertTrue(lines.get(1).matches("Done\\[index=\\d+, value=5]"), lines::toString);
    }

    @Test
    void everyCommandIsInTheReadmeAndTheOtherWayAround() throws Exception {
        Set<String> shown = new TreeSet<>();
        Matcher command = Pattern.compile("\\./keelson ([a-z]+)").matcher(readme());
        while (command.find()) {
            shown.add(command.group(1));
        }
        CommandLine commandLine = Keelson.commandLine(temporary);
        assertEquals(new TreeSet<>(commandLine.getSubcommands().keySet()), shown);
    }

    @Test
    void everyFolderOfTheTableIsThere() throws Exception {
        Matcher row = Pattern.compile("(?m)^\\| \\[`([a-z/-]+)/`]").matcher(readme());
        int rows = 0;
        while (row.find()) {
            rows++;
            assertTrue(Files.isDirectory(ROOT.resolve(row.group(1))), row.group(1));
        }
        assertTrue(rows >= 9, "the folder table has " + rows + " rows");
    }

    private static String readme() throws Exception {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
