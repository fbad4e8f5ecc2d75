package io.keelson.node.port;

import java.util.List;

/**
 * One flat directory of files. Reading is synchronous while a node opens; afterwards what is read, such as a snapshot for another member, is read later, and
 * <em>forcing is asynchronous</em> always.
 *
 * <p>What was written and not forced may be lost, in part or whole, by a crash; so may a new name, a rename or a deletion that no
 * {@link #forceNames} has followed.
 */
public interface Storage {
    /** Returns the names of all files, ascending. */
    List<String> list() throws StorageException;

    /**
     * Opens a file for reading and writing, creating it empty if it does not exist.
     *
     * @param name letters, digits, dots and dashes
     */
    StorageFile open(String name) throws StorageException;

    /**
     * Opens a file as {@link #open} does, whose writes and forces hold up nobody else's: they may take longer for that.
     *
     * @param name as for {@link #open}
     */
    default StorageFile openAside(String name) throws StorageException {
        return open(name);
    }

    /**
     * Has a file of zeros made, really allocated, without anybody waiting for it; leaves none behind if that fails.
     *
     * @param name as for {@link #open}; no file has it
     * @param size in bytes
     * @param completion told once, later, on the node's thread, never from within this call
     */
    void prepare(String name, long size, Prepared completion);

    /**
     * Has a file put to another use under another name, with the content that it has, without anybody waiting for it.
     *
     * @param from a file that is not open
     * @param to as for {@link #open}; no file has it
     * @param completion told once, later, on the node's thread, never from within this call
     */
    void recycle(String from, String to, Prepared completion);

    /** Told the outcome of {@link #prepare} or {@link #recycle}. */
    interface Prepared {
        /**
         * It is over.
         *
         * @param file the file, open, its name and size durable; null if it failed
         * @param failure null if it did not; of kind {@link StorageException.Kind#NO_SPACE} if the disk is full, which nothing else suffers from
         */
        void done(StorageFile file, StorageException failure);
    }

    /** Gives a file another name, replacing whatever had it. */
    void rename(String from, String to) throws StorageException;

    /** Deletes a file; does nothing if there is none. */
    void delete(String name) throws StorageException;

    /**
     * Makes creations, renames and deletions durable.
     *
     * @param completion told once, later, on the node's thread
     */
    void forceNames(Completion completion);

    /** Told the outcome of a force, once, on the node's thread, never from within the call that asked for it. */
    interface Completion {
        /**
         * The force is over.
         *
         * @param failure null if everything written before the force is durable; else why it is not. A failed force is never retried: the process stops
         */
        void done(StorageException failure);
    }
}
