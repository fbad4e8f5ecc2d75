package io.keelson.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs a plan: all clusters stand side by side for the whole time, and each load goes to one after the other before the next load begins, so that whatever else the machine
 * does meets all of them alike.
 */
public final class Comparison {
    private final List<Contestant> contestants;
    private final Plan plan;
    private final Path directory;
    private final Consumer<String> step;

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
    }

    /** Returns the number of steps. */
    public long steps() {
        long loads = (long) plan.workloads().size() * contestants.size();
        return sizes().size() * contestants.size() + plan.rounds() * (1 + loads) + (long) plan.failOvers() * contestants.size();
    }

    private List<Integer> sizes() {
        return plan.workloads().stream().map(Workload::members).distinct().toList();
    }

    /**
     * Runs.
     *
     * @return everything that was measured
     * @throws IOException if a member can't be run or asked
     */
    public Findings run() throws IOException {
        Findings findings = new Findings(contestants.stream().map(Contestant::name).toList(), plan);
        Map<String, ClusterProcesses> clusters = new TreeMap<>();
        try {
            for (int size : sizes()) {
                for (Contestant contestant : contestants) {
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
                        step.accept("round " + round + ", " + workload.describe() + ", " + contestant.name());
                        findings.add(contestant.name(), workload, clusters.get(key(contestant, workload.members())).load(workload, plan.millis()));
                    }
                }
            }
            failOver(findings, clusters);
        } finally {
            clusters.values().forEach(ClusterProcesses::close);
        }
        return findings;
    }

    private static String key(Contestant contestant, int size) {
        return contestant.name() + "/" + size;
    }

    private ClusterProcesses start(Contestant contestant, int size) throws IOException {
        Path folder = Files.createDirectories(directory.resolve("clusters-of-" + size));
        return new ClusterProcesses(contestant, size, folder, List.of("-Xmx" + plan.heapMiB() + "m"));
    }

    /** Most of the time with the load that the JVM learns most from, the rest with reads. */
    private void warmUp(ClusterProcesses cluster, int size) throws IOException {
        cluster.load(new Workload(Workload.Kind.PUT, size, 256, 1, 256), plan.warmUpMillis() / 2);
        cluster.load(new Workload(Workload.Kind.PUT, size, 1, 1, 256), plan.warmUpMillis() / 4);
        cluster.load(new Workload(Workload.Kind.GET, size, 256, 1, 256), plan.warmUpMillis() / 4);
    }

    private void failOver(Findings findings, Map<String, ClusterProcesses> clusters) throws IOException {
        for (int round = 1; round <= plan.failOvers(); round++) {
            for (Contestant contestant : contestants) {
                step.accept("fail-over " + round + ", " + contestant.name());
                findings.addFailOver(contestant.name(), clusters.get(key(contestant, 3)).failOver(1_000));
            }
        }
    }

    /** Returns the contestants' names. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        contestants.forEach(contestant -> names.add(contestant.name()));
        return names;
    }
}
