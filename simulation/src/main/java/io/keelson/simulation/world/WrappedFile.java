package io.keelson.simulation.world;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;

/** A file around another, as {@link WrappedStorage} is a storage around another. */
public interface WrappedFile extends StorageFile {
    /** The file inside. */
    StorageFile wrapped();

    @Override
    default long size() throws StorageException {
        return wrapped().size();
    }

    @Override
    default ByteBuffer read(long position, int length) throws StorageException {
        return wrapped().read(position, length);
    }

    @Override
    default void readLater(long position, int length, ReadCompletion completion) {
        wrapped().readLater(position, length, completion);
    }

    @Override
    default void write(long position, ByteBuffer bytes) throws StorageException {
        wrapped().write(position, bytes);
    }

    @Override
    default void resize(long size) throws StorageException {
        wrapped().resize(size);
    }

    @Override
    default void force(Storage.Completion completion) {
        wrapped().force(completion);
    }

    @Override
    default void close() {
        wrapped().close();
    }
}
