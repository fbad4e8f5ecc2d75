package io.keelson.checker.history;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * The form of keys and values in a history. One value has one form, so that {@code equals} decides: integers up to 64 bits are
 * {@link Long}, sequences are unmodifiable {@link List}s, nil is null; strings, booleans, Clojure keywords and whatever else a
 * reader yields stand for themselves and must be immutable, with {@code equals} and {@code hashCode}.
 */
public final class Values {
    private static final int BRIEF = 60;

    private Values() {
    }

    /** The one form of {@code value}; a copy where it is a mutable sequence. Null stays null. */
    public static Object canonical(Object value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof List<?> list && !(value instanceof Vector) ? vector(list.toArray()) : value;
    }

    /** A sequence of values as one value; the argument of compare-and-set is {@code vector(expected, wanted)}. */
    public static List<Object> vector(Object... elements) {
        Object[] canonical = new Object[elements.length];
        for (int i = 0; i < elements.length; i++) {
            canonical[i] = canonical(elements[i]);
        }
        return new Vector(canonical);
    }

    /** The same of elements that have their one form already; the array is kept. */
    static List<Object> ofCanonical(Object[] elements) {
        return new Vector(elements);
    }

    /** A sequence that is known to be in its one form all the way down. */
    private static final class Vector extends AbstractList<Object> implements RandomAccess {
        private final Object[] elements;

        Vector(Object[] elements) {
            this.elements = elements;
        }

        @Override
        public Object get(int index) {
            return elements[index];
        }

        @Override
        public int size() {
            return elements.length;
        }
    }

    /**
     * Demands that {@code f} can stand in a history as a keyword.
     *
     * @throws IllegalArgumentException where it is empty or holds white space, brackets, quotes or the like
     */
    static void requireName(String f) {
        if (!isName(f)) {
            throw new IllegalArgumentException("a function needs a name such as read, not '" + f + "'");
        }
    }

    /** Whether {@code name} can stand in a history as a keyword. */
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || ",;\"'`~@^\\()[]{}".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** {@link #show}, on one line and cut where it is long. */
    public static String brief(Object value) {
        String text = show(value).replace('\n', ' ').replace('\r', ' ');
        return text.length() <= BRIEF ? text : text.substring(0, BRIEF - 3) + "...";
    }

    /** A text for people, close to EDN: {@code nil}, {@code 3}, {@code "a"}, {@code [1 2]}. */
    public static String show(Object value) {
        if (value == null) {
            return "nil";
        }
        if (value instanceof String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
        if (value instanceof List<?> list) {
            StringBuilder text = new StringBuilder("[");
            for (Object element : list) {
                text.append(text.length() > 1 ? " " : "").append(show(element));
            }
            return text.append(']').toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder("{");
            map.forEach((k, v) -> text.append(text.length() > 1 ? ", " : "").append(show(k)).append(' ').append(show(v)));
            return text.append('}').toString();
        }
        return value.toString();
    }
}
