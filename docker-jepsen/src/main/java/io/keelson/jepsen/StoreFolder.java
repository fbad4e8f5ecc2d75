package io.keelson.jepsen;

import java.io.FileOutputStream;
import io.keelson.jepsen.driver.FileTree;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The folder of one run, laid out as Jepsen's: {@code store/<test>/<time>/}. While the run goes on, {@code store/current} leads to it; once it has ended, the
 * links {@code latest} beside and above it do.
 *
 * <p>The process that runs holds a lock on {@code jepsen.log}, which ends with it however it ends: so others can tell a run that goes on from one that broke off.
 *
 * <p>Safe for use by many threads.
 */
public final class StoreFolder implements AutoCloseable {
    private static final DateTimeFormatter FOLDER_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSZ");
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS");

    private static final String LOG = "jepsen.log";
    private static final String CURRENT = "current";
    private static final String LATEST = "latest";

    private final Path store;
    private final Path directory;
    private final FileOutputStream file;
    private final FileLock lock;
    private final PrintWriter log;

    private StoreFolder(Path store, Path directory) throws IOException {
        this.store = store;
        this.directory = directory;
        // Not through the channel, which an interrupted thread that writes a line would close.
        this.file = new FileOutputStream(directory.resolve(LOG).toFile());
        this.lock = lock(file.getChannel());
        this.log = new PrintWriter(new OutputStreamWriter(file, StandardCharsets.UTF_8), true);
    }

    /**
     * Makes a fresh folder and lets {@code store/current} lead to it.
     *
     * @param store the root of all runs
     * @param test the name of the test
     * @throws IOException if it cannot be made
     */
    public static StoreFolder create(Path store, String test) throws IOException {
        Path directory = store.resolve(test).resolve(ZonedDateTime.now().format(FOLDER_TIME)).toAbsolutePath();
        Files.createDirectories(directory);
        StoreFolder folder = new StoreFolder(store, directory);
        link(store.resolve(CURRENT), folder.fromStore());
        return folder;
    }

    private static FileLock lock(FileChannel channel) {
        try {
            return channel.tryLock();
        } catch (IOException noLocksHere) {
            return null; // The run is the same without; only nobody can tell from outside that it goes on.
        }
    }

    /** Whether the run in that folder goes on, in this process or another of this machine. */
    public static boolean isGoing(Path directory) {
        try (FileChannel channel = FileChannel.open(directory.resolve(LOG), StandardOpenOption.READ);
                FileLock probe = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return probe == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        } catch (IOException noLogOrNoLocks) {
            return false;
        }
    }

    /** The way from the store to the folder. */
    private Path fromStore() {
        return directory.getParent().getFileName().resolve(directory.getFileName());
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
     * Removes the nodes' data from a run's folder, which is worth its space only after a run that is not valid. Logs stay.
     *
     * @throws IOException if a file cannot be removed
     */
    public static void removeData(Path directory, Iterable<String> nodes) throws IOException {
        for (String node : nodes) {
            Path data = directory.resolve(node).resolve("data");
            if (Files.isDirectory(data)) {
                FileTree.delete(data);
            }
        }
    }

    /** Ends the log, and lets {@code latest} lead here. */
    @Override
    public void close() {
        boolean written = !log.checkError();
        try {
            if (lock != null) {
                lock.release();
            }
            log.close();
            link(directory.resolveSibling(LATEST), directory.getFileName());
            link(store.resolve(LATEST), fromStore());
            Path current = store.resolve(CURRENT);
            if (Files.isSymbolicLink(current) && Files.readSymbolicLink(current).equals(fromStore())) {
                Files.delete(current);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        if (!written) {
            throw new UncheckedIOException(new IOException(directory.resolve(LOG) + " could not be written in full"));
        }
    }
}
