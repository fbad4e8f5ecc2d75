package io.keelson.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What the host of a member does with effects: applies entries, and stores the chunks of a snapshot. Its state machine is the list of what was applied.
 * It is strict: a gap, a chunk out of order or a snapshot that is not complete fails the test.
 */
final class Host {
    /** All that was applied, from index 1, whether entry by entry or by a snapshot. */
    final ArrayList<Entry> applied = new ArrayList<>();
    /** How many snapshots this host took its state from while it ran. */
    int restored;

    private final TreeMap<Long, List<Entry>> snapshots;
    private LogBase receiving;
    private int chunks;

    /**
     * A host that starts with what the snapshot at a base holds.
     *
     * @param snapshots the content of each snapshot that any host has made, by its last index
     */
    Host(TreeMap<Long, List<Entry>> snapshots, LogBase base) {
        this.snapshots = snapshots;
        load(base);
    }

    void take(Effects effects) {
        if (effects.chunkReceived() != null) {
            store(effects.chunkReceived());
        }
        if (effects.restored() != null) {
            require(effects.restored().equals(receiving) && chunks == receiving.chunks(), "restored from an incomplete snapshot");
            load(effects.restored());
            restored++;
        }
        for (Entry entry : effects.committed()) {
            require(entry.index() == applied.size() + 1, "entry " + entry.index() + " is applied after " + applied.size());
            applied.add(entry);
        }
    }

    private void store(Effects.ChunkReceived received) {
        if (received.chunk() == 1) {
            receiving = received.base();
            chunks = 0;
        }
        require(received.base().equals(receiving), "chunks of two snapshots are mixed");
        chunks++;
        require(received.chunk() == chunks, "chunk " + received.chunk() + " comes as number " + chunks);
    }

    /** Makes a snapshot of the state as it was at an index. */
    void snapshot(long index) {
        List<Entry> content = List.copyOf(applied.subList(0, (int) index));
        List<Entry> before = snapshots.putIfAbsent(index, content);
        require(before == null || before.equals(content), "two snapshots at " + index + " differ");
    }

    private void load(LogBase base) {
        applied.clear();
        if (base.index() > 0) {
            applied.addAll(snapshots.get(base.index()));
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
