package io.keelson.bench.compare;

import io.keelson.bench.compare.member.BenchMember;
import io.keelson.bench.compare.member.MemberProcess;
import io.keelson.bench.compare.member.Store;
import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Role;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeOpenException;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.ReadConsistency;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.SnapshotSettings;
import io.keelson.node.StateMachine;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Keelson as a library, with the settings that it has by default but for one: it takes a snapshot each million entries, as MicroRaft does here, unless the system property
 * {@link #SNAPSHOTS} says otherwise. Its snapshots hold the whole store.
 */
public final class KeelsonMember implements BenchMember {
    private static final long CLUSTER = 1;
    private static final long GROUP = 1;

    /** {@code usual}: as often as a server takes them; {@code none}: never. */
    static final String SNAPSHOTS = "keelson.bench.snapshots";

    private static final int RARELY = 1_000_000;

    /** Or once so many bytes: large values would fill the heap before. */
    private static final long MUCH = 320L << 20;

    private final RunningNode node;

    private KeelsonMember(RunningNode node) {
        this.node = node;
    }

    /** The main method of a member's process. */
    public static void main(String[] arguments) throws Exception {
        MemberProcess.run(arguments, KeelsonMember::start);
    }

    private static KeelsonMember start(MemberProcess.Settings settings) throws NodeOpenException {
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        for (int port : settings.ports()) {
            peers.put(peers.size() + 1L, new InetSocketAddress("127.0.0.1", port));
        }
        Configuration voters = Configuration.of(LongStream.rangeClosed(1, peers.size()).toArray());
        long number = settings.number();
        return new KeelsonMember(RunningNode.start(
                new RunningNodeSettings(
                        settingsOf(number),
                        settings.directory(),
                        peers.get(number),
                        peers,
                        List.of(new GroupSettings(GROUP, voters, new Machine()))),
                reason -> {
                    System.err.println(reason);
                    Runtime.getRuntime().halt(1);
                }));
    }

    private static NodeSettings settingsOf(long number) {
        NodeSettings usual = NodeSettings.of(CLUSTER, number);
        SnapshotSettings often = usual.snapshots();
        SnapshotSettings snapshots = switch (System.getProperty(SNAPSHOTS, "rare")) {
            case "usual" -> often;
            case "none" -> new SnapshotSettings(Long.MAX_VALUE, Long.MAX_VALUE, often.tailEntries(), often.tailBytes(), often.chunkBytes());
            default -> new SnapshotSettings(RARELY, MUCH, often.tailEntries(), often.tailBytes(), often.chunkBytes());
        };
        return new NodeSettings(
                CLUSTER,
                number,
                usual.member(),
                usual.segmentBytes(),
                usual.maxCommandBytes(),
                usual.maxPendingCommands(),
                usual.requestTimeoutNanos(),
                snapshots);
    }

    @Override
    public boolean isLeader() {
        return node.status().groups().getFirst().role() == Role.LEADER;
    }

    @Override
    public void put(byte[] command, Completion completion) {
        node.propose(GROUP, Bytes.wrap(command), outcome -> completion.done(outcome instanceof Outcome.Done));
    }

    @Override
    public void get(byte[] key, Completion completion) {
        node.read(
                GROUP,
                ReadConsistency.LINEARIZABLE,
                machine -> ((Machine) machine).store.get(key) == null,
                outcome -> completion.done(outcome instanceof Outcome.Done));
    }

    @Override
    public void close() {
        node.close();
    }

    private static final class Machine implements StateMachine {
        private final Store store = new Store();

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            store.apply(command.shared());
            return Bytes.EMPTY;
        }

        @Override
        public Snapshot snapshot() {
            Iterator<byte[]> commands = store.commands().iterator();
            return new Snapshot() {
                @Override
                public Bytes next() {
                    return commands.hasNext() ? Bytes.wrap(commands.next()) : null;
                }

                @Override
                public void close() {
                    // The list goes with this object.
                }
            };
        }

        @Override
        public SnapshotRestore restore() {
            store.clear();
            return new SnapshotRestore() {
                @Override
                public void accept(Bytes record) {
                    store.apply(record.shared());
                }

                @Override
                public void finish() {
                    // Each command has taken effect.
                }
            };
        }
    }
}
