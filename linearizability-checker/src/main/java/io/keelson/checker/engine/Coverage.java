package io.keelson.checker.engine;

/** How many intervals cover each moment; finds the first that none covers, or that any does, in O(log n). */
final class Coverage {
    private final int leaves;
    /** Of each node the smallest and the largest number below it, without what {@code added} of its ancestors says. */
    private final int[] least;
    private final int[] most;
    private final int[] added;

    /** @param change at each moment how many more cover it than the moment before */
    Coverage(int[] change, int moments) {
        int size = 1;
        while (size < moments) {
            size *= 2;
        }
        leaves = size;
        least = new int[2 * size];
        most = new int[2 * size];
        added = new int[2 * size];
        int covering = 0;
        for (int i = 0; i < moments; i++) {
            covering += change[i];
            least[size + i] = covering;
            most[size + i] = covering;
        }
        for (int node = size - 1; node > 0; node--) {
            pull(node);
        }
    }

    private void pull(int node) {
        least[node] = Math.min(least[2 * node], least[2 * node + 1]) + added[node];
        most[node] = Math.max(most[2 * node], most[2 * node + 1]) + added[node];
    }

    /** Takes an interval away. */
    void remove(int from, int to) {
        remove(1, 0, leaves, from, to);
    }

    private void remove(int node, int low, int high, int from, int to) {
        if (to <= low || high <= from) {
            return;
        }
        if (from <= low && high <= to) {
            least[node]--;
            most[node]--;
            added[node]--;
            return;
        }
        int middle = low + high >>> 1;
        remove(2 * node, low, middle, from, to);
        remove(2 * node + 1, middle, high, from, to);
        pull(node);
    }

    /** The first moment of a range that nothing covers, or {@code to}. */
    int firstFree(int from, int to) {
        return first(1, 0, leaves, from, to, 0, true);
    }

    /** The first moment of a range that something covers, or {@code to}. */
    int firstCovered(int from, int to) {
        return first(1, 0, leaves, from, to, 0, false);
    }

    private int first(int node, int low, int high, int from, int to, int above, boolean free) {
        boolean hopeless = free ? least[node] + above > 0 : most[node] + above == 0;
        if (to <= low || high <= from || hopeless) {
            return to;
        }
        if (high - low == 1) {
            return low;
        }
        int middle = low + high >>> 1;
        int left = first(2 * node, low, middle, from, to, above + added[node], free);
        return left < to ? left : first(2 * node + 1, middle, high, from, to, above + added[node], free);
    }
}
