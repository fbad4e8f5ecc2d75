package io.keelson.jepsen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.workload.FinalRead;
import io.keelson.jepsen.workload.Workload;
import io.keelson.jepsen.workload.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClientsTest {
    /** Else a node that is gone for good costs its time limit for each of a thousand keys. */
    @Test
    void aNodeThatDoesNotAnswerIsNotAskedForEverything() throws Exception {
        RunPlan plan = new RunPlan("register", 6, 0, 3, 200, Duration.ofSeconds(2), Duration.ofSeconds(1), List.of(), Duration.ofSeconds(1), 7);
        Workload workload = Workloads.named(plan.workload(), plan.keys(), plan.operationsPerKey());
        Recorder recorder = new Recorder();
        try (StubCluster cluster = new StubCluster(StubCluster.Defect.NONE); Clients clients = new Clients(plan, cluster, workload, recorder)) {
            cluster.kill("n2");
            long keys = workload.lastReads().size();
            List<FinalRead> reads = clients.finalReads(Duration.ZERO);

            assertEquals(Map.of("n1", keys, "n3", keys), reads.stream().collect(Collectors.groupingBy(FinalRead::node, Collectors.counting())));
            assertEquals(2 * keys + 1, recorder.history().operations().size());
        }
    }
}
