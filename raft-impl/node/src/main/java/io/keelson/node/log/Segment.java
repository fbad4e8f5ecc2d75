package io.keelson.node.log;

import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;

/** A segment file that records are, will be or were written to. */
final class Segment {
    private final long sequence;
    private final StorageFile file;
    private int capacity;
    private boolean closed;

    /**
     * @param file null for one that is only kept
     */
    Segment(long sequence, StorageFile file, int capacity) {
        this.sequence = sequence;
        this.file = file;
        this.capacity = capacity;
        this.closed = file == null;
    }

    long sequence() {
        return sequence;
    }

    StorageFile file() {
        return file;
    }

    int capacity() {
        return capacity;
    }

    /** Allocates more, while opening. */
    void grow(int size) throws StorageException {
        file.resize(size);
        capacity = size;
    }

    /** Closes the file, if it is open. */
    void close() {
        if (!closed) {
            closed = true;
            file.close();
        }
    }
}
