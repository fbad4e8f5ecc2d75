package io.keelson.launcher.zoo;

import io.keelson.simulation.zoo.Bug;
import java.util.Comparator;
import java.util.List;

/**
 * A bug, and what the nets did with it.
 *
 * @param bug the bug
 * @param results of the nets that ran
 */
record ZooRow(Bug bug, List<NetResult> results) {
    /** The net that had it the soonest; null if none has. */
    NetResult first() {
        return results.stream().filter(NetResult::caught).min(Comparator.comparingDouble(NetResult::seconds)).orElse(null);
    }

    /** The nets that should have caught it and did not. */
    List<NetResult> holes() {
        return results.stream().filter(result -> !result.caught()).toList();
    }

    /** Says whether the schedule that is kept as its example shows it no longer. */
    boolean exampleIsStale() {
        return results.stream().anyMatch(NetResult::exampleIsStale);
    }

    NetResult of(Bug.Net net) {
        return results.stream().filter(result -> result.net() == net).findFirst().orElse(null);
    }
}
