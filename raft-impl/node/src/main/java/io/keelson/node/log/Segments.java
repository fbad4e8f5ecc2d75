package io.keelson.node.log;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The segment that is written to, and those allocated ahead of it, so that a full disk is noticed before it hurts.
 *
 * <p>A segment allocated ahead is full of zeros; its head is written together with its first records.
 */
final class Segments {
    private static final int FLUSHES_BETWEEN_ATTEMPTS = 64;

    private final Storage storage;
    private final int segmentBytes;
    private final Forces forces;
    private final List<Segment> ahead = new ArrayList<>();
    private final ArrayDeque<Segment> written = new ArrayDeque<>();
    private Segment current;
    private long nextSequence;
    private boolean full;
    private int flushesToNextAttempt;

    /** What becomes of forces that make a new segment durable. */
    interface Forces {
        /** Runs the step when a force has succeeded; stops the log if it failed. */
        Storage.Completion then(Runnable step);
    }

    Segments(Storage storage, int segmentBytes, LogRepair repaired, Forces forces) {
        this.storage = storage;
        this.segmentBytes = segmentBytes;
        this.forces = forces;
        current = repaired.current();
        ahead.addAll(repaired.prepared());
        repaired.unforced().stream().filter(segment -> segment.sequence() < current.sequence()).forEach(written::add);
        nextSequence = current.sequence() + 1 + ahead.size();
    }

    Segment current() {
        return current;
    }

    int prepared() {
        return ahead.size();
    }

    boolean isFull() {
        return full;
    }

    /** Tries to have at least one segment allocated ahead. */
    void prepareAhead() throws StorageException {
        require(0, 0);
    }

    /** A full disk is not tried again with every write, but after so many flushes. */
    void countFlush() {
        flushesToNextAttempt = Math.max(0, flushesToNextAttempt - 1);
    }

    /**
     * Looks at a segment ahead, allocating it if need be.
     *
     * @param distance 0 for the one after the current segment
     * @param capacity the least it must hold
     * @return null if the disk is full, or was a few flushes ago
     */
    Segment require(int distance, int capacity) throws StorageException {
        if (distance < ahead.size() && ahead.get(distance).capacity() >= capacity) {
            return ahead.get(distance);
        }
        if (full && flushesToNextAttempt > 0) {
            return null;
        }
        try {
            while (ahead.size() <= distance) {
                allocate(Math.max(segmentBytes, capacity));
            }
            Segment segment = ahead.get(distance);
            if (segment.capacity() < capacity) {
                segment.grow(RecordCodec.alignUp(capacity, RecordCodec.SECTOR));
            }
            full = false;
            return segment;
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                throw e;
            }
            full = true;
            flushesToNextAttempt = FLUSHES_BETWEEN_ATTEMPTS;
            return null;
        }
    }

    private void allocate(int capacity) throws StorageException {
        Segment segment = create(storage, nextSequence, RecordCodec.alignUp(capacity, RecordCodec.SECTOR));
        nextSequence++;
        ahead.add(segment);
        segment.file().force(forces.then(() -> storage.forceNames(forces.then(segment::becomeDurable))));
    }

    /** Creates a segment file full of zeros, or leaves none behind. */
    static Segment create(Storage storage, long sequence, int capacity) throws StorageException {
        String name = Position.fileName(sequence);
        Segment segment = new Segment(sequence, storage.open(name), 0, false);
        try {
            segment.grow(capacity);
            return segment;
        } catch (StorageException e) {
            segment.file().close();
            storage.delete(name);
            throw e;
        }
    }

    /** Moves on to the next segment, which {@link #require} has promised. */
    Segment roll() {
        written.add(current);
        current = ahead.remove(0);
        return current;
    }

    /** Closes the files that lie wholly before a position that is durable. */
    void closeBefore(long durable) {
        while (!written.isEmpty() && written.peek().sequence() < Position.sequence(durable)) {
            written.poll().file().close();
        }
    }

    void close() {
        written.forEach(segment -> segment.file().close());
        ahead.forEach(segment -> segment.file().close());
        current.file().close();
    }
}
