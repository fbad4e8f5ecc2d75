package io.keelson.bench.compare;

import io.keelson.bench.compare.Workload.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How long a member takes to open a large log without a snapshot, in a JVM that has just started: from the call that starts the node until it has read the log, found it sound and
 * holds its entries.
 */
public final class Openings implements AutoCloseable {
    private static final long GIBIBYTE = 1 << 30;

    /**
     * One opening.
     *
     * @param cold whether the log was dropped from the system's cache before
     * @param millis how long it took, the start of the JVM left aside
     * @param cpuSeconds what the process has used until it was ready, the start of the JVM included
     * @param residentBytes its resident memory then
     */
    public record Opening(boolean cold, double millis, double cpuSeconds, long residentBytes) {}

    private final Path directory;
    private final ClusterProcesses alone;

    /**
     * Starts the member whose log it will be.
     *
     * @param keelson as it is built here
     * @param directory where its data lie, on the disk that counts; must exist
     * @throws IOException if the member can't be run
     */
    public Openings(Contestant keelson, Path directory) throws IOException {
        this.directory = directory;
        this.alone = new ClusterProcesses(Contestant.keelsonWithoutSnapshots(keelson), 1, directory, List.of());
    }

    /**
     * Fills the log with puts of 272 bytes until its files are a gibibyte large.
     *
     * @param step told how far it is, in parts of a hundred
     */
    public void fill(Consumer<Long> step) throws IOException {
        for (long bytes = bytes(); bytes < GIBIBYTE; bytes = bytes()) {
            step.accept(100 * bytes / GIBIBYTE);
            alone.load(new Workload(Kind.PUT, 1, 1024, 1, 256), 500);
        }
    }

    /** Returns the size of the log's files, in bytes. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".log")).toList());
        }
    }

    /**
     * Kills the member and starts it again.
     *
     * @param cold whether Linux shall forget what it has cached of the log, for which its program {@code dd} is needed
     * @return what that took
     */
    public Opening open(boolean cold) throws IOException {
        alone.kill(1);
        if (cold) {
            for (Path file : files()) {
                dropFromCache(file);
            }
        }
        double millis = alone.reopen(1);
        ProcessUsage usage = alone.usageOf(1);
        return new Opening(cold, millis, usage.cpuSeconds(), usage.residentBytes());
    }

    private static void dropFromCache(Path file) throws IOException {
        Process dd = new ProcessBuilder("dd", "of=" + file, "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none").start();
        dd.onExit().join();
        if (dd.exitValue() != 0) {
            throw new IOException("dd can't drop " + file + " from the cache: exit code " + dd.exitValue());
        }
    }

    @Override
    public void close() {
        alone.close();
    }
}
