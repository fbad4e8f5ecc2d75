package io.keelson.node.log;

import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;

/** An open segment file that records are or will be written to. */
final class Segment {
    private final long sequence;
    private final StorageFile file;
    private int capacity;
    private boolean durable;

    /**
     * @param durable whether name and size are known to survive a crash
     */
    Segment(long sequence, StorageFile file, int capacity, boolean durable) {
        this.sequence = sequence;
        this.file = file;
        this.capacity = capacity;
        this.durable = durable;
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

    /** Allocates more, for a record that is larger than a segment. */
    void grow(int size) throws StorageException {
        file.resize(size);
        capacity = size;
    }

    /** Says whether the file's name and size are known to survive a crash: until then nothing in it is durable. */
    boolean isDurable() {
        return durable;
    }

    void becomeDurable() {
        durable = true;
    }
}
