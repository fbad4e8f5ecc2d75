package io.keelson.node.log;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a directory fit for new records: from the sector after the end on everything becomes zeros, so that no later opening takes
 * what a crash left there for records.
 *
 * <p>All that no mark vouches for is written once more, what lies between mark and end as it is, and the zeros whether there are zeros already or not. It was read from the system's
 * cache, which after a failed force may hold what the disk does not, and no force of the same pages would bring it there. A sector whose content does not change can't be torn.
 *
 * <p>Nothing is forced here. The log forces {@link #unforced} and the names before it writes its first record.
 */
final class LogRepair {
    private static final int CHUNK = 1 << 20;

    private final Storage storage;
    private final List<Segment> unforced = new ArrayList<>();
    private final List<Segment> prepared = new ArrayList<>();
    private final List<Segment> older = new ArrayList<>();
    private Segment current;
    private long tornBytes;

    LogRepair(Storage storage) {
        this.storage = storage;
    }

    /** The segment that holds the end. */
    Segment current() {
        return current;
    }

    /** The segments before it, ascending; those open that are {@link #unforced}. */
    List<Segment> older() {
        return older;
    }

    /** The segments after it, without gaps, full of zeros. */
    List<Segment> prepared() {
        return prepared;
    }

    /** The segments that may hold something that a crash could still take, open. */
    List<Segment> unforced() {
        return unforced;
    }

    long tornBytes() {
        return tornBytes;
    }

    /**
     * Repairs a directory that has an owner.
     *
     * @param read what was read, whose end lies in a segment that exists
     * @param segmentBytes the size to which interrupted allocations are completed
     */
    void repair(LogReader read, int segmentBytes) throws StorageException {
        long first = Math.max(read.files().firstKey(), Position.sequence(read.mark()));
        long last = Position.sequence(read.end());
        for (long sequence : read.files().headMap(last + 1).keySet()) {
            if (sequence < first) {
                older.add(new Segment(sequence, null, read.size(sequence)));
                continue;
            }
            Segment segment = open(sequence);
            unforced.add(segment);
            older.add(segment);
            rewriteTail(segment, read.mark(), read.end());
        }
        current = older.remove(older.size() - 1);
        cut(read, current, Position.offset(read.end()));
        boolean contiguous = true;
        for (long sequence : read.files().tailMap(last + 1).keySet()) {
            contiguous &= sequence == last + 1 + prepared.size();
            if (contiguous) {
                contiguous = prepare(read, sequence, segmentBytes);
            } else {
                storage.delete(Position.fileName(sequence));
            }
        }
    }

    private static void rewriteTail(Segment segment, long mark, long end) throws StorageException {
        int from = segment.sequence() == Position.sequence(mark) ? RecordCodec.alignUp(Position.offset(mark), RecordCodec.SECTOR) : 0;
        int to = segment.sequence() == Position.sequence(end) ? Position.offset(end) : segment.capacity();
        if (from < to) {
            segment.file().write(from, segment.file().read(from, to - from));
        }
    }

    private Segment open(long sequence) throws StorageException {
        StorageFile file = storage.open(Position.fileName(sequence));
        return new Segment(sequence, file, (int) file.size() & -RecordCodec.ALIGNMENT);
    }

    private boolean prepare(LogReader read, long sequence, int segmentBytes) throws StorageException {
        Segment segment = open(sequence);
        cut(read, segment, 0);
        try {
            if (segment.capacity() < segmentBytes) {
                segment.grow(segmentBytes);
            }
        } catch (StorageException e) {
            segment.file().close();
            storage.delete(Position.fileName(sequence));
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                throw e;
            }
            return false;
        }
        prepared.add(segment);
        unforced.add(segment);
        return true;
    }

    /** Begins the first segment of a directory that has no owner: what an interrupted creation left is overwritten. */
    void create(LogReader read, int capacity) throws StorageException {
        for (long sequence : read.files().tailMap(2L).keySet()) {
            storage.delete(Position.fileName(sequence));
        }
        if (read.files().containsKey(1L)) {
            current = open(1);
            zero(current.file(), 0, current.capacity());
            current.grow(Math.max(capacity, current.capacity()));
        } else {
            current = Segments.create(storage, 1, capacity);
        }
        unforced.add(current);
    }

    /**
     * Overwrites a segment from an offset on, from the next sector's start: the sector that holds the end is left alone, for a
     * crash may tear whatever is changed. The next batch begins after it.
     *
     * <p>Unless that would make a record whole whose first part stands in that sector: where its rest was lost and something else stood there, as in a segment that is used again,
     * zeros may be just what it ended with. Then its first part goes too.
     */
    private void cut(LogReader read, Segment segment, int end) throws StorageException {
        ByteBuffer content = segment.file().read(0, segment.capacity());
        tornBytes += read.remainsEnd(content, segment.sequence(), end) - end;
        int from = RecordCodec.alignUp(end, RecordCodec.SECTOR);
        if (from < content.limit()) {
            content.put(from, new byte[content.limit() - from]);
        }
        boolean revives = read.remainsEnd(content, segment.sequence(), end) > end;
        zero(segment.file(), revives ? end : from, segment.capacity());
    }

    private static void zero(StorageFile file, int from, int to) throws StorageException {
        ByteBuffer zeros = ByteBuffer.allocate(Math.min(CHUNK, Math.max(0, to - from)));
        for (int at = from; at < to; at += CHUNK) {
            file.write(at, zeros.duplicate().limit(Math.min(CHUNK, to - at)));
        }
    }
}
