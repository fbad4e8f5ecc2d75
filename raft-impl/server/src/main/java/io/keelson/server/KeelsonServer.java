package io.keelson.server;

import io.keelson.core.Configuration;
import io.keelson.core.MemberSettings;
import io.keelson.kv.ChronicleRevisionStore;
import io.keelson.kv.HeapRevisionStore;
import io.keelson.kv.KvStateMachine;
import io.keelson.kv.Quota;
import io.keelson.kv.RevisionStore;
import io.keelson.node.GroupSettings;
import io.keelson.node.NodeOpenException;
import io.keelson.node.MemberInfo;
import io.keelson.node.NodeSettings;
import io.keelson.node.Outcome;
import io.keelson.node.SnapshotSettings;
import io.keelson.node.metrics.NodeMetrics;
import io.keelson.node.netty.TransportSettings;
import io.keelson.node.runtime.RunningNode;
import io.keelson.node.runtime.RunningNodeSettings;
import io.keelson.node.runtime.Sabotage;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.node.tls.TlsException;
import io.keelson.node.tls.TlsFiles;
import io.keelson.server.admin.AdminServer;
import io.keelson.server.config.Address;
import io.keelson.server.config.ServerSettings;
import io.keelson.server.etcd.ClusterMember;
import io.keelson.server.etcd.EtcdServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One member of a cluster with everything around it: the node, the store, etcd's API and the admin pages. */
public final class KeelsonServer implements AutoCloseable {
    /** The group that is there from the beginning. */
    public static final long DEFAULT_GROUP = NodeReplica.DEFAULT_GROUP;

    private static final long ANNOUNCE_MILLIS = 1_000;

    private final ServerSettings settings;
    private final KvStateMachine machine;
    private final AtomicBoolean closed = new AtomicBoolean();
    private RunningNode node;
    private EtcdServer etcd;
    private AdminServer admin;

    private KeelsonServer(ServerSettings settings, KvStateMachine machine) {
        this.settings = settings;
        this.machine = machine;
    }

