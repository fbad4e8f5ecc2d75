package io.keelson.node.log;

import io.keelson.core.Entry;
import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what a directory holds, and changes nothing.
 *
 * <p>Records are read in the order of their numbers up to the first place where the next one is missing: the <em>end</em>. What lies
 * beyond is the torn tail of a crash, unless a record anywhere, intact, carries a mark beyond the end: then a record that was
 * durable is gone, and the log is damaged. A crash may keep any sectors of what was not forced, so an intact record beyond the end
 * proves nothing by itself.
 *
 * <p>Damage in the last batches, those that no intact later record marks as durable, looks the same as a crash that tore them. An idle
 * log writes a mark of its own for that reason.
 */
final class LogReader {
    private static final String WAY_OUT =
            "; restore this member's directory from a copy, or wipe it and let it join as a new member";

    private final Storage storage;
    private final RecordCodec codec = new RecordCodec();
    private final SortedMap<Long, GroupImage> groups = new TreeMap<>();
    private final TreeMap<Long, String> files = new TreeMap<>();
    private SegmentHead head;
    private long end;
    private long nextNumber = 1;
    private long mark;
    private boolean marked;

    LogReader(Storage storage) {
        this.storage = storage;
    }

    /**
     * Reads the directory.
     *
     * @throws NodeOpenException if it is another cluster's or member's, of a newer format, damaged, or can't be read
     */
    void read(long clusterId, long memberId) throws NodeOpenException {
        try {
            for (String name : storage.list()) {
                if (Position.sequenceOf(name) > 0) {
                    files.put(Position.sequenceOf(name), name);
                }
            }
            findOwner(clusterId, memberId);
            long hole = replay();
            if (largestMarkFrom(end) > end) {
                throw damaged(hole, "a record that was durable is no longer intact");
            }
            for (Map.Entry<Long, GroupImage> group : groups.entrySet()) {
                if (group.getValue().missing() > 0) {
                    throw damaged(end, "group " + group.getKey() + " lacks its entry " + group.getValue().missing());
                }
            }
        } catch (StorageException e) {
            throw new NodeOpenException("the log can't be read: " + e.getMessage() + WAY_OUT, e);
        }
    }

    /** Whose directory it is, null if it is nobody's yet: then nothing that was written in it ever mattered. */
    SegmentHead head() {
        return head;
    }

    /** The groups found, by id. */
    SortedMap<Long, GroupImage> groups() {
        return groups;
    }

    /** The segment files found, by sequence. */
    TreeMap<Long, String> files() {
        return files;
    }

    /** The position after the last record. */
    long end() {
        return end;
    }

    /** The number of the next record. */
    long nextNumber() {
        return nextNumber;
    }

    /** The position up to which the log is known to be durable. */
    long mark() {
        return mark;
    }

    /** Says whether the last record is a mark. */
    boolean isMarked() {
        return marked;
    }

    private void findOwner(long clusterId, long memberId) throws StorageException, NodeOpenException {
        for (long sequence : files.keySet()) {
            LogRecord record = codec.read(load(sequence, RecordCodec.SECTOR), sequence, 0);
            if (record == null || record.kind() != LogRecord.Kind.HEAD) {
                continue;
            }
            SegmentHead found = SegmentHead.decode(record.body());
            found.mustBelongTo(clusterId, memberId, files.get(sequence));
            if (head != null && !head.equals(found)) {
                throw damaged(Position.of(sequence, 0), "the segment comes from another directory");
            }
            head = found;
        }
    }

    private ByteBuffer load(long sequence, int length) throws StorageException {
        try (StorageFile file = storage.open(files.get(sequence))) {
            return file.read(0, (int) Math.min(length, file.size()));
        }
    }

