package io.keelson.node;

import io.keelson.node.wire.Frame.Rest;
import java.util.List;
import java.util.TreeMap;

/** Groups that rest, and a digest of them: two nodes that have equal digests mean the same groups, in the same terms. */
final class RestingSet {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private final TreeMap<Long, Rest> rests = new TreeMap<>();
    private long digest;

    void add(Rest rest) {
        remove(rest.group());
        rests.put(rest.group(), rest);
        digest += digest(rest);
    }

    void remove(long group) {
        Rest removed = rests.remove(group);
        if (removed != null) {
            digest -= digest(removed);
        }
    }

    boolean contains(Rest rest) {
        return rest.equals(rests.get(rest.group()));
    }

    boolean contains(long group) {
        return rests.containsKey(group);
    }

    boolean isEmpty() {
        return rests.isEmpty();
    }

    /** The same for the same rests, in whatever order they came; 0 for none. */
    long digest() {
        return digest;
    }

    /** By ascending group. */
    List<Rest> all() {
        return List.copyOf(rests.values());
    }

    private static long digest(Rest rest) {
        return mixed(mixed(mixed(rest.group()) + rest.term()) + rest.index());
    }

    private static long mixed(long value) {
        long mixed = (value + MULTIPLIER) * MULTIPLIER;
        mixed = (mixed ^ mixed >>> 32) * MULTIPLIER;
        return mixed ^ mixed >>> 29;
    }
}
