package io.keelson.server.config;

import java.util.Locale;

/** Every setting of a server. A flag outranks an environment variable, that outranks the file, that outranks the default. */
public enum Setting {
    /** See {@link ServerSettings#memberId()}. */
    MEMBER_ID("member-id", "1", "N", "This member's id, from 1. Never reuse the id of a member whose data is lost."),
    /** See {@link ServerSettings#clusterId()}. */
    CLUSTER_ID("cluster-id", "1", "N", "The cluster's id, from 1. Members of another cluster and their data are refused."),
    /** See {@link ServerSettings#dataDir()}. */
    DATA_DIR("data-dir", "keelson-data", "DIR", "Where the log is kept; made if need be."),
    /** See {@link ServerSettings#peers()}. */
    INITIAL_CLUSTER(
            "initial-cluster",
            "1=127.0.0.1:2380",
            "ID=HOST:PORT,...",
            "All members, this one too, and where each listens to the others. Read when the cluster is new."),
    /** See {@link ServerSettings#joins()}. */
    INITIAL_CLUSTER_STATE(
            "initial-cluster-state",
            "new",
            "STATE",
            "existing: this member was added to a cluster that runs (etcdctl member add --learner) and learns from it who belongs to it. Read when its directory is new."),
    /** See {@link ServerSettings#peerListen()}. */
    PEER_LISTEN("peer-listen", "", "HOST:PORT", "Where this member listens to the others; as in the initial cluster if empty."),
    /** See {@link ServerSettings#clientListen()}. */
    CLIENT_LISTEN("client-listen", "127.0.0.1:2379", "HOST:PORT", "Where it serves etcd's gRPC API."),
    /** See {@link ServerSettings#adminListen()}. */
    ADMIN_LISTEN("admin-listen", "127.0.0.1:2381", "HOST:PORT", "Where it serves /livez, /readyz, /metrics and /status."),
    /** See {@link ServerSettings#peerTls()}. */
    PEER_CERT_FILE("peer-cert-file", "", "FILE", "This member's certificate for the other members, in PEM; with it they talk TLS 1.3. Files are read again when they change."),
    /** See {@link ServerSettings#peerTls()}. */
    PEER_KEY_FILE("peer-key-file", "", "FILE", "The key of that certificate, in PKCS#8."),
    /** See {@link ServerSettings#peerTls()}. */
    PEER_TRUSTED_CA_FILE("peer-trusted-ca-file", "", "FILE", "The authorities that must have signed the other members' certificates."),
    /** See {@link ServerSettings#peerTls()}. */
    PEER_ALLOWED_NAMES(
            "peer-allowed-names", "", "NAME,...", "Names of which another member's certificate must bear one; if empty, a member must bear the host's that is dialled."),
    /** See {@link ServerSettings#clientTls()}. */
    CLIENT_CERT_FILE("client-cert-file", "", "FILE", "The certificate shown to clients, in PEM; with it they talk TLS."),
    /** See {@link ServerSettings#clientTls()}. */
    CLIENT_KEY_FILE("client-key-file", "", "FILE", "The key of that certificate, in PKCS#8."),
    /** See {@link ServerSettings#clientTls()}. */
    CLIENT_TRUSTED_CA_FILE("client-trusted-ca-file", "", "FILE", "The authorities that must have signed the clients' certificates; if empty, clients need none."),
    /** See {@link ServerSettings#clientTls()}. */
    CLIENT_ALLOWED_NAMES("client-allowed-names", "", "NAME,...", "Names of which a client's certificate must bear one; any if empty."),
    /** See {@link ServerSettings#adminTls()}. */
    ADMIN_CERT_FILE("admin-cert-file", "", "FILE", "The certificate of the admin pages, in PEM; with it they are served over HTTPS."),
    /** See {@link ServerSettings#adminTls()}. */
    ADMIN_KEY_FILE("admin-key-file", "", "FILE", "The key of that certificate, in PKCS#8."),
    /** See {@link ServerSettings#adminTls()}. */
    ADMIN_TRUSTED_CA_FILE("admin-trusted-ca-file", "", "FILE", "The authorities that must have signed certificates of whoever reads the pages; if empty, none is needed."),
    /** See {@link ServerSettings#clientUrls()}. */
    CLIENT_URLS("client-urls", "", "ID=URL,...", "What the list of members tells of where clients reach each member."),
    /** See {@link ServerSettings#electionTimeoutNanos()}. */
    ELECTION_TIMEOUT("election-timeout", "300ms", "TIME", "The least time without a leader before an election; at least 2 heartbeats."),
    /** See {@link ServerSettings#heartbeatNanos()}. */
    HEARTBEAT("heartbeat", "50ms", "TIME", "The time between two heartbeats of a leader."),
    /** See {@link ServerSettings#leaseClockDriftPermille()}. */
    LEASE_CLOCK_DRIFT(
            "lease-clock-drift",
            "off",
            "PERCENT",
            "How far the rates of any two members' clocks may differ, as in 1% or 0.5%: the leader then answers reads by a lease, without asking. "
                    + "Beyond it, or on machines that are suspended, such reads may be stale. off: no leases."),
    /** See {@link ServerSettings#requestTimeoutNanos()}. */
    REQUEST_TIMEOUT("request-timeout", "5s", "TIME", "After this long without an answer a request is given up."),
    /** See {@link ServerSettings#maxRequestBytes()}. */
    MAX_REQUEST_BYTES("max-request-bytes", "1536KiB", "SIZE", "The largest request, up to 8MiB."),
    /** See {@link ServerSettings#segmentBytes()}. */
    SEGMENT_BYTES("segment-bytes", "16MiB", "SIZE", "The size of a file of the log."),
    /** See {@link ServerSettings#store()}. */
    STORE("store", "chronicle", "KIND", "Where values are kept: chronicle (off the heap) or heap."),
    /** See {@link ServerSettings#quotaBytes()}. */
    QUOTA_BYTES("quota-bytes", "256MiB", "SIZE", "How much the store may hold; the same on every member. A full store still reads and deletes."),
    /** See {@link ServerSettings#snapshotEntries()}. */
    SNAPSHOT_COUNT("snapshot-count", "250000", "N", "A snapshot is taken once so many entries were applied since the last, or 64MiB of them."),
    /** See {@link ServerSettings#snapshotTailEntries()}. */
    SNAPSHOT_CATCHUP_ENTRIES(
            "snapshot-catchup-entries",
            "10000",
            "N",
            "The log before a snapshot is dropped once so many entries follow it, or 16MiB of them: a member that lacks no more is sent entries, not the snapshot."),
    /** See {@link ServerSettings#snapshotRateBytes()}. */
    SNAPSHOT_RATE_BYTES("snapshot-rate-bytes", "64MiB", "SIZE", "No more than so much of snapshots is sent to other members a second, all of them together."),
    /** See {@link ServerSettings#unsafeControl()}. */
    UNSAFE_CONTROL(
            "unsafe-control", "", "FILE", "For tests alone: a file that orders the server to do wrong, as in skip-forces=true. Acknowledged writes may be lost.");

    private final String key;
    private final String defaultText;
    private final String label;
    private final String description;

    Setting(String key, String defaultText, String label, String description) {
        this.key = key;
        this.defaultText = defaultText;
        this.label = label;
        this.description = description;
    }

    /** Returns its name in a configuration file. */
    public String key() {
        return key;
    }

    /** Returns its name on the command line. */
    public String flag() {
        return "--" + key;
    }

    /** Returns its name in the environment. */
    public String variable() {
        return "KEELSON_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Returns its default, as it would be written. */
    public String defaultText() {
        return defaultText;
    }

    /** Returns what stands for its value in the help. */
    public String label() {
        return label;
    }

    /** Returns what it means. */
    public String description() {
        return description;
    }

    /** Finds a setting by its name in a configuration file; null if there is none. */
    static Setting ofKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        return null;
    }
}
