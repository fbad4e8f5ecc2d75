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
import java.util.TreeSet;

/**
 * Gives each record its number and its place, so that a flush has nothing left to decide.
 *
 * <p>A new segment begins with a run: its own head and every group's as of that place. So does the first batch after that and after an opening; a batch after one with hard states
 * begins with a run of the groups concerned. No single damaged sector can hold the only copy of a vote then.
 */
final class Gatherer {
    private static final int KEPT_BUFFER_BYTES = 4 << 20;
    private static final int KEPT_BATCHES = 2;

    /**
     * The most bytes of entries that share a record, unless it is one. A header and its padding cost 64 bytes, so that sharing pays; damage to a record costs all entries in it, and a crash keeps
     * all of them or none.
     */
    private static final int SHARED_BYTES = 16 << 10;

    /** As many entries as a header counts. */
    private static final int SHARED_ENTRIES = 0xffff;

    private final RecordCodec codec;
    private final SegmentHead head;
    private final Segments segments;
    private final SortedMap<Long, GroupHead> groups = new TreeMap<>();
    private int groupsLength;
    /** The segment in which a group's last entry was placed, if that is known to be counted as needed. */
    private final SortedMap<Long, Long> placedIn = new TreeMap<>();
    /** The groups whose hard states are to be repeated by the next batch, all of them if {@link #repeatAll}. */
    private final TreeSet<Long> toRepeat = new TreeSet<>();
    private boolean repeatAll = true;
    /** The number of the first record of the last run. */
    private long lastRun;
    private final ArrayDeque<Batch> spare = new ArrayDeque<>();
    private Batch batch;
    private long nextNumber;
    private int tally;
    /** The tally of the record whose number was taken last. */
    private int tallyBefore;
    private long end;

    /**
     * @param nextNumber the number of the first record
     * @param tally the tally before it
     * @param end the position after what the log holds, in the current segment
     */
    Gatherer(RecordCodec codec, SegmentHead head, Segments segments, long nextNumber, int tally, long end) {
        this.codec = codec;
        this.head = head;
        this.segments = segments;
        this.nextNumber = nextNumber;
        this.tally = tally;
        this.lastRun = nextNumber;
        this.end = end;
        this.batch = new Batch(codec);
    }

    /** Knows from here on what is repeated of a group. */
    void remember(long group, GroupHead latest) {
        GroupHead before = groups.put(group, latest);
        groupsLength += latest.recordLength() - (before == null ? 0 : before.recordLength());
    }

