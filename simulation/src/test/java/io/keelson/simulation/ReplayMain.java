package io.keelson.simulation;

import java.nio.file.Files;
import java.nio.file.Path;

/** A JVM of its own for one run: the schedule's file, and the file for its trace. */
final class ReplayMain {
    private ReplayMain() {}

    public static void main(String[] arguments) throws Exception {
        Replay.run(Files.readString(Path.of(arguments[0])), Path.of(arguments[1]));
    }
}
