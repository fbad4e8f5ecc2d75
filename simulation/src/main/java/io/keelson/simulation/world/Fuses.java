package io.keelson.simulation.world;

import io.keelson.core.Bytes;
import io.keelson.node.StateMachine;
import io.keelson.node.log.LogBytes;
import io.keelson.node.port.Network;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.simulation.schedule.CrashPoint;
import java.nio.ByteBuffer;
import java.util.EnumMap;

/** The points of a node's work at which its power is to fail, the next time it comes there. */
final class Fuses {
    private final EnumMap<CrashPoint, PowerFailure> set = new EnumMap<>(CrashPoint.class);

    /**
     * Sets a point.
     *
     * @param survival what the disk keeps
     * @param afterwards what becomes of the node then
     */
    void set(CrashPoint point, long survival, Runnable afterwards) {
        set.put(point, new PowerFailure(survival, afterwards));
    }

    void clear() {
        set.clear();
    }

    /** The node has come to a point. */
    void reach(CrashPoint point) {
        PowerFailure failure = set.remove(point);
        if (failure != null) {
            throw failure;
        }
    }

    private boolean isSetForTruncations() {
        return !set.isEmpty() && set.keySet().stream().anyMatch(CrashPoint::isOfTruncations);
    }

    Network on(Network network) {
        return new Network() {
            @Override
            public void send(long to, ByteBuffer frame) {
                reach(CrashPoint.BEFORE_SEND);
                network.send(to, frame);
                reach(CrashPoint.AFTER_SEND);
            }

            @Override
            public boolean mayReach(long to) {
                return network.mayReach(to);
            }

            @Override
            public boolean understands(long to, int version) {
                return network.understands(to, version);
            }
        };
    }

    StateMachine on(StateMachine machine) {
        return new FusedMachine(machine);
    }

    Storage on(Storage storage) {
        return new FusedStorage(storage);
    }

    private final class FusedMachine implements WrappedMachine {
        private final StateMachine machine;

        FusedMachine(StateMachine machine) {
            this.machine = machine;
        }

        @Override
        public StateMachine wrapped() {
            return machine;
        }

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            reach(CrashPoint.BEFORE_APPLY);
            Bytes answer = machine.apply(context, command);
            reach(CrashPoint.AFTER_APPLY);
            return answer;
        }
    }

    private final class FusedStorage implements WrappedStorage {
        private final Storage storage;

        FusedStorage(Storage storage) {
            this.storage = storage;
        }

        @Override
        public Storage wrapped() {
            return storage;
        }

        @Override
        public StorageFile wrap(StorageFile file) {
            return new FusedFile(file);
        }

        @Override
        public void prepare(String name, long size, Prepared completion) {
            reach(CrashPoint.BEFORE_WRITE);
            WrappedStorage.super.prepare(name, size, completion);
        }

        @Override
        public void recycle(String from, String to, Prepared completion) {
            reach(CrashPoint.BEFORE_WRITE);
            WrappedStorage.super.recycle(from, to, completion);
        }

        @Override
        public void rename(String from, String to) throws StorageException {
            reach(CrashPoint.BEFORE_WRITE);
            storage.rename(from, to);
            reach(CrashPoint.AFTER_WRITE);
        }

        @Override
        public void delete(String name) throws StorageException {
            reach(CrashPoint.BEFORE_WRITE);
            storage.delete(name);
            reach(CrashPoint.AFTER_WRITE);
        }

        @Override
        public void forceNames(Completion completion) {
            reach(CrashPoint.BEFORE_FORCE);
            storage.forceNames(completion);
        }
    }

    private final class FusedFile implements WrappedFile {
        private final StorageFile file;

        FusedFile(StorageFile file) {
            this.file = file;
        }

        @Override
        public StorageFile wrapped() {
            return file;
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws StorageException {
            boolean truncates = isSetForTruncations() && LogBytes.truncate(bytes);
            reach(CrashPoint.BEFORE_WRITE);
            if (truncates) {
                reach(CrashPoint.BEFORE_TRUNCATE);
            }
            file.write(position, bytes);
            reach(CrashPoint.AFTER_WRITE);
            if (truncates) {
                reach(CrashPoint.AFTER_TRUNCATE);
            }
        }

        @Override
        public void resize(long size) throws StorageException {
            reach(CrashPoint.BEFORE_WRITE);
            file.resize(size);
            reach(CrashPoint.AFTER_WRITE);
        }

        @Override
        public void force(Storage.Completion completion) {
            reach(CrashPoint.BEFORE_FORCE);
            file.force(completion);
        }
    }
}
