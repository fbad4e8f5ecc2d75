package io.keelson.jepsen;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The folder of one run, laid out as Jepsen's: {@code store/<test>/<time>/}, with {@code latest} links beside and above it.
 *
 * <p>Safe for use by many threads.
 */
public final class StoreFolder implements AutoCloseable {
    private static final DateTimeFormatter FOLDER_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSZ");
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private final Path directory;
    private final PrintWriter log;

    private StoreFolder(Path directory, PrintWriter log) {
        this.directory = directory;
        this.log = log;
    }

    /**
     * Makes a fresh folder and points the links to it.
     *
     * @param store the root of all runs
     * @param test the name of the test
     * @throws IOException if it cannot be made
     */
    public static StoreFolder create(Path store, String test) throws IOException {
        String time = ZonedDateTime.now().format(FOLDER_TIME);
        Path directory = store.resolve(test).resolve(time).toAbsolutePath();
        Files.createDirectories(directory);
        link(store.resolve(test).resolve("latest"), Path.of(time));
        link(store.resolve("latest"), Path.of(test, time));
        PrintWriter log = new PrintWriter(Files.newBufferedWriter(directory.resolve("jepsen.log"), StandardCharsets.UTF_8), true);
        return new StoreFolder(directory, log);
    }

    private static void link(Path link, Path to) throws IOException {
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            return; // somebody's own folder; it stays
        }
        Files.deleteIfExists(link);
        try {
            Files.createSymbolicLink(link, to);
        } catch (UnsupportedOperationException noLinksHere) {
            // A convenience; the folder itself is named in the report.
        }
    }

    /** Returns where everything is kept. */
    public Path directory() {
        return directory;
    }

    /** Adds a line to {@code jepsen.log}. */
    public void log(String line) {
        log.println(ZonedDateTime.now().format(LOG_TIME) + " " + line);
    }

    /**
     * Removes the nodes' data, which is worth its space only after a run that is not valid. Logs stay.
     *
     * @throws IOException if a file cannot be removed
     */
    public void removeData(Iterable<String> nodes) throws IOException {
        for (String node : nodes) {
            Path data = directory.resolve(node).resolve("data");
            if (Files.isDirectory(data)) {
                Files.walkFileTree(data, new Removal());
            }
        }
    }

    @Override
    public void close() {
        log.close();
        if (log.checkError()) {
            throw new UncheckedIOException(new IOException(directory.resolve("jepsen.log") + " could not be written in full"));
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
