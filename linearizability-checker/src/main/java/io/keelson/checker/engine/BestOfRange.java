package io.keelson.checker.engine;

/** Numbers, and the place of the largest of a range of them, in O(log n). */
final class BestOfRange {
    /** The number of what is no longer there: the smallest there is. */
    static final int GONE = -Integer.MAX_VALUE;

    private final int[] numbers;
    /** A tree of places: of each node, that of the largest below it. */
    private final int[] tree;
    private final int leaves;

    BestOfRange(int[] numbers) {
        this.numbers = numbers;
        leaves = Math.max(1, numbers.length);
        tree = new int[leaves * 2];
        for (int i = 0; i < numbers.length; i++) {
            tree[leaves + i] = i;
        }
        for (int node = leaves - 1; node > 0; node--) {
            tree[node] = better(tree[2 * node], tree[2 * node + 1]);
        }
    }

    private int better(int a, int b) {
        return numbers[a] >= numbers[b] ? a : b;
    }

    int value(int place) {
        return numbers[place];
    }

    void set(int place, int number) {
        numbers[place] = number;
        for (int node = leaves + place >> 1; node > 0; node >>= 1) {
            tree[node] = better(tree[2 * node], tree[2 * node + 1]);
        }
    }

    /** The place of the largest from {@code from} to below {@code to}, which is not an empty range. */
    int best(int from, int to) {
        int best = from;
        int low = from + leaves;
        int high = to + leaves;
        while (low < high) {
            if ((low & 1) == 1) {
                best = better(best, tree[low++]);
            }
            if ((high & 1) == 1) {
                best = better(best, tree[--high]);
            }
            low >>= 1;
            high >>= 1;
        }
        return best;
    }
}
