package io.keelson.core;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;

/**
 * Consecutive entries whose bytes stand one behind the other in one array: a million entries are a few hundred objects to the garbage collector, which
 * would otherwise look at each of four million again and again. An entry is made anew for whoever asks for it, so that nobody sees what the array is used for later.
 */
final class PackedEntries {
    private static final int TERM = Long.BYTES;

    private final long first;
    private final int count;
    /** The term and the command of each entry. */
    private final ByteBuffer content;
    /** Where each of them begins, and where the last one ends. */
    private final int[] starts;
    /** The payloads that are not in the content, by index: those that are no commands, and large ones, which are better not copied. */
    private final TreeMap<Long, Payload> apart = new TreeMap<>();

    /**
     * Packs consecutive entries, at least one.
     *
     * @param large payloads of more bytes are kept as they are
     * @param room as large as their {@link #bytes} together; whatever it held is overwritten
     */
    PackedEntries(List<Entry> entries, int large, ByteBuffer room) {
        first = entries.get(0).index();
        count = entries.size();
        content = room.clear();
        starts = new int[count + 1];
        for (int place = 0; place < count; place++) {
            Entry entry = entries.get(place);
            content.putLong(entry.term());
            if (isPacked(entry, large)) {
                ((Payload.Command) entry.payload()).bytes().putInto(content);
            } else {
                apart.put(entry.index(), entry.payload());
            }
            starts[place + 1] = content.position();
        }
    }

    private static boolean isPacked(Entry entry, int large) {
        return entry.payload() instanceof Payload.Command && entry.payload().size() <= large;
    }

    /** How much room an entry takes. */
    static int bytes(Entry entry, int large) {
        return TERM + (isPacked(entry, large) ? entry.payload().size() : 0);
    }

    /** What the entries are packed into; others may be once nobody asks for these any more. */
    ByteBuffer room() {
        return content;
    }

    long first() {
        return first;
    }

    long last() {
        return first + count - 1;
    }

    long termAt(long index) {
        return content.getLong(starts[place(index)]);
    }

    Entry get(long index) {
        Payload payload = apart.get(index);
        return new Entry(index, termAt(index), payload == null ? commandAt(place(index)) : payload);
    }

    private Payload commandAt(int place) {
        byte[] command = new byte[starts[place + 1] - starts[place] - TERM];
        content.get(starts[place] + TERM, command);
        return new Payload.Command(Bytes.wrap(command));
    }

    private int place(long index) {
        return (int) (index - first);
    }
}
