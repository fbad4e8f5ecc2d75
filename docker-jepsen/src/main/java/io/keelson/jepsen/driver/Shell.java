package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the machine. */
final class Shell {
    private Shell() {}

    /**
     * Runs a program to its end.
     *
     * @throws IOException with what it said, in one line, if it failed
     */
    static void run(String... command) throws IOException {
        run(List.of(command), "");
    }

    /** Runs a program to its end and returns what it said, without white space around. */
    static String answer(String... command) throws IOException {
        return run(List.of(command), "");
    }

    /** The same, with something to read for it. */
    static String run(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.replace('\n', ';'));
        }
        return said;
    }

    /** Why a part of this module that takes root and these programs can't be had, in one line; null if it can. */
    static String obstacle(String what, String... programs) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return what + " takes root";
        }
        for (String program : programs) {
            String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
            if (Stream.of(path.split(":")).noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                return what + " needs the program '" + program + "'";
            }
        }
        return null;
    }
}
