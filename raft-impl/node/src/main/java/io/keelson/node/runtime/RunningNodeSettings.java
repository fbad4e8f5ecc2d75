package io.keelson.node.runtime;

import io.keelson.node.GroupSettings;
import io.keelson.node.NodeSettings;
import io.keelson.node.netty.TransportSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a node runs.
 *
 * @param node who it is and how it behaves
 * @param dataDirectory its own directory; made if there is none
 * @param listen where its peers dial it; port 0 means any free one
 * @param peers every member's address as this node dials it, by member id; an entry for the node itself is ignored
 * @param groups what it hosts
 * @param transport limits of the network
 * @param sabotage what a test does to it; {@link Sabotage#NONE} in service
 */
public record RunningNodeSettings(
        NodeSettings node,
        Path dataDirectory,
        InetSocketAddress listen,
        SortedMap<Long, InetSocketAddress> peers,
        List<GroupSettings> groups,
        TransportSettings transport,
        Sabotage sabotage) {
    public RunningNodeSettings {
        peers = new TreeMap<>(peers);
        groups = List.copyOf(groups);
    }

    /** The usual limits of the network. */
    public RunningNodeSettings(
            NodeSettings node,
            Path dataDirectory,
            InetSocketAddress listen,
            SortedMap<Long, InetSocketAddress> peers,
            List<GroupSettings> groups) {
        this(node, dataDirectory, listen, peers, groups, TransportSettings.forElections(node.member().electionTimeoutNanos()));
    }

    /** A node in service. */
    public RunningNodeSettings(
            NodeSettings node,
            Path dataDirectory,
            InetSocketAddress listen,
            SortedMap<Long, InetSocketAddress> peers,
            List<GroupSettings> groups,
            TransportSettings transport) {
        this(node, dataDirectory, listen, peers, groups, transport, Sabotage.NONE);
    }
}
