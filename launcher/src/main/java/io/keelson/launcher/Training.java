package io.keelson.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Loads what commands load, for the archive of classes that the script makes once: they start faster from it. Prints nothing. */
final class Training {
    private Training() {
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("keelson-training");
        Path history = folder.resolve("history.edn");
        Path page = folder.resolve("page.html");
        try (InputStream in = Training.class.getResourceAsStream("training.edn")) {
            Files.copy(in, history);
            run(folder, "--help");
            run(folder, "check", history.toString(), "--model", "cas-register", "--html", page.toString());
        } finally {
            Files.deleteIfExists(page);
            Files.deleteIfExists(history);
            Files.deleteIfExists(folder);
        }
    }

    private static void run(Path folder, String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine line = Keelson.commandLine(folder).setOut(nowhere).setErr(nowhere);
        Keelson.run(line, arguments);
    }
}
