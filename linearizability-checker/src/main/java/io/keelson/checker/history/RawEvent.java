package io.keelson.checker.history;

import java.util.List;
import java.util.Locale;

/** One event as it stands in a file, and where; a reader fills the same one again and again. */
final class RawEvent {
    /** A value that its tag names as a key and a value. */
    record Tuple(Object key, Object value) {
        /** Whether a tag of that name says that its value is a key and a value: Jepsen's has been called several things. */
        static boolean isTag(String name) {
            return name.toLowerCase(Locale.ROOT).endsWith("tuple");
        }
    }

    /** The name of a fault injector, or null where a client acts. */
    String nemesis;
    long process;
    EventType type;
    String f;
    /** The key that the event names beside its value, or null. */
    Object key;
    /** May be a {@link Tuple}. */
    Object value;
    long time;
    Object error;
    long order;
    /** Where the event begins, from 1; the column counts UTF-16 units. */
    int line;
    int column;

    void clear() {
        nemesis = null;
        process = 0;
        type = null;
        f = null;
        key = null;
        value = null;
        time = Event.NO_TIME;
        error = null;
        order = Event.NO_ORDER;
    }

    /** Whether the value could be a key and a value: a pair, and, of a compare-and-set, a key and a pair. */
    boolean mayBeKeyed() {
        Object plain = untagged(value);
        if (key != null || !(plain instanceof List<?> pair) || pair.size() != 2 || pair.get(0) == null) {
            return false;
        }
        return !f.equals("cas") || pair.get(1) instanceof List<?> inner && inner.size() == 2;
    }

    static Object untagged(Object value) {
        return value instanceof Tuple tuple ? Values.vector(tuple.key(), tuple.value()) : value;
    }
}
