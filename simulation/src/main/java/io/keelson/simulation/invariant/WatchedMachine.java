package io.keelson.simulation.invariant;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.WrappedMachine;
import java.nio.ByteBuffer;

/** A replica that tells what it was given and what it answered. */
public final class WatchedMachine implements WrappedMachine {
    /** Is told of each application. */
    interface Listener {
        /** A command has been applied. */
        void applied(long index, AppliedLedger.Applied now);

        /** The replica has been restored to what it was after the command at this index; 0 if there was none. */
        void restored(long index, long chain);
    }

    private final StateMachine watched;
    private final Listener listener;
    private long chain;
    private long lastIndex;

    WatchedMachine(StateMachine watched, Listener listener) {
        this.watched = watched;
        this.listener = listener;
    }

    @Override
    public StateMachine wrapped() {
        return watched;
    }

    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        if (context.index() <= lastIndex) {
            throw new IllegalStateException("index " + context.index() + " is applied after index " + lastIndex);
        }
        lastIndex = context.index();
        Bytes answer = watched.apply(context, command);
        long digest = AppliedLedger.digest(command);
        chain = Indexed.hash(chain ^ context.index(), digest ^ context.term(), AppliedLedger.digest(answer) ^ context.logTimeMillis());
        listener.applied(context.index(), new AppliedLedger.Applied(chain, digest));
        return answer;
    }

    /** The digest of what was applied goes with the state: a restored replica is held to what it stands for. */
    @Override
    public Snapshot snapshot() {
        Snapshot inner = watched.snapshot();
        Bytes digest = Bytes.wrap(ByteBuffer.allocate(2 * Long.BYTES).putLong(chain).putLong(lastIndex).array());
        return inner == null ? null : new Snapshot() {
            private boolean begun;

            @Override
            public Bytes next() {
                if (begun) {
                    return inner.next();
                }
                begun = true;
                return digest;
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    @Override
    public SnapshotRestore restore() {
        SnapshotRestore inner = watched.restore();
        return new SnapshotRestore() {
            private boolean begun;

            @Override
            public void accept(Bytes record) throws DamagedSnapshotException {
                if (begun) {
                    inner.accept(record);
                    return;
                }
                begun = true;
                ByteBuffer digest = ByteBuffer.wrap(record.shared());
                chain = digest.getLong();
                lastIndex = digest.getLong();
            }

            @Override
            public void finish() throws DamagedSnapshotException {
                inner.finish();
                listener.restored(lastIndex, chain);
            }
        };
    }
}
