package io.keelson.bench.groups;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeSettings;
import io.keelson.node.NodeStatus;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Three nodes in this process that host many groups, all led: what they take of processor and heap while the groups are idle, and of processor and network while each of them has just
 * enough to do not to rest.
 */
public final class ManyGroups implements AutoCloseable {
    private static final int NODES = 3;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Shorter than the election timeout, after which a group without a command rests. */
    private static final long PUT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long WAKING_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int groups;
    private final List<RunningNode> nodes = new ArrayList<>();

    private ManyGroups(int groups) {
        this.groups = groups;
    }

    /**
     * What was measured of all three nodes together.
     *
     * @param groups how many each hosts
     * @param startMillis until every group had a leader and rested, or had none of its heartbeats left to save
     * @param cpuMillisPerSecond processor time of the process in each second
     * @param framesPerSecond frames sent in each second
     * @param bytesPerSecond bytes of frames sent in each second
     * @param heapBytes what the heap holds after a collection
     * @param restingGroups how many of one node's groups rest
     */
    public record Figures(
            int groups, long startMillis, double cpuMillisPerSecond, double framesPerSecond, double bytesPerSecond, long heapBytes, int restingGroups) {
        /** The processor time of one more idle group on one node, in milliseconds a second. */
        public double cpuOfOneMore(Figures fewer) {
            return (cpuMillisPerSecond - fewer.cpuMillisPerSecond) / NODES / (groups - fewer.groups);
        }

        /** The heap of one more idle group on one node, in KiB. */
        public double heapOfOneMore(Figures fewer) {
            return (heapBytes - fewer.heapBytes) / 1024.0 / NODES / (groups - fewer.groups);
        }
    }

    /**
     * Measures.
     *
     * @param groups on each node, from 1
     * @param awake whether each is given a command five times a second, all of them at once
     * @param seconds how long they are watched
     * @param directory for the nodes' data; made
     * @return the figures
     * @throws IOException if there are no ports or directories
     * @throws NodeOpenException if a node does not start
     */
    public static Figures measure(int groups, boolean awake, int seconds, Path directory) throws IOException, NodeOpenException {
        try (ManyGroups cluster = new ManyGroups(groups)) {
            long began = System.nanoTime();
            cluster.start(directory);
            cluster.awaitIdle();
            long startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (awake) {
                // They wake, and those who have rested together do not meanwhile stand for each other.
                cluster.pass(WAKING_NANOS, true);
            }
            long cpu = processCpuNanos();
            long frames = cluster.framesOut();
            long bytes = cluster.bytesOut();
            long from = System.nanoTime();
            cluster.pass(TimeUnit.SECONDS.toNanos(seconds), awake);
            double elapsed = (System.nanoTime() - from) / 1e9;
            double cpuMillis = (processCpuNanos() - cpu) / 1e6 / elapsed;
            frames = cluster.framesOut() - frames;
            bytes = cluster.bytesOut() - bytes;
            // Before the collections, whose pauses the nodes may take for each other's silence.
            int resting = cluster.resting(cluster.nodes.getFirst());
            return new Figures(groups, startMillis, cpuMillis, frames / elapsed, bytes / elapsed, heapAfterCollection(), resting);
        }
    }

    private void start(Path directory) throws IOException, NodeOpenException {
        SortedMap<Long, InetSocketAddress> peers = new TreeMap<>();
        for (long id = 1; id <= NODES; id++) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                peers.put(id, new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort()));
            }
        }
        Configuration everybody = Configuration.of(LongStream.rangeClosed(1, NODES).toArray());
        for (long id = 1; id <= NODES; id++) {
            List<GroupSettings> hosted = LongStream.rangeClosed(1, groups)
                    .mapToObj(group -> new GroupSettings(group, everybody, (context, command) -> Bytes.EMPTY))
                    .toList();
            Path own = Files.createDirectories(directory.resolve("member-" + id));
            nodes.add(RunningNode.start(new RunningNodeSettings(NodeSettings.of(1, id), own, peers.get(id), peers, hosted), System.err::println));
        }
    }

    /** Until every group is led, and all rest if they are so many that groups rest at all. */
    private void awaitIdle() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!isIdle() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isIdle() {
        long led = nodes.stream().flatMap(node -> node.status().groups().stream()).filter(group -> group.role() == Role.LEADER).map(NodeStatus.GroupStatus::group).distinct().count();
        boolean allLed = led == groups && nodes.stream().flatMap(node -> node.status().groups().stream()).allMatch(group -> group.leader() != 0);
        return allLed && (nodes.stream().allMatch(node -> resting(node) == groups) || resting(nodes.getFirst()) == 0 && groups < 8);
    }

    private void pass(long nanos, boolean awake) {
        long end = System.nanoTime() + nanos;
        long next = System.nanoTime();
        for (long now = next; now < end; now = System.nanoTime()) {
            if (awake && now >= next) {
                next = now + PUT_NANOS;
                putInEach();
            }
            LockSupport.parkNanos(awake ? Math.min(next, end) - now : end - now);
        }
    }

    private void putInEach() {
        for (RunningNode node : nodes) {
            node.status().groups().stream().filter(group -> group.role() == Role.LEADER).forEach(group -> node.propose(group.group(), Bytes.EMPTY));
        }
    }

    private long framesOut() {
        return nodes.stream().mapToLong(node -> node.status().counters().framesOut()).sum();
    }

    private long bytesOut() {
        return nodes.stream().mapToLong(node -> node.transportCounters().bytesOut()).sum();
    }

    private int resting(RunningNode node) {
        return node.inspect(hosting -> (int) hosting.groups().ids().stream().filter(hosting::isResting).count()).join();
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long heapAfterCollection() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        nodes.parallelStream().forEach(RunningNode::close);
    }
}