    /** Reads records until the next one is missing; returns the place where it was expected. */
    private long replay() throws StorageException, NodeOpenException {
        long hole = Position.of(1, 0);
        long sequence = 1;
        for (; files.containsKey(sequence); sequence++) {
            ByteBuffer segment = load(sequence, Integer.MAX_VALUE);
            int stop = replay(segment, sequence);
            boolean follows = stop > 0 || sequence == 1;
            boolean beginsIntact = codec.read(segment, sequence, 0) != null;
            boolean restIsZero = isZero(segment, nextSector(segment, stop), segment.limit());
            if (follows || !(beginsIntact || restIsZero)) {
                hole = Position.of(sequence, stop);
            }
            if (!restIsZero) {
                return hole;
            }
        }
        boolean fileIsMissing = !files.isEmpty() && files.lastKey() > sequence;
        return fileIsMissing ? Position.of(sequence, 0) : hole;
    }

    /**
     * Reads the records of one segment. A batch begins at a sector, so the next record may stand there; what lies between is zeros, or what
     * an earlier opening cut. Records are numbered, so none is passed over.
     */
    private int replay(ByteBuffer segment, long sequence) throws NodeOpenException {
        int offset = 0;
        while (true) {
            int sector = nextSector(segment, offset);
            int at = isNext(codec.read(segment, sequence, offset)) ? offset : sector;
            LogRecord record = codec.read(segment, sequence, at);
            if (!isNext(record)) {
                return isZero(segment, offset, sector) ? sector : offset;
            }
            apply(record, Position.of(sequence, at));
            offset = at + record.length();
            end = Position.of(sequence, offset);
        }
    }

    private static int nextSector(ByteBuffer segment, int offset) {
        return Math.min(RecordCodec.alignUp(offset, RecordCodec.SECTOR), segment.limit());
    }

    private boolean isNext(LogRecord record) {
        return record != null && head != null && record.incarnation() == head.incarnation() && record.number() == nextNumber;
    }

    private void apply(LogRecord record, long position) throws NodeOpenException {
        try {
            switch (record.kind()) {
                case HARD_STATE -> image(record).remember(GroupHead.decodeHardState(record));
                case BASE -> image(record).rebase(GroupHead.decodeBase(record), GroupHead.dropsRest(record));
                case ENTRY ->
                    image(record).append(new Entry(record.index(), record.term(), PayloadCodec.decode(record.body())));
                case HEAD, MARK, NONE -> {}
            }
        } catch (MalformedFrameException | IllegalArgumentException e) {
            throw damaged(position, "the record is intact but makes no sense: " + e.getMessage());
        }
        nextNumber = record.number() + 1;
        mark = Math.max(mark, record.mark());
        marked = record.kind() == LogRecord.Kind.MARK;
    }

    private GroupImage image(LogRecord record) {
        return groups.computeIfAbsent(record.group(), group -> new GroupImage());
    }

    /** The largest mark that an intact record at or after a position carries. */
    private long largestMarkFrom(long position) throws StorageException {
        long largest = 0;
        for (long sequence : files.tailMap(Position.sequence(position)).keySet()) {
            ByteBuffer segment = load(sequence, Integer.MAX_VALUE);
            int from = sequence == Position.sequence(position) ? Position.offset(position) : 0;
            int last = segment.limit() - RecordCodec.HEADER;
            for (int at = from; at <= last; at += RecordCodec.ALIGNMENT) {
                LogRecord record = codec.read(segment, sequence, at);
                if (record != null && (head == null || record.incarnation() == head.incarnation())) {
                    largest = Math.max(largest, record.mark());
                }
            }
        }
        return largest;
    }

    static boolean isZero(ByteBuffer bytes, int from, int to) {
        return nonZeroEnd(bytes, from, to) == from;
    }

    /** The offset after the last byte in the range that is not zero; {@code from} if there is none. */
    static int nonZeroEnd(ByteBuffer bytes, int from, int to) {
        int last = to;
        while (last - Long.BYTES >= from && bytes.getLong(last - Long.BYTES) == 0) {
            last -= Long.BYTES;
        }
        while (last > from && bytes.get(last - 1) == 0) {
            last--;
        }
        return last;
    }

    private static NodeOpenException damaged(long position, String what) {
        return new NodeOpenException("the log is damaged: " + Position.describe(position) + ": " + what + WAY_OUT, null);
    }
}
