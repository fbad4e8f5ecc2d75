package io.keelson.checker.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What the searches of one window have learned for those that begin with another state: configurations from which the rest is known to
 * be explained, with the state that it leaves then, and configurations that failed. Mostly a search meets one of the former after a
 * few operations, and is done. For windows without crashed operations: there, equal configurations go on alike.
 */
final class KnownWays {
    /** In place of a state: the configuration is on no known way. */
    static final int NONE = -1;

    private final List<DominanceSet> ways = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private DominanceSet failed;

    /** The configurations of the window that failed. */
    DominanceSet failed(Configuration of) {
        failed = failed == null ? of.newSet() : failed;
        return failed;
    }

    /** The state in which the known way ends that leads through that configuration, or {@link #NONE}. */
    int end(Configuration here) {
        for (int i = 0; i < ways.size(); i++) {
            if (ways.get(i).dominates(here.position(), here.state(), here.words(), 0)) {
                return ends.get(i);
            }
        }
        return NONE;
    }

    void add(DominanceSet way, int end) {
        ways.add(way);
        ends.add(end);
    }

    long bytes() {
        return ways.stream().mapToLong(DominanceSet::bytes).sum();
    }
}
