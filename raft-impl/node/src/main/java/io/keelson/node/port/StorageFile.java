package io.keelson.node.port;

import java.nio.ByteBuffer;

/** An open file of a {@link Storage}. */
public interface StorageFile extends AutoCloseable {
    /** Returns the size in bytes, unforced writes included. */
    long size() throws StorageException;

    /**
     * Reads what is there.
     *
     * @param position from 0
     * @param length the most bytes to read
     * @return a buffer with the bytes read, fewer than {@code length} only at the end of the file
     */
    ByteBuffer read(long position, int length) throws StorageException;

    /**
     * Reads what is there into a buffer that is used again, from its position to its limit, and moves the position past it: not to the limit only where the file ends before.
     *
     * @param position in the file, from 0
     * @param into takes the bytes
     */
    default void read(long position, ByteBuffer into) throws StorageException {
        into.put(read(position, into.remaining()));
    }

    /**
     * Reads without waiting what was written before this call.
     *
     * @param position from 0
     * @param length the most bytes to read
     * @param completion told once, later, on the node's thread, never from within this call
     */
    void readLater(long position, int length, ReadCompletion completion);

    /** Told the outcome of {@link #readLater}. */
    interface ReadCompletion {
        /**
         * The read is over.
         *
         * @param bytes the bytes read, fewer than asked for only at the end of the file; null if it failed
         * @param failure why it failed, null if it did not. Others may succeed: only failed forces are final
         */
        void done(ByteBuffer bytes, StorageException failure);
    }

    /**
     * Writes, in the order of calls, growing the file if needed. An error may come here or in the completion of the next force.
     *
     * @param position from 0
     * @param bytes the bytes from position to limit; the port owns the buffer until the next force completes
     * @throws StorageException of kind {@link StorageException.Kind#NO_SPACE} if the disk is full: nothing was written
     */
    void write(long position, ByteBuffer bytes) throws StorageException;

    /** Cuts the file to this size, or grows it with zeros that are really allocated. */
    void resize(long size) throws StorageException;

    /** Makes all that was written before this call durable. */
    void force(Storage.Completion completion);

    @Override
    void close();
}
