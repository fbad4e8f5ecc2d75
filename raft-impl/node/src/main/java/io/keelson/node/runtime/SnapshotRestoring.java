package io.keelson.node.runtime;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.node.NodeOpenException;
import io.keelson.node.Snapshot;
import io.keelson.node.log.DurableLog;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** A member's directory in the making, from a copy of a snapshot. Completions of the disk are taken from a queue, one by one. */
final class SnapshotRestoring {
    private static final int SEGMENT_BYTES = 16 << 20;

    private final LinkedBlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
    private final Path directory;
    private final long cluster;
    private final long member;
    private String failure;

    SnapshotRestoring(Path directory, long cluster, long member) {
        this.directory = directory;
        this.cluster = cluster;
        this.member = member;
    }

    void run(StoredSnapshot copy, long group, Configuration configuration) throws NodeOpenException, StorageException, IOException {
        try (FileStorage storage = FileStorage.open(directory, completions::add, Sabotage.NONE)) {
            LogBase base = write(storage, copy, group, configuration);
            begin(storage, group, base);
        }
    }

    private LogBase write(Storage storage, StoredSnapshot copy, long group, Configuration configuration) throws StorageException, IOException {
        SnapshotManifest manifest = copy.manifest();
        LogBase uncounted = new LogBase(manifest.base().index(), manifest.base().term(), configuration, 0);
        SnapshotWriter writer = new SnapshotFiles(storage, cluster).begin(group, manifest.chunkBytes(), this::fail);
        RecordPacker packer = new RecordPacker(new CopiedRecords(copy, configuration), manifest.chunkBytes());
        for (byte[] chunk = packer.next(); chunk != null; chunk = packer.next()) {
            if (!writer.reserve(chunk.length, uncounted)) {
                throw new IOException("the disk of " + directory + " is full");
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

    private void begin(Storage storage, long group, LogBase base) throws NodeOpenException, IOException {
        DurableLog log = DurableLog.open(storage, new SecureEntropy(), cluster, member, SEGMENT_BYTES);
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

    private void await(BooleanSupplier reached) throws IOException {
        while (!reached.getAsBoolean()) {
            Runnable[] next = {null};
            Uninterrupted.run(() -> next[0] = completions.take());
            next[0].run();
            if (failure != null) {
                throw new IOException(failure);
            }
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
