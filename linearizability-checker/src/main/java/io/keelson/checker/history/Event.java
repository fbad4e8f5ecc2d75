package io.keelson.checker.history;

import java.util.Objects;

/**
 * One line of a history: a client process invokes an operation, or learns of its end.
 *
 * @param index   position in the whole history, counted from 0 over client and nemesis events alike
 * @param process the client; one process has at most one open operation
 * @param type    what the line says
 * @param f       the function: {@code read}, {@code write}, {@code cas}, ...; never null
 * @param key     the key of an independent sub-history, or null where the history has no keys
 * @param value   argument or result in the form of {@link Values}; null is a value (nil)
 * @param time    nanoseconds on any monotonic scale, or {@link #NO_TIME}
 * @param error   why it failed or is unknown, in any form; null where nothing is known
 * @param order   of a completion, its place in the order that the system reports (see {@link Operation#order()}), or {@link #NO_ORDER}
 */
public record Event(int index, long process, EventType type, String f, Object key, Object value, long time,
                    Object error, long order) {
    /** The time of an event whose source recorded none. */
    public static final long NO_TIME = -1;
    /** The place of an event of which the system reported none. */
    public static final long NO_ORDER = -1;

    public Event {
        Objects.requireNonNull(type, "type");
        Values.requireName(f);
        key = Values.canonical(key);
        value = Values.canonical(value);
        error = Values.canonical(error);
    }
}
