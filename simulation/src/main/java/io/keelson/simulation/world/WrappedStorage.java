package io.keelson.simulation.world;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.util.List;

/** A storage around another: it hands everything on, and each file inside a wrapper of its own. Whoever watches or spoils a call overrides that one. */
public interface WrappedStorage extends Storage {
    /** The storage inside. */
    Storage wrapped();

    /** Wraps a file that the storage inside has opened or made. */
    StorageFile wrap(StorageFile file);

    /** Hands on what became of a preparation, with the file wrapped. */
    private Prepared wrapping(Prepared completion) {
        return (file, failure) -> completion.done(file == null ? null : wrap(file), failure);
    }

    @Override
    default List<String> list() throws StorageException {
        return wrapped().list();
    }

    @Override
    default StorageFile open(String name) throws StorageException {
        return wrap(wrapped().open(name));
    }

    @Override
    default void prepare(String name, long size, Prepared completion) {
        wrapped().prepare(name, size, wrapping(completion));
    }

    @Override
    default void recycle(String from, String to, Prepared completion) {
        wrapped().recycle(from, to, wrapping(completion));
    }

    @Override
    default void rename(String from, String to) throws StorageException {
        wrapped().rename(from, to);
    }

    @Override
    default void delete(String name) throws StorageException {
        wrapped().delete(name);
    }

    @Override
    default void forceNames(Completion completion) {
        wrapped().forceNames(completion);
    }
}