    private GroupHead group(long group) {
        return groups.getOrDefault(group, GroupHead.NONE);
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
        batch = spare.isEmpty() ? new Batch(codec) : spare.poll();
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
        int baseLength = write.base() == null ? 0 : RecordBodies.length(write.base());
        Cursor cursor = new Cursor(baseLength);
        return (write.hardState() == null || cursor.take(RecordBodies.LOST_INDEX))
                && (write.base() == null || cursor.take(baseLength))
                && (write.records() > 0 || cursor.take(0))
                && cursor.takeAll(new Payloads(write.entries()))
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
         * @param added what the body of a group's record may grow by meanwhile
         */
        Cursor(int added) {
            int growth = RecordCodec.padded(RecordBodies.length(GroupHead.NONE) + 2 * Long.BYTES + added);
            headLength = RecordCodec.padded(SegmentHead.LENGTH) + groupsLength + growth;
            int run = batch.isEmpty() ? runLength() : 0;
            // The write itself may be the first of its group, which a run of all groups then tells as well.
            offset += run == 0 ? 0 : run + growth;
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

    /** The bytes of the run that the next batch begins with. */
    private int runLength() {
        if (repeatAll) {
            return RecordCodec.padded(SegmentHead.LENGTH) + groupsLength;
        }
        return toRepeat.isEmpty() ? 0 : RecordCodec.padded(SegmentHead.LENGTH) + toRepeat.stream().mapToInt(group -> group(group).recordLength()).sum();
    }

    /** Gathers a write that {@link #fits}. */
    void place(long group, LogWrite write) {
        if (write.hardState() != null) {
            makePlace(RecordBodies.LOST_INDEX);
            batch.addHardState(number(LogRecord.Kind.HARD_STATE), tallyBefore, group, write.hardState());
            remember(group, group(group).with(write.hardState()));
            toRepeat.add(group);
        }
        if (write.base() != null) {
            LogRecord.Kind kind = write.replaces() ? LogRecord.Kind.RESTART : LogRecord.Kind.BASE;
            makePlace(RecordBodies.length(write.base()));
            batch.addBase(kind, number(kind), tallyBefore, group, write.base());
            remember(group, group(group).with(write.base(), write.replaces()));
            batch.changes().rebased(group, write.base().index(), group(group).lastIndex() == write.base().index());
            placedIn.remove(group);
        }
        if (!write.entries().isEmpty()) {
            placeEntries(group, write.entries());
        }
        if (write.records() == 0) {
            placeMark();
        }
        batch.tickets().put(group, write.ticket());
    }

    private void placeEntries(long group, List<Entry> entries) {
        remember(group, group(group));
        GroupHead known = group(group);
        long last = known.lastIndex();
        long placed = placedIn.getOrDefault(group, 0L);
        for (int from = 0; from < entries.size(); ) {
            Entry first = entries.get(from);
            LogRecord.Kind kind = first.index() <= last ? LogRecord.Kind.REPLACEMENT : LogRecord.Kind.ENTRY;
            makePlace(PayloadCodec.size(first.payload()));
            int room = segments.current().capacity() - nextOffset() - RecordCodec.HEADER;
            Shared shared = share(entries, from, Math.min(room, SHARED_BYTES));
            List<Entry> together = entries.subList(from, shared.to());
            batch.addEntries(kind, number(kind, together.size()), tallyBefore, group, together, shared.bytes());
            if (kind == LogRecord.Kind.REPLACEMENT || placed != segments.current().sequence()) {
                placed = segments.current().sequence();
                batch.changes().placed(group, first.index(), placed);
            }
            last = first.index() + together.size() - 1;
            groups.put(group, known.withLast(last, first.term()));
            from = shared.to();
        }
        placedIn.put(group, placed);
    }

    /** Which entries share a record: up to, and not including, {@code to}; their payloads take so many bytes. */
    private record Shared(int to, int bytes) {}

    /** The first one, and as many of those behind it of the same term as there is room for. */
    private static Shared share(List<Entry> entries, int from, int room) {
        Entry first = entries.get(from);
        int bytes = PayloadCodec.size(first.payload());
        int end = Math.min(entries.size(), from + SHARED_ENTRIES);
        int to = from + 1;
        while (to < end && entries.get(to).term() == first.term() && bytes + PayloadCodec.size(entries.get(to).payload()) <= room) {
            bytes += PayloadCodec.size(entries.get(to).payload());
            to++;
        }
        return new Shared(to, bytes);
    }

    /** Gathers a record that says nothing, and {@link #fits}. */
    void placeMark() {
        makePlace(0);
        batch.addMark(number(LogRecord.Kind.MARK), tallyBefore);
    }

    /** Says whether there is room to take note of so many losses. */
    boolean fitsLosses(int count) throws StorageException {
        int needed = lossesLength(count);
        return nextOffset() + needed <= segments.current().capacity()
                || segments.require(0, RecordCodec.padded(SegmentHead.LENGTH) + needed) != null;
    }

    private static int lossesLength(int count) {
        return (count + 1) * RecordCodec.padded(RecordBodies.LOST_INDEX);
    }

    /**
     * Gathers what damage has left of the groups, and that it is accounted for. No run comes before: it would explain away what these records account for.
     */
    void placeLosses(SortedMap<Long, GroupImage.Loss> losses) {
        int offset = nextOffset();
        if (offset + lossesLength(losses.size()) <= segments.current().capacity()) {
            batch.startAt(segments.current(), offset);
        } else {
            batch.startAt(segments.roll(), 0);
            batch.addHead(number(LogRecord.Kind.HEAD), tallyBefore, head, 0, false, nextNumber);
        }
        losses.forEach(this::placeLoss);
        placeLoss(0, new GroupImage.Loss(0, 0));
    }

    private void placeLoss(long group, GroupImage.Loss loss) {
        batch.addLoss(number(LogRecord.Kind.LOSS), tallyBefore, group, loss.lastKept(), loss.lostIndex());
    }

    /** Gathers the head of the very first segment. */
    void placeFirstHead() {
        batch.startAt(segments.current(), 0);
        placeRun(true);
        repeatAll = true;
    }

    /** Makes the end of the batch a place for a record with a body of this length, after a run or in a new segment if need be. */
    private void makePlace(int bodyLength) {
        int offset = nextOffset();
        int length = RecordCodec.padded(bodyLength);
        if (batch.isEmpty()) {
            batch.startAt(segments.current(), offset);
            int run = runLength();
            if (run > 0 && offset + run + length <= segments.current().capacity()) {
                placeRun(repeatAll);
                offset += run;
            } else if (run > 0) {
                offset = segments.current().capacity();
            }
        }
        // What was promised counted with larger heads, and may have put a large record into a later segment than the next.
        while (offset + length > segments.current().capacity()) {
            batch.startAt(segments.roll(), 0);
            placeRun(true);
            repeatAll = true;
            offset = batch.endOffset();
        }
    }

    private void placeRun(boolean ofAll) {
        long first = nextNumber;
        List<Long> repeated = List.copyOf(ofAll ? groups.keySet() : toRepeat);
        batch.addHead(number(LogRecord.Kind.HEAD), tallyBefore, head, repeated.size(), ofAll, lastRun);
        for (long group : repeated) {
            batch.addGroup(number(LogRecord.Kind.GROUP), tallyBefore, group, group(group));
        }
        toRepeat.clear();
        repeatAll = false;
        lastRun = first;
    }

    /** Takes the next record's number and tally. */
    private long number(LogRecord.Kind kind) {
        return number(kind, 0);
    }

    /** Takes the numbers of the next record, which holds so many entries, and its tally. */
    private long number(LogRecord.Kind kind, int entries) {
        long first = nextNumber;
        tallyBefore = tally;
        tally = Tally.after(tally, kind, entries);
        nextNumber += Math.max(1, entries);
        return first;
    }
}
