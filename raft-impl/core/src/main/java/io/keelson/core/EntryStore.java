package io.keelson.core;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive entries, in memory: the latest as they came, since those are the ones that are sent, written and applied, and older ones {@linkplain PackedEntries packed}.
 */
final class EntryStore {
    /** Payloads of more than this part of a block are not copied into one. */
    private static final int LARGE = 8;
    /** A block holds at least one entry. */
    static final int LEAST_BLOCK = 64;

    private final int blockBytes;
    private final int large;
    private final ArrayList<PackedEntries> packed = new ArrayList<>();
    private final ArrayList<Entry> recent = new ArrayList<>();
    /** The room of blocks that have gone, as many as went last. */
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private long firstRecent;
    private long recentBytes;

    /**
     * @param first the index of the first entry
     * @param entries those that there are already. Whoever has read them from a disk still holds them, so they are not packed before others come: else there would be two of each
     * @param blockBytes so many bytes are packed at once, when there are twice as many; from {@link #LEAST_BLOCK}
     */
    EntryStore(long first, List<Entry> entries, int blockBytes) {
        this.firstRecent = first;
        this.blockBytes = blockBytes;
        this.large = blockBytes / LARGE;
        entries.forEach(this::keep);
    }

    /** The index of the last entry; the one before the first if there is none. */
    long last() {
        return firstRecent + recent.size() - 1;
    }

    Entry get(long index) {
        return index >= firstRecent ? recent.get(place(index)) : block(index).get(index);
    }

    long termAt(long index) {
        return index >= firstRecent ? recent.get(place(index)).term() : block(index).termAt(index);
    }

    private int place(long index) {
        return (int) (index - firstRecent);
    }

    private PackedEntries block(long index) {
        return packed.get(blockOf(index));
    }

    /** The place of the last block that does not begin behind an index. */
    private int blockOf(long index) {
        int low = 0;
        int high = packed.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (packed.get(middle).first() <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The entries of an inclusive range; empty if {@code first > last}. */
    List<Entry> between(long first, long last) {
        if (first > last) {
            return List.of();
        }
        if (first >= firstRecent) {
            return List.copyOf(recent.subList(place(first), place(last) + 1));
        }
        ArrayList<Entry> range = new ArrayList<>((int) (last + 1 - first));
        for (long index = first; index <= last; index++) {
            range.add(get(index));
        }
        return List.copyOf(range);
    }

    /** Adds the next entry. */
    void add(Entry entry) {
        keep(entry);
        if (recentBytes >= 2L * blockBytes) {
            pack();
        }
    }

    private void keep(Entry entry) {
        recent.add(entry);
        recentBytes += PackedEntries.bytes(entry, large);
    }

    /** Packs the oldest of the recent ones, as many as fit into a block. */
    private void pack() {
        int count = 0;
        for (int bytes = 0; bytes <= blockBytes; count++) {
            bytes += PackedEntries.bytes(recent.get(count), large);
        }
        List<Entry> oldest = recent.subList(0, count - 1);
        packed.add(new PackedEntries(oldest, large, free.isEmpty() ? ByteBuffer.allocate(blockBytes) : free.pop()));
        firstRecent += oldest.size();
        forget(oldest);
    }

    /** Forgets the entries behind an index; the block that it lies in stays as it is, and is not asked for those any more. */
    void truncateAfter(long index) {
        forget(recent.subList(Math.max(0, place(index) + 1), recent.size()));
        while (!packed.isEmpty() && packed.get(packed.size() - 1).first() > index) {
            packed.remove(packed.size() - 1);
        }
        firstRecent = Math.min(firstRecent, index + 1);
    }

    /** Forgets the entries up to an index; a block goes when the last of its entries does. */
    void dropTo(long index) {
        if (index >= firstRecent) {
            forget(recent.subList(0, place(index) + 1));
            firstRecent = index + 1;
        }
        int dropped = 0;
        while (dropped < packed.size() && packed.get(dropped).last() <= index) {
            dropped++;
        }
        List<PackedEntries> gone = packed.subList(0, dropped);
        free.clear();
        gone.forEach(block -> free.push(block.room()));
        gone.clear();
    }

    private void forget(List<Entry> gone) {
        for (Entry entry : gone) {
            recentBytes -= PackedEntries.bytes(entry, large);
        }
        gone.clear();
    }

    /** Forgets all of them; the next one has this index. */
    void restartAt(long index) {
        packed.clear();
        recent.clear();
        recentBytes = 0;
        firstRecent = index;
    }
}
