package io.keelson.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs a plan: all clusters stand side by side for the whole time, and each load goes to one after the other before the next load begins, so that whatever else the machine
 * does meets all of them alike.
 */
public final class Comparison implements AutoCloseable {
    private static final int MEMBERS = 3;
    private static final int LARGE_VALUE = 4096;
    private static final long FAIL_OVER_LOAD_MILLIS = 1_000;
    private static final long GIBIBYTE = 1 << 30;

    private final List<Contestant> contestants;
    private final Plan plan;
    private final Path directory;
    private final Consumer<String> step;
    private final Findings findings;
    private final Map<String, ClusterProcesses> clusters = new ConcurrentSkipListMap<>();

    /**
     * Prepares.
     *
     * @param contestants who is compared, the first one being the one the others are held against
     * @param plan what is done
     * @param directory where the members keep their data, on the disk that counts; must exist, and nothing of it is deleted
     * @param step told before each step what it is; there are {@link #steps} of them
     */
    public Comparison(List<Contestant> contestants, Plan plan, Path directory, Consumer<String> step) {
        this.contestants = List.copyOf(contestants);
        this.plan = plan;
        this.directory = directory;
        this.step = step;
        this.findings = new Findings(names(), plan);
    }

    /** Returns what was measured so far: also after {@link #run} has failed. */
    public Findings findings() {
        return findings;
    }

    /** Returns the number of steps. */
    public long steps() {
        long clustersToWarmUp = 0;
        long loads = 1;
        for (Contestant contestant : contestants) {
            clustersToWarmUp += sizes(contestant).size();
            loads += plan.workloads().stream().filter(workload -> runs(contestant, workload.members())).count();
        }
        return clustersToWarmUp + plan.rounds() * loads + (long) plan.failOvers() * contestants.size() + plan.openings();
    }

    private List<Integer> sizes(Contestant contestant) {
        return plan.workloads().stream().map(Workload::members).distinct().filter(size -> runs(contestant, size)).toList();
    }

    /** What one node alone costs is asked of Keelson only. */
    private boolean runs(Contestant contestant, int size) {
        return size == MEMBERS || contestant == contestants.getFirst();
    }

    /**
     * Measures everything.
     *
     * @throws IOException if a member can't be run or asked
     */
    public void run() throws IOException {
        try {
            for (Contestant contestant : contestants) {
                for (int size : sizes(contestant)) {
                    step.accept(contestant.name() + " warms up");
                    ClusterProcesses cluster = start(contestant, size);
                    clusters.put(key(contestant, size), cluster);
                    warmUp(cluster, size);
                }
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                step.accept("round " + round + ", the floor");
                findings.add(Floor.measure(directory, 1_000));
                for (Workload workload : plan.workloads()) {
                    for (Contestant contestant : contestants) {
                        if (runs(contestant, workload.members())) {
                            step.accept("round " + round + ", " + workload.describe() + ", " + contestant.name());
                            ClusterProcesses cluster = clusters.get(key(contestant, workload.members()));
                            findings.add(contestant.name(), workload, cluster.load(workload, millis(workload)));
                        }
                    }
                }
            }
            close();
            failOver();
            close();
            open();
        } finally {
            close();
        }
    }

    /** Large values fill logs and heaps that are the same for all. */
    private long millis(Workload workload) {
        return workload.valueBytes() > LARGE_VALUE ? plan.millis() / 4 : plan.millis();
    }

    /** Kills every member. Any thread: whoever stops a comparison in its midst. */
    @Override
    public void close() {
        clusters.values().forEach(ClusterProcesses::close);
        clusters.clear();
    }

    private static String key(Contestant contestant, int size) {
        return contestant.name() + "/" + size;
    }

    private ClusterProcesses start(Contestant contestant, int size) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("clusters-of-" + size));
        return new ClusterProcesses(contestant, size, folder, heap());
    }

    private List<String> heap() {
        return List.of("-Xmx" + plan.heapMiB() + "m");
    }

    /** Most of the time with the load that the JVM learns most from, the rest with reads. */
    private void warmUp(ClusterProcesses cluster, int size) throws IOException {
        cluster.load(new Workload(Workload.Kind.PUT, size, 256, 1, 256), plan.warmUpMillis() / 2);
        cluster.load(new Workload(Workload.Kind.PUT, size, 1, 1, 256), plan.warmUpMillis() / 4);
        cluster.load(new Workload(Workload.Kind.GET, size, 256, 1, 256), plan.warmUpMillis() / 4);
    }

    /** With fresh clusters: what the loads before have left in the logs would be read again at each start. */
    private void failOver() throws IOException {
        if (plan.failOvers() > 0) {
            for (Contestant contestant : contestants) {
                Path folder = Files.createDirectories(directory.resolve("fail-over"));
                clusters.put(contestant.name(), new ClusterProcesses(contestant, MEMBERS, folder, heap()));
            }
        }
        for (int round = 1; round <= plan.failOvers(); round++) {
            for (Contestant contestant : contestants) {
                step.accept("fail-over " + round + ", " + contestant.name());
                findings.addFailOver(contestant.name(), clusters.get(contestant.name()).failOver(FAIL_OVER_LOAD_MILLIS));
            }
        }
    }

    private void open() throws IOException {
        if (plan.openings() == 0) {
            return;
        }
        Path folder = Files.createDirectories(directory.resolve("opening"));
        ClusterProcesses alone = new ClusterProcesses(Contestant.keelsonWithoutSnapshots(contestants.getFirst()), 1, folder, heap());
        clusters.put("opening", alone);
        while (bytesIn(folder) < GIBIBYTE) {
            alone.load(new Workload(Workload.Kind.PUT, 1, 1024, 1, 256), 1_000);
        }
        for (int i = 1; i <= plan.openings(); i++) {
            step.accept("opening a log of 1 GiB, " + i);
            findings.addOpening(alone.reopen(1));
        }
    }

    private static long bytesIn(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /** Returns the contestants' names. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        contestants.forEach(contestant -> names.add(contestant.name()));
        return names;
    }
}
