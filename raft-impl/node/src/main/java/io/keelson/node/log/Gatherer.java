package io.keelson.node.log;

import io.keelson.core.Entry;
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
 * <p>A new segment begins with its own head and with every group's head as of that place.
 */
final class Gatherer {
    private static final int KEPT_BUFFER_BYTES = 1 << 20;
    private static final int KEPT_BATCHES = 4;

    private final SegmentHead head;
    private final Segments segments;
    private final SortedMap<Long, GroupHead> groupHeads = new TreeMap<>();
    private int groupHeadsLength;
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

    /** Knows from here on what each segment repeats of a group. */
    void remember(long group, GroupHead groupHead) {
        GroupHead before = groupHeads.put(group, groupHead);
        groupHeadsLength += groupHead.length() - (before == null ? 0 : before.length());
    }

    private GroupHead groupHead(long group) {
        return groupHeads.getOrDefault(group, GroupHead.NONE);
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
        int baseLength = write.base() == null ? 0 : GroupHead.baseLength(write.base());
        Cursor cursor = new Cursor(write.base() == null ? 0 : RecordCodec.padded(baseLength));
        return (write.hardState() == null || cursor.take(GroupHead.HARD_STATE_LENGTH))
                && (write.base() == null || cursor.take(baseLength))
                && (write.records() > 0 || cursor.take(0))
                && cursor.takeAll(write.entries().stream().map(Entry::payload).toList())
                && cursor.leaves(rest);
    }

    /** Says the same of entries with these payloads. */
    boolean fits(List<? extends Payload> payloads, int rest) throws StorageException {
        Cursor cursor = new Cursor(0);
        return cursor.takeAll(payloads) && cursor.leaves(rest);
    }

    /** Says the same of one record with a body of this length. */
    boolean fits(int bodyLength, int rest) throws StorageException {
        Cursor cursor = new Cursor(0);
        return cursor.take(bodyLength) && cursor.leaves(rest);
    }

    /** Where records would go, without putting them there. */
    private final class Cursor {
        private Segment segment = segments.current();
        private final int headLength;
        private int distance;
        private int offset = nextOffset();

        /**
         * @param added what the heads of the groups may grow by meanwhile
         */
        Cursor(int added) {
            headLength = RecordCodec.padded(SegmentHead.LENGTH) + groupHeadsLength + RecordCodec.padded(GroupHead.HARD_STATE_LENGTH) + added;
        }

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
                offset = headLength;
                segment = segments.require(distance++, offset + length);
            }
            offset += length;
            return segment != null;
        }

        boolean leaves(int rest) throws StorageException {
            return segment.capacity() - offset >= rest || segments.require(distance, headLength + rest) != null;
        }
    }

    /** The offset in the current segment at which the next record goes. */
    private int nextOffset() {
        return batch.isEmpty() ? RecordCodec.alignUp(Position.offset(end), RecordCodec.SECTOR) : batch.endOffset();
    }

    /** Gathers a write that {@link #fits}. */
    void place(long group, LogWrite write) {
        if (write.hardState() != null) {
            makePlace(GroupHead.HARD_STATE_LENGTH);
            batch.addHardState(nextNumber++, head.incarnation(), group, write.hardState());
            remember(group, groupHead(group).with(write.hardState()));
        }
        if (write.base() != null) {
            makePlace(GroupHead.baseLength(write.base()));
            batch.addBase(nextNumber++, head.incarnation(), group, write.base(), write.replaces());
            remember(group, groupHead(group).with(write.base()));
        }
        for (Entry entry : write.entries()) {
            makePlace(PayloadCodec.size(entry.payload()));
            batch.addEntry(nextNumber++, head.incarnation(), group, entry);
        }
        if (write.records() == 0) {
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
        groupHeads.forEach(this::placeGroupHead);
    }

    private void placeGroupHead(long group, GroupHead repeated) {
        if (repeated.hardState() != null) {
            batch.addHardState(nextNumber++, head.incarnation(), group, repeated.hardState());
        }
        if (repeated.base() != null) {
            batch.addBase(nextNumber++, head.incarnation(), group, repeated.base(), false);
        }
    }
}