    /**
     * Starts a server. It serves at once; whether there is a leader yet, {@code /readyz} tells.
     *
     * @param settings how
     * @param fatal told once, in one line and on a thread of its own, when the node has stopped for good; it may close the server
     * @return the server, to be closed
     * @throws PortInUseException if it can't listen where it should
     * @throws NodeOpenException if the data directory can't be used
     */
    public static KeelsonServer start(ServerSettings settings, Consumer<String> fatal)
            throws PortInUseException, NodeOpenException {
        // Asked first of all, since nothing may be written by a server that can't serve.
        Ports.requireFree(settings.peerListen(), settings.clientListen(), settings.adminListen());
        KeelsonServer server = new KeelsonServer(settings, machine(settings));
        try {
            server.open(fatal);
            return server;
        } catch (PortInUseException | NodeOpenException | RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    private static KvStateMachine machine(ServerSettings settings) {
        Quota quota = new Quota(settings.quotaBytes());
        RevisionStore store =
                switch (settings.store()) {
                    case CHRONICLE -> ChronicleRevisionStore.inMemory(quota);
                    case HEAP -> new HeapRevisionStore();
                };
        return new KvStateMachine(store, quota);
    }

    private void open(Consumer<String> fatal) throws PortInUseException, NodeOpenException {
        Sabotage sabotage = settings.unsafeControl() == null ? Sabotage.NONE : Sabotage.by(settings.unsafeControl(), System.err::println);
        node = RunningNode.start(nodeSettings(sabotage), fatal);
        Replica replica = new NodeReplica(node, NodeReplica.DEFAULT_GROUP, sabotage);
        // The others are as large as the default group may be, each, and on the heap: what is reserved off it for one would be too much for many.
        node.keepGroups(NodeReplica.DEFAULT_GROUP, group -> new KvStateMachine(new HeapRevisionStore(), new Quota(settings.quotaBytes()))).join();
        Groups groups = new NodeGroups(node, settings.memberId(), sabotage);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        NodeMetrics nodeMetrics = new NodeMetrics(node);
        nodeMetrics.bindTo(registry);
        new StoreMetrics(replica).bindTo(registry);
        String version = Version.text();
        EtcdServer.Identity identity = new EtcdServer.Identity(
                settings.clusterId(), settings.memberId(), members(), version, settings.maxRequestBytes());
        try {
            etcd = EtcdServer.start(settings.clientListen().resolve(), certificates(settings.clientTls()), identity, replica, groups, registry);
        } catch (IOException taken) {
            throw Ports.refusal(settings.clientListen(), taken);
        }
        try {
            admin = AdminServer.start(
                    settings.adminListen().resolve(), certificates(settings.adminTls()), settings.clusterId(), version, replica, groups, () -> {
                        nodeMetrics.refresh();
                        return registry.scrape();
                    });
        } catch (IOException taken) {
            throw Ports.refusal(settings.adminListen(), taken);
        }
        announce(replica);
    }

    /** Tells the group where this member is, if it knows otherwise: again and again until it does, since there may be no leader now. */
    private void announce(Replica replica) {
        if (closed.get()) {
            return;
        }
        ClusterMember own = members().stream().filter(member -> member.id() == settings.memberId()).findFirst().orElseThrow();
        MemberInfo info = new MemberInfo("member-" + own.id(), settings.peers().get(own.id()).toString(), own.clientUrls());
        Executor later = CompletableFuture.delayedExecutor(ANNOUNCE_MILLIS, TimeUnit.MILLISECONDS);
        replica.membership()
                .thenCompose(now -> {
                    boolean known = info.equals(now.known().get(own.id()));
                    boolean member = now.configuration().members().contains(own.id());
                    return known || !member
                            ? CompletableFuture.completedFuture(known)
                            : replica.rememberMember(own.id(), info, false).thenApply(outcome -> outcome instanceof Outcome.Done<Long>);
                })
                .whenComplete((known, failure) -> {
                    if (failure == null && !known) {
                        later.execute(() -> announce(replica));
                    }
                });
    }

    private RunningNodeSettings nodeSettings(Sabotage sabotage) {
        MemberSettings usual = MemberSettings.DEFAULT;
        MemberSettings member = new MemberSettings(
                settings.electionTimeoutNanos(),
                settings.heartbeatNanos(),
                usual.maxAppendEntries(),
                usual.maxAppendBytes(),
                usual.maxInflightEntries(),
                usual.maxInflightBytes(),
                usual.catchUpLag(),
                usual.preVote(),
                usual.checkQuorum(),
                settings.leaseClockDriftPermille());
        NodeSettings nodeSettings = new NodeSettings(
                settings.clusterId(),
                settings.memberId(),
                member,
                settings.segmentBytes(),
                settings.maxRequestBytes(),
                NodeSettings.of(settings.clusterId(), settings.memberId()).maxPendingCommands(),
                settings.requestTimeoutNanos(),
                snapshotSettings());
        SortedMap<Long, InetSocketAddress> peers = new TreeMap<>();
        // A peer's name may not be known yet: it is looked up when the peer is dialled.
        settings.peers().forEach((id, address) -> peers.put(id, InetSocketAddress.createUnresolved(address.host(), address.port())));
        Configuration initial =
                settings.joins() ? Configuration.NONE : new Configuration(List.copyOf(settings.peers().keySet()), List.of(), List.of());
        return new RunningNodeSettings(
                nodeSettings,
                settings.dataDir(),
                settings.peerListen().resolve(),
                peers,
                List.of(new GroupSettings(NodeReplica.DEFAULT_GROUP, initial, machine)),
                TransportSettings.forElections(settings.electionTimeoutNanos()).withTls(settings.peerTls()),
                sabotage);
    }

    private SnapshotSettings snapshotSettings() {
        SnapshotSettings usual = SnapshotSettings.DEFAULT;
        return new SnapshotSettings(
                settings.snapshotEntries(), usual.everyBytes(), settings.snapshotTailEntries(), usual.tailBytes(), usual.chunkBytes(), settings.snapshotRateBytes());
    }

    /** Null if there are none. The settings were read moments ago, and the files with them. */
    private static ReloadingTls certificates(TlsFiles files) throws NodeOpenException {
        try {
            return files == null ? null : ReloadingTls.open(files);
        } catch (TlsException changed) {
            throw new NodeOpenException(changed.getMessage(), changed);
        }
    }

    private List<ClusterMember> members() {
        List<ClusterMember> members = new ArrayList<>();
        settings.peers().forEach((id, peer) -> {
            String url = settings.clientUrls().get(id);
            if (url == null && id == settings.memberId()) {
                url = (settings.clientTls() == null ? "http://" : "https://") + settings.clientListen();
            }
            members.add(new ClusterMember(id, (settings.peerTls() == null ? "http://" : "https://") + peer, url == null ? List.of() : List.of(url)));
        });
        return members;
    }

    /** Says in one line who it is and where it listens. */
    public String summary() {
        return "member " + settings.memberId() + " of cluster " + settings.clusterId() + ", clients "
                + new Address(settings.clientListen().host(), etcd.port()) + ", peers "
                + new Address(settings.peerListen().host(), node.address().getPort()) + ", admin "
                + new Address(settings.adminListen().host(), admin.port()) + ", data " + settings.dataDir();
    }

    /** Takes no new requests, ends those under way, and closes node and store. Safe from any thread but the node's, and again. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (etcd != null) {
            etcd.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (node != null) {
            node.close();
        }
        machine.close();
    }
}
