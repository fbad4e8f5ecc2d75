package io.keelson.node.log;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The records that one flush writes, in the order and at the positions they will have, and whom to tell when they are durable.
 *
 * <p>A batch begins at a sector's start, so that no write ever touches a sector that holds durable records.
 */
final class Batch {
    private static final int INITIAL_BYTES = 4096;

    /** Consecutive records of one segment: the bytes {@code from} to {@code to} of the buffer go to {@code offset}. */
    private static final class Part {
        final Segment segment;
        final int offset;
        final int from;
        int to;
        boolean written;

        Part(Segment segment, int offset, int from) {
            this.segment = segment;
            this.offset = offset;
            this.from = from;
            this.to = from;
        }

        int end() {
            return offset + to - from;
        }
    }

    private final RecordCodec codec;
    private final List<Part> parts = new ArrayList<>();
    private final SortedMap<Long, Long> tickets = new TreeMap<>();
    private final Retention.Changes changes = new Retention.Changes();
    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL_BYTES);
    private long records;
    private boolean onlyMarks = true;
    private int forcesMissing;
    private long mark;

    Batch(RecordCodec codec) {
        this.codec = codec;
    }

    boolean isEmpty() {
        return records == 0;
    }

    long records() {
        return records;
    }

    int bytes() {
        return buffer.position();
    }

    /** Says whether nothing in it would need a mark after it. */
    boolean hasOnlyMarks() {
        return onlyMarks;
    }

    /** Group and last ticket of each write in it. */
    SortedMap<Long, Long> tickets() {
        return tickets;
    }

    /** What it changes about which segments are needed. */
    Retention.Changes changes() {
        return changes;
    }

    /** The next record goes to this place. */
    void startAt(Segment segment, int offset) {
        parts.add(new Part(segment, offset, buffer.position()));
    }

    /** The offset after the last record in the segment last started at. */
    int endOffset() {
        return parts.get(parts.size() - 1).end();
    }

    /** Begins a run of so many groups: of all of them, or of those that have changed since the first record of another run. */
    void addHead(long number, int tally, SegmentHead head, int groups, boolean all, long since) {
        long run = all ? SegmentHead.RUN_OF_ALL : SegmentHead.RUN_OF_CHANGED;
        int start = begin(LogRecord.Kind.HEAD, SegmentHead.LENGTH, number, tally, run, since, groups);
        head.encode(parts.get(parts.size() - 1).segment.capacity(), buffer);
        end(start);
    }

    void addGroup(long number, int tally, long group, GroupHead head) {
        HardState state = head.hardState();
        int start = begin(LogRecord.Kind.GROUP, RecordBodies.length(head), number, tally, group, state.term(), state.votedFor());
        RecordBodies.encode(head, buffer);
        end(start);
    }

    void addHardState(long number, int tally, long group, HardState state) {
        int start = begin(LogRecord.Kind.HARD_STATE, RecordBodies.LOST_INDEX, number, tally, group, state.term(), state.votedFor());
        buffer.putLong(state.lostIndex());
        end(start);
        onlyMarks = false;
    }

    /** Adds one record with consecutive entries of one term. */
    void addEntries(LogRecord.Kind kind, long number, int tally, long group, List<Entry> entries, int bodyLength) {
        Entry first = entries.get(0);
        int start = begin(kind, bodyLength, number, tally, group, first.term(), first.index());
        for (int i = 0; i < entries.size(); i++) {
            PayloadCodec.encode(entries.get(i).payload(), buffer);
        }
        end(start, entries.size());
        onlyMarks = false;
    }

    void addBase(LogRecord.Kind kind, long number, int tally, long group, LogBase base) {
        int start = begin(kind, RecordBodies.length(base), number, tally, group, base.term(), base.index());
        RecordBodies.encode(base, buffer);
        end(start);
        onlyMarks = false;
    }

    void addLoss(long number, int tally, long group, long lastKept, long lostIndex) {
        int start = begin(LogRecord.Kind.LOSS, RecordBodies.LOST_INDEX, number, tally, group, 0, lastKept);
        buffer.putLong(lostIndex);
        end(start);
        onlyMarks = false;
    }

    void addMark(long number, int tally) {
        end(begin(LogRecord.Kind.MARK, 0, number, tally, 0, 0, 0));
    }

    private int begin(LogRecord.Kind kind, int bodyLength, long number, int tally, long group, long term, long index) {
        int length = RecordCodec.padded(bodyLength);
        if (buffer.remaining() < length) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + length));
            buffer = larger.put(buffer.flip());
        }
        int start = buffer.position();
        RecordCodec.begin(buffer, kind, number, tally, group, term, index);
        return start;
    }

    private void end(int start) {
        end(start, 0);
    }

    private void end(int start, int entries) {
        codec.end(buffer, start, entries);
        parts.get(parts.size() - 1).to = buffer.position();
        records++;
    }

    /** Gives all records the mark, and their checksums. */
    void seal(long durable) {
        mark = durable;
        parts.removeIf(part -> part.from == part.to);
        for (Part part : parts) {
            for (int at = part.from; at < part.to; ) {
                long position = Position.of(part.segment.sequence(), part.offset + at - part.from);
                at += codec.seal(buffer, at, position, durable);
            }
        }
    }

    /**
     * Writes what is not yet written.
     *
     * @throws StorageException of kind {@link StorageException.Kind#NO_SPACE} if the rest must be written later, by another call
     */
    void write() throws StorageException {
        for (Part part : parts) {
            if (!part.written) {
                part.segment.file().write(part.offset, buffer.slice(part.from, part.to - part.from));
                part.written = true;
            }
        }
    }

    /** Forces each segment it was written to; returns the number of forces. {@code then} makes the completion of a force that goes on with a step. */
    int force(Function<Runnable, Storage.Completion> then, Runnable progress) {
        forcesMissing = parts.size();
        for (Part part : parts) {
            part.segment.file().force(then.apply(() -> {
                forcesMissing--;
                progress.run();
            }));
        }
        return parts.size();
    }

    /** Says whether a crash can't take any of it. */
    boolean isDurable() {
        return forcesMissing == 0;
    }

    /** The mark that its records carry. */
    long mark() {
        return mark;
    }

    /** The position after its last record. */
    long end() {
        Part last = parts.get(parts.size() - 1);
        return Position.of(last.segment.sequence(), last.end());
    }

    /** Forgets everything, keeping the buffer unless it has grown larger than this. */
    void clear(int keepBytes) {
        parts.clear();
        tickets.clear();
        changes.clear();
        records = 0;
        onlyMarks = true;
        buffer = buffer.capacity() > keepBytes ? ByteBuffer.allocate(INITIAL_BYTES) : buffer.clear();
    }
}
