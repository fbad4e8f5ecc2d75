package io.keelson.node.log;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The segments: those that hold records, oldest first, the one that is written to, and what is prepared ahead of it, so that a full disk is noticed before it hurts.
 *
 * <p>Whatever is prepared is durable, name and size, before a byte is written to it. It is a file full of zeros, or one that no group needs any more and that still holds
 * what it held in its former life: nothing of that is intact at its new position. Its head is written together with its first records.
 */
final class Segments {
    private static final int FLUSHES_BETWEEN_ATTEMPTS = 64;

    private final Storage storage;
    private final int segmentBytes;
    private final Listener listener;
    private final List<Segment> ahead = new ArrayList<>();
    private final ArrayDeque<Segment> older = new ArrayDeque<>();
    /** Segments that nobody needs, and that are not in use again yet. */
    private final ArrayDeque<Segment> free = new ArrayDeque<>();
    /** How many held records before some were given up the last time: until the next time there will be as many again. */
    private int heldBefore;
    /** Whether some have been given up since the log last went on to another segment. */
    private boolean shrinking;
    private Segment current;
    private long nextSequence;
    private boolean preparing;
    private boolean full;
    private int flushesToNextAttempt;
    private boolean closed;

    /** Told of what becomes of a preparation, on the node's thread. */
    interface Listener {
        /** A segment is ready, or the disk is full. */
        void prepared();

        /** The storage has failed. */
        void failed(StorageException failure);
    }

    Segments(Storage storage, int segmentBytes, LogRepair repaired, Listener listener) {
        this.storage = storage;
        this.segmentBytes = segmentBytes;
        this.listener = listener;
        current = repaired.current();
        older.addAll(repaired.older());
        ahead.addAll(repaired.prepared());
        nextSequence = current.sequence() + 1 + ahead.size();
    }

    Segment current() {
        return current;
    }

    int prepared() {
        return ahead.size();
    }

    /** Says whether the disk is at work on a segment. */
    boolean isPreparing() {
        return preparing;
    }

    /** Says whether the last attempt to prepare a segment found the disk full. */
    boolean isFull() {
        return full;
    }

    /** The number of segments that hold records. */
    int holding() {
        return older.size() + 1;
    }

    /** Their sizes. */
    long bytes() {
        return current.capacity() + older.stream().mapToLong(Segment::capacity).sum();
    }

    /** How many of the older ones come before a sequence. */
    int olderThan(long sequence) {
        return (int) older.stream().filter(segment -> segment.sequence() < sequence).count();
    }

    /** Tries to have at least one segment ahead. */
    void prepareAhead() throws StorageException {
        require(0, 0);
    }

    /**
     * A full disk is not tried again with every write, but after so many flushes. As many free segments are kept as let the log grow to what it was before it was last dropped, and one more: one that is made
     * anew is written twice, once with zeros. One too many is deleted at a time: it takes the disk a while.
     */
    void countFlush() throws StorageException {
        flushesToNextAttempt = Math.max(0, flushesToNextAttempt - 1);
        if (free.size() > Math.max(1, heldBefore + 1 - holding())) {
            storage.delete(Position.fileName(free.poll().sequence()));
        }
    }

    /**
     * Looks at a segment ahead, and has one prepared if need be.
     *
     * @param distance 0 for the one after the current segment
     * @param capacity the least it must hold
     * @return null if there is none yet: it is being prepared, or the disk is full, or was a few flushes ago
     */
    Segment require(int distance, int capacity) throws StorageException {
        if (distance < ahead.size() && ahead.get(distance).capacity() >= capacity) {
            return ahead.get(distance);
        }
        if (!preparing && !(full && flushesToNextAttempt > 0)) {
            dropAheadFrom(distance);
            prepare(RecordCodec.alignUp(Math.max(segmentBytes, capacity), RecordCodec.SECTOR));
        }
        return null;
    }

    /** What is ahead but too small makes room for something larger: sequences have no gaps. */
    private void dropAheadFrom(int distance) throws StorageException {
        while (ahead.size() > distance) {
            Segment small = ahead.remove(ahead.size() - 1);
            small.file().close();
            storage.delete(Position.fileName(small.sequence()));
            nextSequence = small.sequence();
        }
    }

    private void prepare(int capacity) {
        preparing = true;
        long sequence = nextSequence++;
        Segment again = free.peek();
        if (again != null && again.capacity() >= capacity) {
            free.poll();
            storage.recycle(
                    Position.fileName(again.sequence()), Position.fileName(sequence), (file, failure) -> prepared(sequence, again.capacity(), file, failure));
        } else {
            storage.prepare(Position.fileName(sequence), capacity, (file, failure) -> prepared(sequence, capacity, file, failure));
        }
    }

    private void prepared(long sequence, int capacity, StorageFile file, StorageException failure) {
        preparing = false;
        if (closed) {
            return;
        }
        full = failure != null && failure.kind() == StorageException.Kind.NO_SPACE;
        if (failure == null) {
            ahead.add(new Segment(sequence, file, capacity));
            listener.prepared();
        } else if (full) {
            nextSequence = sequence;
            flushesToNextAttempt = FLUSHES_BETWEEN_ATTEMPTS;
            listener.prepared();
        } else {
            listener.failed(failure);
        }
    }

    /** Creates the first segment of a directory, full of zeros, or leaves none behind. */
    static Segment create(Storage storage, long sequence, int capacity) throws StorageException {
        String name = Position.fileName(sequence);
        StorageFile file = storage.open(name);
        try {
            file.resize(capacity);
            return new Segment(sequence, file, capacity);
        } catch (StorageException e) {
            file.close();
            storage.delete(name);
            throw e;
        }
    }

    /** Moves on to the next segment, which {@link #require} has promised. */
    Segment roll() {
        older.add(current);
        current = ahead.remove(0);
        shrinking = false;
        return current;
    }

    /** Closes the files that lie wholly before a position that is durable. */
    void closeBefore(long durable) {
        for (Segment segment : older) {
            if (segment.sequence() < Position.sequence(durable)) {
                segment.close();
            }
        }
    }

    /** Nobody needs the segments before this sequence any more, and what repeats them is durable. */
    void release(long sequence) {
        if (!shrinking && !older.isEmpty() && older.peek().sequence() < sequence) {
            heldBefore = holding();
            shrinking = true;
        }
        while (!older.isEmpty() && older.peek().sequence() < sequence) {
            Segment unneeded = older.poll();
            unneeded.close();
            free.add(unneeded);
        }
    }

    void close() {
        closed = true;
        older.forEach(Segment::close);
        ahead.forEach(Segment::close);
        current.close();
    }
}
