package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.node.log.DurableLog;
import io.keelson.node.port.Entropy;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.NewCluster;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordPacker;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.node.snapshot.SnapshotWriter;
import io.keelson.node.snapshot.StoredSnapshot;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A member's directory in the making, from a copy of a snapshot: the first of a new cluster that begins with another's state. Sessions and what the state machine holds stay; members and
 * groups of the copied cluster are forgotten.
 *
 * <p>Not thread-safe: completions of the storage come on the thread that makes the directory, while it waits.
 */
public final class RestoredDirectory {
    private final Storage storage;
    private final Entropy entropy;
    private final Waiting waiting;
    private final long cluster;
    private final long member;
    private final int segmentBytes;
    private String failure;

    /** Lets the storage complete what it was asked for. */
    public interface Waiting {
        /** Runs completions, one by one, until this is so. */
        void until(BooleanSupplier reached);
    }

    /**
     * Begins.
     *
     * @param storage an empty directory, not null
     * @param entropy draws the directory's incarnation, not null
     * @param waiting lets the storage's completions come, not null
     * @param cluster the new cluster's id
     * @param member the id of the member whose directory it is
     * @param segmentBytes the size of its log's first segment, in bytes
     */
    public RestoredDirectory(Storage storage, Entropy entropy, Waiting waiting, long cluster, long member, int segmentBytes) {
        this.storage = storage;
        this.entropy = entropy;
        this.waiting = waiting;
        this.cluster = cluster;
        this.member = member;
        this.segmentBytes = segmentBytes;
    }

    /**
     * Makes the directory; all of it is durable afterwards.
     *
     * @param copy what it begins with; whoever calls has {@link StoredSnapshot#verify verified} it
     * @param group the group that begins with it, whichever was copied
     * @param configuration who belongs to the new cluster
     * @throws StorageException if the storage fails, or is full
     * @throws NodeOpenException if there is a log already
     * @throws IllegalStateException if the copy changes while it is read
     */
    public void make(StoredSnapshot copy, long group, Configuration configuration) throws NodeOpenException, StorageException {
        begin(group, write(copy, group, configuration));
    }

    private LogBase write(StoredSnapshot copy, long group, Configuration configuration) throws StorageException {
        SnapshotManifest manifest = copy.manifest();
        LogBase uncounted = new LogBase(manifest.base().index(), manifest.base().term(), configuration, 0);
        SnapshotWriter writer = new SnapshotFiles(storage, cluster).begin(group, manifest.chunkBytes(), this::fail);
        RecordPacker packer = new RecordPacker(new CopiedRecords(copy, configuration), manifest.chunkBytes());
        for (byte[] chunk = packer.next(); chunk != null; chunk = packer.next()) {
            if (!writer.reserve(chunk.length, uncounted)) {
                throw new StorageException(StorageException.Kind.NO_SPACE, "the disk of the new directory is full", null);
            }
            writer.append(chunk);
            await(() -> !writer.isBusy());
        }
        LogBase base = new LogBase(uncounted.index(), uncounted.term(), configuration, writer.chunks());
        boolean[] stored = {false};
        writer.finish(base, snapshot -> stored[0] = true);
        await(() -> stored[0]);
        return base;
    }

    private void begin(long group, LogBase base) throws NodeOpenException, StorageException {
        DurableLog log = DurableLog.open(storage, entropy, cluster, member, segmentBytes);
        boolean[] durable = {false};
        log.listener(new DurableLog.Listener() {
            @Override
            public void durable(long written, long ticket) {
                durable[0] = true;
            }

            @Override
            public void failed(String oneLine) {
                fail(oneLine);
            }
        });
        await(log::settled);
        log.append(group, new LogWrite(1, new HardState(base.term(), Configuration.NOBODY), base, base.index() + 1, List.of()));
        log.flush();
        await(() -> durable[0]);
        log.close();
    }

    private void fail(String oneLine) {
        failure = oneLine;
    }

    private void await(BooleanSupplier reached) throws StorageException {
        waiting.until(() -> failure != null || reached.getAsBoolean());
        if (failure != null) {
            throw new StorageException(StorageException.Kind.FAILED, failure, null);
        }
    }

    /** The records of a copy, as a new cluster takes them. */
    private static final class CopiedRecords implements Snapshot {
        private final StoredSnapshot copy;
        private final RecordUnpacker unpacker;
        private final ArrayDeque<Bytes> records = new ArrayDeque<>();
        private final NewCluster forgetting;
        private int chunk;

        CopiedRecords(StoredSnapshot copy, Configuration configuration) {
            this.copy = copy;
            this.forgetting = new NewCluster(configuration.members().getLast());
            this.unpacker = new RecordUnpacker(this::take, copy.manifest().bytes());
        }

        private void take(Bytes record) throws DamagedSnapshotException {
            records.add(forgetting.record(record));
        }

        @Override
        public Bytes next() {
            try {
                while (records.isEmpty() && chunk < copy.base().chunks()) {
                    chunk++;
                    unpacker.accept(copy.readNow(chunk));
                }
            } catch (DamagedSnapshotException | StorageException changed) {
                throw new IllegalStateException("the copy changed while it was read: " + changed.getMessage(), changed);
            }
            return records.poll();
        }

        @Override
        public void close() {}
    }
}
