package io.keelson.simulation.world;

import io.keelson.core.Bytes;
import io.keelson.core.LogBase;
import io.keelson.node.NodeOpenException;
import io.keelson.node.RestoredDirectory;
import io.keelson.node.Snapshot;
import io.keelson.node.StateMachine;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.SessionMachine;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.StoredSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A copy of a snapshot that an operator keeps, and from which a new cluster may begin, as {@code keelson snapshot restore} has it begin. */
public final class SnapshotCopy {
    private static final String NAME = "copy";

    private final StoredSnapshot stored;
    private final long takenAt;

    private SnapshotCopy(StoredSnapshot stored, long takenAt) {
        this.stored = stored;
        this.takenAt = takenAt;
    }

    /**
     * Looks at the bytes of a copy that is taken now.
     *
     * @return null if it is damaged: nobody begins with such a copy
     */
    static SnapshotCopy of(byte[] bytes, long now) {
        try {
            Storage shelf = new Shelf().disk.mount(0);
            shelf.open(NAME).write(0, ByteBuffer.wrap(bytes));
            StoredSnapshot stored = SnapshotFiles.of(shelf.open(NAME));
            stored.verify();
            return new SnapshotCopy(stored, now);
        } catch (DamagedSnapshotException damaged) {
            return null;
        } catch (StorageException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns when it was taken, in virtual nanoseconds. */
    public long takenAt() {
        return takenAt;
    }

    /** Returns where the copied group's log began: the index and the term to which the copy holds its state. */
    public LogBase base() {
        return stored.base();
    }

    /** Makes every node's disk that of a member of the new cluster, which begins with the copy. The power fails as soon as that is done. */
    public void restore(World world) {
        for (SimNode node : world.nodes()) {
            Shelf shelf = new Shelf();
            long[] drawn = {0};
            try {
                new RestoredDirectory(
                        shelf.disk.mount(0),
                        () -> Indexed.hash(world.seed(), Stream.RESTORED.of(node.id()), drawn[0]++),
                        shelf::until,
                        world.cluster().id(),
                        node.id(),
                        Cluster.SEGMENT_BYTES).make(stored, SimNode.GROUP, world.configuration());
            } catch (StorageException | NodeOpenException e) {
                throw world.violation("Restoration", node, "a sound copy can't be restored: " + e.getMessage());
            }
            shelf.disk.crash(world.seed());
            node.disk().hold(shelf.disk);
        }
    }

    /** Says whether a node's replica holds, byte by byte, what the copy tells. */
    public boolean isHeldBy(World world, SimNode node) {
        StateMachine told = world.machine(node, SimNode.GROUP);
        try {
            RecordUnpacker unpacker = new RecordUnpacker(new SessionMachine(told).restore(), stored.manifest().bytes());
            for (int chunk = 1; chunk <= base().chunks(); chunk++) {
                unpacker.accept(stored.readNow(chunk));
            }
            unpacker.end();
        } catch (DamagedSnapshotException | StorageException impossible) {
            throw new IllegalStateException(impossible);
        }
        return records(told).equals(records(node.machine()));
    }

    private static List<Bytes> records(StateMachine machine) {
        List<Bytes> records = new ArrayList<>();
        Snapshot snapshot = machine.snapshot();
        for (Bytes record = snapshot.next(); record != null; record = snapshot.next()) {
            records.add(record);
        }
        snapshot.close();
        return records;
    }

    /** A disk that does at once what it is asked for, as soon as somebody waits for it. */
    static final class Shelf implements SimDisk.Host {
        final SimDisk disk = new SimDisk(this);
        private final ArrayDeque<Runnable> due = new ArrayDeque<>();

        @Override
        public void later(long delayNanos, Runnable action) {
            due.add(action);
        }

        @Override
        public void complete(int process, Runnable completion) {
            due.add(completion);
        }

        @Override
        public long forceNanos(long number) {
            return 0;
        }

        void until(BooleanSupplier reached) {
            while (!reached.getAsBoolean()) {
                due.remove().run();
            }
        }
    }
}
