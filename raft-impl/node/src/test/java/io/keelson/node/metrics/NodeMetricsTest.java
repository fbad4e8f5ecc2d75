package io.keelson.node.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.NodeStatus;
import io.keelson.node.NodeStatus.Counters;
import io.keelson.node.NodeStatus.GroupStatus;
import io.keelson.node.netty.TransportCounters;
import io.keelson.node.runtime.StorageCounters;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeMetricsTest {
    private NodeStatus status = new NodeStatus(
            1,
            77,
            false,
            true,
            List.of(new GroupStatus(4, Role.LEADER, 6, 1, 10, 9, 12, 11, 8, Configuration.of(1, 2, 3), false), new GroupStatus(5, Role.FOLLOWER, 2, 3, 0, 0, 0, 0, 0, Configuration.of(1, 2, 3), false)),
            new Counters(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
    private int scans;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void everyFigureHasItsMeter() {
        bind();
        assertEquals(1, gauge("keelson.raft.role", "group", "4", "role", "leader"));
        assertEquals(0, gauge("keelson.raft.role", "group", "4", "role", "follower"));
        assertEquals(1, gauge("keelson.raft.role", "group", "5", "role", "follower"));
        assertEquals(6, gauge("keelson.raft.term", "group", "4"));
        assertEquals(3, gauge("keelson.raft.leader", "group", "5"));
        assertEquals(10, gauge("keelson.raft.index", "group", "4", "of", "commit"));
        assertEquals(9, gauge("keelson.raft.index", "group", "4", "of", "applied"));
        assertEquals(11, gauge("keelson.raft.index", "group", "4", "of", "durable"));
        assertEquals(12, gauge("keelson.raft.index", "group", "4", "of", "last"));
        assertEquals(8, gauge("keelson.raft.index", "group", "4", "of", "base"));
        assertEquals(1, count("keelson.node.frames", "direction", "in"));
        assertEquals(2, count("keelson.node.frames", "direction", "out"));
        assertEquals(3, count("keelson.node.frames", "direction", "rejected"));
        assertEquals(4, count("keelson.node.commands", "outcome", "done"));
        assertEquals(5, count("keelson.node.commands", "outcome", "not_applied"));
        assertEquals(6, count("keelson.node.commands", "outcome", "unknown"));
        assertEquals(7, count("keelson.node.commands", "outcome", "refused"));
        assertEquals(8, count("keelson.node.reads", "outcome", "done"));
        assertEquals(9, count("keelson.node.reads", "outcome", "failed"));
        assertEquals(10, count("keelson.node.entries.applied"));
        assertEquals(11, count("keelson.node.leader.changes"));
        assertEquals(12, count("keelson.node.snapshots", "step", "taken"));
        assertEquals(13, count("keelson.node.snapshots", "step", "installed"));
        assertEquals(14, count("keelson.node.snapshot.chunks", "direction", "out"));
        assertEquals(15, count("keelson.node.snapshot.chunks", "direction", "in"));
        assertEquals(16, count("keelson.node.log.compactions"));
        assertEquals(21, count("keelson.network.bytes", "direction", "in"));
        assertEquals(22, count("keelson.network.bytes", "direction", "out"));
        assertEquals(23, count("keelson.network.frames.dropped"));
        assertEquals(24, count("keelson.network.connections.closed"));
        assertEquals(31, count("keelson.storage.written"));
        FunctionTimer force = registry.get("keelson.storage.force").functionTimer();
        assertEquals(32, force.count());
        assertEquals(33, force.totalTime(TimeUnit.NANOSECONDS));
    }

    private static GroupStatus group(long id, long commit) {
        return new GroupStatus(id, Role.FOLLOWER, 1, 3, commit, 0, 0, 0, 0, Configuration.of(1, 2, 3), false);
    }

    private void host(List<GroupStatus> groups) {
        status = new NodeStatus(1, 77, false, true, groups, status.counters());
    }

    private List<String> metered() {
        return registry.find("keelson.raft.term").gauges().stream().map(gauge -> gauge.getId().getTag("group")).sorted().toList();
    }

    @Test
    void onlyTheFirstGroupAndTheBusiestHaveMetersOfTheirOwn() {
        List<GroupStatus> idle = IntStream.range(10, 40).mapToObj(id -> group(id, 5)).toList();
        host(idle);
        NodeMetrics metrics = bind();
        assertEquals(NodeMetrics.MOST_GROUPS, metered().size());
        assertEquals(30, gauge("keelson.node.groups", "which", "hosted"));
        assertEquals(0, gauge("keelson.node.groups", "which", "led"));
        List<GroupStatus> busy = IntStream.range(10, 40).mapToObj(id -> group(id, id >= 31 ? 5 + id : 5)).toList();
        host(busy);
        metrics.refresh();
        assertEquals(List.of("10", "33", "34", "35", "36", "37", "38", "39"), metered());
        metrics.refresh();
        assertEquals(List.of("10", "33", "34", "35", "36", "37", "38", "39"), metered(), "who has meters keeps them as long as nobody is busier");
        host(List.of(group(10, 5), group(50, 1)));
        assertEquals(Double.NaN, gauge("keelson.raft.term", "group", "39"));
        metrics.refresh();
        assertEquals(List.of("10", "50"), metered());
    }

    @Test
    void metersFollowTheNode() {
        bind();
        assertEquals(0, gauge("keelson.node.stopped"));
        assertEquals(0, gauge("keelson.storage.stalled"));
        status = new NodeStatus(1, 77, true, false, status.groups(), new Counters(100, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
        assertEquals(1, gauge("keelson.node.stopped"));
        assertEquals(1, gauge("keelson.storage.stalled"));
        assertEquals(100, count("keelson.node.frames", "direction", "in"));
    }

    @Test
    void aScrapeGoesThroughTheGroupsOnceForEachFigureThatCountsThem() {
        host(IntStream.range(1, 1001).mapToObj(id -> group(id, id)).toList());
        NodeMetrics metrics = bind();
        scans = 0;
        metrics.refresh();
        registry.getMeters().forEach(meter -> meter.measure().forEach(measurement -> measurement.getValue()));
        assertEquals(3, scans, "once to choose who has meters, once for those hosted, once for those led");
        assertEquals(1000, gauge("keelson.raft.index", "group", "1000", "of", "commit"));
    }

    private final class Recorded implements NodeMetrics.Source {
        @Override
        public NodeStatus node() {
            return new NodeStatus(1, 77, status.stopped(), status.storageHealthy(), List.of(), status.counters());
        }

        @Override
        public GroupStatus group(long group) {
            return status.groups().stream().filter(known -> known.group() == group).findFirst().orElse(null);
        }

        @Override
        public List<GroupStatus> groups() {
            scans++;
            return status.groups();
        }
    }

    private NodeMetrics bind() {
        NodeMetrics metrics = new NodeMetrics(new Recorded(), () -> new TransportCounters(21, 22, 23, 24), () -> new StorageCounters(31, 32, 33));
        metrics.bindTo(registry);
        return metrics;
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }
}
