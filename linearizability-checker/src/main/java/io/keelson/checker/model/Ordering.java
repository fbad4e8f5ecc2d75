package io.keelson.checker.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** An order of all values: numbers and texts as they are, others by how they print. */
public final class Ordering {
    private Ordering() {
    }

    /** An empty map in this order. */
    static <V> SortedMap<Object, V> emptyMap() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(Ordering::compare));
    }

    /** Below, at or above 0 as {@code a} comes before, with or after {@code b}; null comes first. */
    public static int compare(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Long != b instanceof Long) {
            return a == null ? -1 : b == null ? 1 : a instanceof Long ? -1 : 1;
        }
        return String.valueOf(a).compareTo(String.valueOf(b));
    }
}
