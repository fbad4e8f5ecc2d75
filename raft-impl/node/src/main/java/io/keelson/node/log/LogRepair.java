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
 * <p>Nothing is forced here. The log forces {@link #unforced} and the names before it writes its first record.
 */
final class LogRepair {
    private static final int CHUNK = 1 << 20;

    private final Storage storage;
    private final List<Segment> unforced = new ArrayList<>();
    private final List<Segment> prepared = new ArrayList<>();
    private Segment current;
    private long tornBytes;

    LogRepair(Storage storage) {
        this.storage = storage;
    }

    /** The segment that holds the end. */
    Segment current() {
        return current;
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
        long first = Math.max(1, Position.sequence(read.mark()));
        long last = Position.sequence(read.end());
        for (long sequence = first; sequence <= last; sequence++) {
            unforced.add(open(sequence));
        }
        current = unforced.get(unforced.size() - 1);
        tornBytes += zero(current.file(), Position.offset(read.end()));
        boolean contiguous = true;
        for (long sequence : read.files().tailMap(last + 1).keySet()) {
            contiguous &= sequence == last + 1 + prepared.size();
            if (contiguous) {
                contiguous = prepare(sequence, segmentBytes);
            } else {
                storage.delete(Position.fileName(sequence));
            }
        }
    }

    private Segment open(long sequence) throws StorageException {
        StorageFile file = storage.open(Position.fileName(sequence));
        return new Segment(sequence, file, (int) file.size() & -RecordCodec.ALIGNMENT, false);
    }

    private boolean prepare(long sequence, int segmentBytes) throws StorageException {
        Segment segment = open(sequence);
        tornBytes += zero(segment.file(), 0);
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
            zero(current.file(), 0);
            current.grow(Math.max(capacity, current.capacity()));
        } else {
            current = Segments.create(storage, 1, capacity);
        }
        unforced.add(current);
    }

    /**
     * Overwrites what a file holds from an offset on, from the next sector's start: the sector that holds the end is left alone, for a
     * crash may tear whatever is written to. The next batch begins after it.
     *
     * @return the bytes cut off
     */
    private static int zero(StorageFile file, int end) throws StorageException {
        int size = (int) file.size();
        ByteBuffer content = file.read(0, size);
        int to = LogReader.nonZeroEnd(content, Math.min(end, size), size);
        int from = RecordCodec.alignUp(end, RecordCodec.SECTOR);
        ByteBuffer zeros = ByteBuffer.allocate(Math.min(CHUNK, Math.max(0, to - from)));
        for (int at = from; at < to; at += CHUNK) {
            file.write(at, zeros.duplicate().limit(Math.min(CHUNK, to - at)));
        }
        return Math.max(0, to - end);
    }
}
