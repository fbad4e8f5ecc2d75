package io.keelson.launcher;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeSettings;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The example of the README. */
final class Counter implements StateMachine {
    private long value;

    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        value += Long.parseLong(command.toUtf8());
        return Bytes.utf8(String.valueOf(value));
    }

    @Override
    public Snapshot snapshot() { // without these two the log is kept whole, and read whole at each start
        return Snapshot.of(List.of(Bytes.utf8(String.valueOf(value))));
    }

    @Override
    public SnapshotRestore restore() {
        return record -> value = Long.parseLong(record.toUtf8());
    }

    static void run(Path directory) throws Exception {
        TreeMap<Long, InetSocketAddress> peers = new TreeMap<>();
        peers.put(1L, new InetSocketAddress("127.0.0.1", 7001)); // and 2L, 3L: the same map on each of the three members
        GroupSettings group = new GroupSettings(1, Configuration.of(1), new Counter());
        RunningNodeSettings settings =
                new RunningNodeSettings(NodeSettings.of(1, 1), directory, peers.get(1L), peers, List.of(group));

        try (RunningNode node = RunningNode.start(settings, System.err::println)) {
            System.out.println(node.propose(1, Bytes.utf8("5")).get()); // waits until there is a leader
            System.out.println(node.read(1, counter -> ((Counter) counter).value).get());
        }
    }
}
