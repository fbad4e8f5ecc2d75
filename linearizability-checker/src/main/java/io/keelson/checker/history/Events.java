package io.keelson.checker.history;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * Events in columns, so that millions of them fit. It only grows; what it holds never changes, so a view of a beginning may be shared
 * while it grows.
 */
final class Events {
    private static final EventType[] TYPES = EventType.values();

    private int size;
    private int[] index = new int[16];
    private long[] process = new long[16];
    private byte[] type = new byte[16];
    private String[] f = new String[16];
    private Object[] key = new Object[16];
    private Object[] value = new Object[16];
    private long[] time = new long[16];
    private Object[] error = new Object[16];
    /** Null while no event has a place. */
    private long[] order;

    int size() {
        return size;
    }

    /** Adds an event whose key, value and error are in the form of {@link Values}, and whose function is a name; tells its place. */
    int add(int newIndex, long newProcess, EventType newType, String newF, Object newKey, Object newValue, long newTime, Object newError,
            long newOrder) {
        if (size == index.length) {
            grow();
        }
        index[size] = newIndex;
        process[size] = newProcess;
        type[size] = (byte) newType.ordinal();
        f[size] = newF;
        key[size] = newKey;
        value[size] = newValue;
        time[size] = newTime;
        error[size] = newError;
        if (newOrder != Event.NO_ORDER || order != null) {
            order = order != null ? order : none(index.length);
            order[size] = newOrder;
        }
        return size++;
    }

    private static long[] none(int length) {
        long[] none = new long[length];
        Arrays.fill(none, Event.NO_ORDER);
        return none;
    }

    private void grow() {
        int length = size * 2;
        index = Arrays.copyOf(index, length);
        process = Arrays.copyOf(process, length);
        type = Arrays.copyOf(type, length);
        f = Arrays.copyOf(f, length);
        key = Arrays.copyOf(key, length);
        value = Arrays.copyOf(value, length);
        time = Arrays.copyOf(time, length);
        error = Arrays.copyOf(error, length);
        order = order == null ? null : Arrays.copyOf(order, length);
    }

    String f(int place) {
        return f[place];
    }

    Object key(int place) {
        return key[place];
    }

    int index(int place) {
        return index[place];
    }

    private long order(int place) {
        return order == null ? Event.NO_ORDER : order[place];
    }

    Event get(int place) {
        return new Event(index[place], process[place], TYPES[type[place]], f[place], key[place], value[place], time[place], error[place],
            order(place));
    }

    /** The operation that begins at one place and, unless it is negative, ends at another. */
    Operation operation(int id, int begin, int end) {
        EventType outcome = end < 0 ? EventType.INFO : TYPES[type[end]];
        return new Operation(id, process[begin], f[begin], key[begin], value[begin], outcome == EventType.OK ? value[end] : null, outcome,
            index[begin], outcome == EventType.INFO ? Operation.NEVER : index[end], time[begin],
            end < 0 ? Event.NO_TIME : time[end], end < 0 ? null : error[end], end < 0 ? Event.NO_ORDER : order(end));
    }

    /** What there is now, as a list that stays as it is. */
    View view() {
        return new View(this, size);
    }

    /** Holds the arrays of its moment, and makes events as they are asked for. */
    static final class View extends AbstractList<Event> implements RandomAccess {
        private final Events events;
        private final int size;

        private View(Events grown, int size) {
            events = grown.shallowCopy();
            this.size = size;
        }

        @Override
        public Event get(int place) {
            if (place < 0 || place >= size) {
                throw new IndexOutOfBoundsException("event " + place + " of " + size);
            }
            return events.get(place);
        }

        @Override
        public int size() {
            return size;
        }
    }

    private Events shallowCopy() {
        Events copy = new Events();
        copy.index = index;
        copy.process = process;
        copy.type = type;
        copy.f = f;
        copy.key = key;
        copy.value = value;
        copy.time = time;
        copy.error = error;
        copy.order = order;
        copy.size = size;
        return copy;
    }
}
