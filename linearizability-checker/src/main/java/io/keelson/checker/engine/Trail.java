package io.keelson.checker.engine;

import java.util.Arrays;

/**
 * The operations linearized on the current path, and a copy of the deepest path so far. The copy is made only when the search
 * turns back, and only of what has changed since the last one, so that it costs no more than the search itself.
 */
final class Trail {
    private int[] items = new int[64];
    private int size;
    private int[] deepest = new int[64];
    private int deepestSize;
    /** How much of {@code deepest} still equals {@code items}. */
    private int shared;
    private boolean pending;

    void push(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    int size() {
        return size;
    }

    /** Says that the path as it is now is the deepest so far. */
    void markDeepest() {
        deepestSize = size;
        pending = true;
    }

    void truncate(int newSize) {
        keepDeepest();
        size = newSize;
        shared = Math.min(shared, newSize);
    }

    private void keepDeepest() {
        if (pending) {
            if (deepest.length < deepestSize) {
                deepest = Arrays.copyOf(deepest, Math.max(deepestSize, deepest.length * 2));
            }
            System.arraycopy(items, shared, deepest, shared, deepestSize - shared);
            shared = deepestSize;
            pending = false;
        }
    }

    int[] deepestPath() {
        keepDeepest();
        return Arrays.copyOf(deepest, deepestSize);
    }

    int[] currentPath() {
        return Arrays.copyOf(items, size);
    }

    long bytes() {
        return 4L * (items.length + deepest.length);
    }
}
