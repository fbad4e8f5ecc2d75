package io.keelson.server.config;

import io.keelson.node.tls.TlsFiles;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a server runs: checked, and consistent in itself.
 *
 * @param memberId this member
 * @param clusterId the cluster
 * @param dataDir the node's directory
 * @param peers every member's address for the other members, by id; holds this one
 * @param peerListen where this member listens to the others
 * @param clientListen where it serves clients
 * @param adminListen where it serves the admin pages
 * @param clientUrls where clients reach members, by id, as far as this server was told
 * @param electionTimeoutNanos the least time without a leader before an election
 * @param heartbeatNanos the time between heartbeats
 * @param leaseClockDriftPermille how far the rates of any two members' clocks may differ, in thousandths, so that reads may be answered by a lease;
 *     {@link io.keelson.core.MemberSettings#LEASES_OFF} for none
 * @param requestTimeoutNanos after this long a request is given up
 * @param maxRequestBytes the largest command
 * @param segmentBytes the size of a log segment
 * @param store where values are kept
 * @param quotaBytes how much the store may hold
 * @param joins whether this member, if its directory is new, joins a cluster that exists
 * @param snapshotEntries a snapshot is taken once so many entries were applied since the last
 * @param snapshotTailEntries the log before a snapshot is dropped once so many entries follow it
 * @param snapshotRateBytes the most that is sent of snapshots in a second
 * @param peerTls the certificates between members; null if they trust the network
 * @param clientTls the certificates between server and clients; null for plain connections
 * @param adminTls the certificates of the admin pages; null for plain HTTP
 * @param unsafeControl the file that orders it to do wrong (see {@link io.keelson.node.runtime.Sabotage}); null in service
 */
public record ServerSettings(
        long memberId,
        long clusterId,
        Path dataDir,
        SortedMap<Long, Address> peers,
        Address peerListen,
        Address clientListen,
        Address adminListen,
        SortedMap<Long, String> clientUrls,
        long electionTimeoutNanos,
        long heartbeatNanos,
        int leaseClockDriftPermille,
        long requestTimeoutNanos,
        int maxRequestBytes,
        int segmentBytes,
        StoreKind store,
        long quotaBytes,
        boolean joins,
        long snapshotEntries,
        long snapshotTailEntries,
        long snapshotRateBytes,
        TlsFiles peerTls,
        TlsFiles clientTls,
        TlsFiles adminTls,
        Path unsafeControl) {
    /** Where values are kept. */
    public enum StoreKind {
        /** Off the heap, in a Chronicle Map. */
        CHRONICLE,
        /** In the heap. */
        HEAP
    }

    public ServerSettings {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
        clientUrls = Collections.unmodifiableSortedMap(new TreeMap<>(clientUrls));
    }
}
