package io.keelson.jepsen.suite;

import io.keelson.jepsen.suite.Scenario.Limits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The suites there are. */
public enum Suite {
    /** Nodes and links fail, and the others go on. */
    FAILURE(
            "failure",
            "nodes and links fail, and the others go on",
            three("leader failure and re-election", "kill:leader", 4, Limit.SERVING),
            five("minority partition", "partition:follower,partition:minority", 4, Limit.SERVING),
            five("split brain: the old leader alone", "partition:leader,deaf:leader,mute:leader", 4, Limit.SERVING),
            five("consistency after a partition", "partition:majority,bridge,majorities-ring", 4, Limit.SERVING),
            five("cascading failures", "kill:leader+kill:leader,partition:leader+kill:leader", 5, Limit.SERVING)),
    /** Nodes go and come back, and nobody has to help. */
    RECOVERY(
            "recovery",
            "nodes go and come back, and nobody has to help",
            three("graceful shutdown and rejoin", "restart:follower,restart:leader", 5, Limit.SERVING),
            three("SIGKILL and replay of the log", "kill:all", 6, Limit.ALL_DOWN),
            three("a stale node catches up", "pause:follower,kill:follower", 8, Limit.SERVING),
            throughSnapshot("a stale node catches up by a snapshot", Limit.SERVING),
            three("rolling restart", "rolling-restart", 6, Limit.SERVING),
            five("concurrent failures", "kill:majority", 6, Limit.ALL_DOWN)),
    /** The network is bad. */
    CHAOS(
            "chaos",
            "the network is bad",
            three("latency 100 ms", "delay:all", 6, Limit.OTHERS),
            three("partition", "partition:leader", 5, Limit.OTHERS),
            three("loss 20 %", "loss:all", 6, Limit.LOSSY),
            three("slow close 5 s", "slow-close:all,half-open:all", 6, Limit.OTHERS)),
    /** A cluster is founded, serves, and goes on with fewer. */
    LIFECYCLE(
            "lifecycle",
            "a cluster from its first day on",
            three("bootstrap, replication, metrics", "none", 5, Limit.OTHERS),
            spread("even spread of 9 groups"),
            three("two of three nodes", "kill:follower,pause:follower", 8, Limit.OTHERS),
            throughSnapshot("rejoin after missed commits", Limit.OTHERS)),
    /** Leaders die under load. */
    FAILOVER("failover", "leaders die under load", three("kill -9 of the leader", "kill:leader", 5, Limit.FAILOVER));

    private static final class Limit {
        private static final Duration RESTART = Duration.ofSeconds(15);
        private static final Duration SOON = Duration.ofMillis(1500);
        static final Limits SERVING = new Limits(SOON, RESTART, SOON, 0);
        /** Connections that a bad network has torn off, or leaders that are to be spread, take their time after the fault as well. */
        static final Limits OTHERS = new Limits(SOON, RESTART, RESTART, 0);
        /** Nobody serves before the fault is over and the nodes are back. */
        static final Limits ALL_DOWN = new Limits(Duration.ofSeconds(20), RESTART, SOON, 0);
        /** A lost packet is sent again after 200 ms and more: some elections take a second attempt. */
        static final Limits LOSSY = new Limits(Duration.ofSeconds(3), RESTART, RESTART, 0);
        static final Limits FAILOVER = new Limits(Duration.ofMillis(600), RESTART, RESTART, 0.995);
    }

    private final String label;
    private final String description;
    private final List<Scenario> scenarios;

    Suite(String label, String description, Scenario... scenarios) {
        this.label = label;
        this.description = description;
        this.scenarios = List.of(scenarios);
    }

    private static Scenario three(String title, String nemesis, int intervalSeconds, Limits limits) {
        return new Scenario(title, nemesis, 3, Duration.ofSeconds(intervalSeconds), 0, List.of(), List.of(), limits);
    }

    private static Scenario five(String title, String nemesis, int intervalSeconds, Limits limits) {
        return new Scenario(title, nemesis, 5, Duration.ofSeconds(intervalSeconds), 0, List.of(), List.of(), limits);
    }

    /** Leaders fall out of step when nodes go, and must be spread evenly once all are back. */
    private static Scenario spread(String title) {
        return new Scenario(title, "kill:leader,restart:follower", 3, Duration.ofSeconds(8), 9, List.of(), List.of(), Limit.OTHERS);
    }

    /** A follower is away for longer than the leader keeps its log. */
    private static Scenario throughSnapshot(String title, Limits limits) {
        return new Scenario(title, "kill:follower", 3, Duration.ofSeconds(8), 0, List.of("snapshot-count=200", "snapshot-catchup-entries=50"),
                List.of("keelson_node_snapshots_total{step=\"installed\"}"), limits);
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** What it is about, in a few words. */
    public String description() {
        return description;
    }

    /** Its runs, in order. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /**
     * Finds a suite by its name.
     *
     * @throws IllegalArgumentException in one line, if there is none
     */
    public static Suite named(String name) {
        return Arrays.stream(values()).filter(suite -> suite.label.equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no suite is called '" + name + "'; there are "
                        + String.join(", ", Arrays.stream(values()).map(Suite::label).toList())));
    }
}
