package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Folders with all that is in them. */
public final class FileTree {
    private FileTree() {}

    /**
     * Deletes a folder.
     *
     * @throws IOException if something of it can't be deleted; the rest may be gone
     */
    public static void delete(Path folder) throws IOException {
        deleteInside(folder, path -> true);
        Files.delete(folder);
    }

    /**
     * Deletes what is in a folder, which itself stays.
     *
     * @param goes which files and folders; a folder goes only if all that is in it does
     * @throws IOException if something can't be deleted; the rest may be gone
     */
    public static void deleteInside(Path folder, Predicate<Path> goes) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(folder) && goes.test(path)).toList()) {
                Files.delete(path);
            }
        }
    }
}
