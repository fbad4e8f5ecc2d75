package io.keelson.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The histories that arguments stand for: a file for itself, a folder for the histories in it, as Jepsen's {@code store} holds them. */
final class HistoryFiles {
    private static final List<String> NAMES = List.of("history.edn", "history.jsonl", "history.json");
    /** {@code store/<test>/<time>/history.edn}. */
    private static final int DEPTH = 3;

    private HistoryFiles() {
    }

    /** @throws UserError where an argument stands for no history */
    static List<Path> of(List<Path> arguments) {
        List<Path> files = new ArrayList<>();
        for (Path argument : arguments) {
            if (Files.isDirectory(argument)) {
                files.addAll(inFolder(argument));
            } else if (Files.exists(argument)) {
                files.add(argument);
            } else {
                throw new UserError("there is no file " + argument);
            }
        }
        return files;
    }

    private static List<Path> inFolder(Path folder) {
        for (String name : NAMES) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return List.of(folder.resolve(name));
            }
        }
        // Links such as store/latest lead to folders that are found anyway, so they are not followed.
        try (Stream<Path> found = Files.walk(folder, DEPTH)) {
            List<Path> files = found.filter(file -> NAMES.contains(file.getFileName().toString()) && Files.isRegularFile(file)).sorted().toList();
            if (files.isEmpty()) {
                throw new UserError("neither " + folder + " nor a folder in it holds a history.edn or history.jsonl");
            }
            return files;
        } catch (IOException e) {
            throw new UserError(folder + " cannot be read: " + IoReason.of(e));
        } catch (UncheckedIOException e) {
            throw new UserError(folder + " cannot be searched: " + e.getCause().getMessage());
        }
    }
}
