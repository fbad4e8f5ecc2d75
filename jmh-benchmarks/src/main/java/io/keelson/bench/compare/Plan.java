package io.keelson.bench.compare;

import io.keelson.bench.compare.Workload.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What a comparison does.
 *
 * @param workloads the loads, each measured once a round
 * @param rounds how often; medians are taken over them
 * @param millis how long each load lasts
 * @param warmUpMillis how long each cluster is loaded before anything is measured
 * @param failOvers how often each cluster's leader is killed
 * @param openings how often a log of a gibibyte is opened
 * @param heapMiB the heap's limit of each member's JVM, where nothing else is said
 */
public record Plan(List<Workload> workloads, int rounds, long millis, long warmUpMillis, int failOvers, int openings, int heapMiB) {
    /** All rows. */
    public static Plan full() {
        List<Workload> workloads = new ArrayList<>(basic());
        for (int valueBytes : new int[] {1 << 10, 10 << 10}) {
            workloads.add(new Workload(Kind.PUT, 3, 256, 1, valueBytes));
        }
        for (int producers : new int[] {3, 16}) {
            workloads.add(new Workload(Kind.PUT, 3, 256, producers, 256));
        }
        workloads.add(new Workload(Kind.PUT, 1, 1, 1, 256));
        workloads.add(new Workload(Kind.PUT, 1, 256, 1, 256));
        return new Plan(List.copyOf(workloads), 5, 1_500, 30_000, 10, 3, 1024);
    }

    /** What fits in about two minutes. */
    public static Plan quick() {
        return new Plan(basic(), 3, 1_000, 8_000, 3, 0, 1024);
    }

    private static List<Workload> basic() {
        return List.of(
                Workload.of(Kind.PUT, 1),
                Workload.of(Kind.PUT, 16),
                Workload.of(Kind.PUT, 256),
                Workload.of(Kind.PUT, 1024),
                Workload.of(Kind.GET, 256));
    }
}
