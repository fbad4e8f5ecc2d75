package io.keelson.node.log;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.node.port.StorageException;
import io.keelson.node.wire.PayloadCodec;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives each record its number and its place, so that a flush has nothing left to decide.
 *
 * <p>A new segment begins with its head and with every group's hard state as of that place.
 */
final class Gatherer {
    private static final int KEPT_BUFFER_BYTES = 1 << 20;
    private static final int KEPT_BATCHES = 4;

    private final SegmentHead head;
    private final Segments segments;
    private final SortedMap<Long, HardState> hardStates = new TreeMap<>();
    private final ArrayDeque<Batch> spare = new ArrayDeque<>();
    private Batch batch = new Batch();
    private long nextNumber;
    private long end;

    /**
     * @param nextNumber the number of the first record
     * @param end the position after what the log holds, in the current segment
     */
    Gatherer(SegmentHead head, Segments segments, long nextNumber, long end) {
        this.head = head;
        this.segments = segments;
        this.nextNumber = nextNumber;
        this.end = end;
    }

    /** Knows a group's hard state from before. */
    void remember(long group, HardState state) {
        hardStates.put(group, state);
    }

    Batch batch() {
        return batch;
    }

    /** The position after the last record that was taken for writing. */
    long end() {
        return end;
    }

    /** Takes what was gathered, and begins the next batch after it. */
    Batch take() {
        Batch taken = batch;
        end = taken.end();
        batch = spare.isEmpty() ? new Batch() : spare.poll();
        return taken;
    }

    /** Takes back a batch that nobody needs any more. */
    void recycle(Batch done) {
        if (spare.size() < KEPT_BATCHES) {
            done.clear(KEPT_BUFFER_BYTES);
            spare.add(done);
        }
    }

    /**
     * Says whether a write finds room, allocating segments ahead if need be.
     *
     * @param rest the bytes that must be left afterwards
     */
    boolean fits(LogWrite write, int rest) throws StorageException {
        Cursor cursor = new Cursor();
        boolean needsRecord = write.hardState() != null || write.entries().isEmpty();
        return (!needsRecord || cursor.take(0))
                && cursor.takeAll(write.entries().stream().map(Entry::payload).toList())
                && cursor.leaves(rest);
    }

    /** Says the same of entries with these payloads. */
    boolean fits(List<? extends Payload> payloads, int rest) throws StorageException {
        Cursor cursor = new Cursor();
        return cursor.takeAll(payloads) && cursor.leaves(rest);
    }

    /** Says the same of one record with a body of this length. */
    boolean fits(int bodyLength, int rest) throws StorageException {
        Cursor cursor = new Cursor();
        return cursor.take(bodyLength) && cursor.leaves(rest);
    }

    /** Where records would go, without putting them there. */
    private final class Cursor {
        private Segment segment = segments.current();
        private int distance;
        private int offset = nextOffset();

        boolean takeAll(List<? extends Payload> payloads) throws StorageException {
            for (Payload payload : payloads) {
                if (!take(PayloadCodec.size(payload))) {
                    return false;
                }
            }
            return true;
        }

        boolean take(int bodyLength) throws StorageException {
            int length = RecordCodec.padded(bodyLength);
            if (offset + length > segment.capacity()) {
                offset = headLength();
                segment = segments.require(distance++, offset + length);
            }
            offset += length;
            return segment != null;
        }

        boolean leaves(int rest) throws StorageException {
            return segment.capacity() - offset >= rest || segments.require(distance, headLength() + rest) != null;
        }
    }

    /** The most that begins a segment, when one more group may turn up before. */
    private int headLength() {
        return RecordCodec.padded(SegmentHead.LENGTH) + (hardStates.size() + 1) * RecordCodec.padded(0);
    }

    /** The offset in the current segment at which the next record goes. */
    private int nextOffset() {
        return batch.isEmpty() ? RecordCodec.alignUp(Position.offset(end), RecordCodec.SECTOR) : batch.endOffset();
    }

    /** Gathers a write that {@link #fits}. */
    void place(long group, LogWrite write) {
        if (write.hardState() != null) {
            makePlace(0);
            batch.addHardState(nextNumber++, head.incarnation(), group, write.hardState());
            hardStates.put(group, write.hardState());
        }
        for (Entry entry : write.entries()) {
            makePlace(PayloadCodec.size(entry.payload()));
            batch.addEntry(nextNumber++, head.incarnation(), group, entry);
        }
        if (write.hardState() == null && write.entries().isEmpty()) {
            placeMark();
        }
        batch.tickets().put(group, write.ticket());
    }

    /** Gathers a record that says nothing, and {@link #fits}. */
    void placeMark() {
        makePlace(0);
        batch.addMark(nextNumber++, head.incarnation());
    }

    /** Gathers the head of the very first segment. */
    void placeFirstHead() {
        batch.startAt(segments.current(), 0);
        batch.addHead(nextNumber++, head);
    }

    /** Makes the end of the batch a place for a record with a body of this length, in a new segment if need be. */
    private void makePlace(int bodyLength) {
        int offset = nextOffset();
        if (batch.isEmpty()) {
            batch.startAt(segments.current(), offset);
        }
        if (offset + RecordCodec.padded(bodyLength) <= segments.current().capacity()) {
            return;
        }
        batch.startAt(segments.roll(), 0);
        batch.addHead(nextNumber++, head);
        hardStates.forEach((group, state) -> batch.addHardState(nextNumber++, head.incarnation(), group, state));
    }
}
