package io.keelson.node.runtime;

import io.keelson.core.Configuration;
import io.keelson.node.NodeOpenException;
import io.keelson.node.RestoredDirectory;
import io.keelson.node.port.StorageException;
import io.keelson.node.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** A {@link RestoredDirectory} on a real disk, whose completions are taken from a queue, one by one. */
final class SnapshotRestoring {
    private static final int SEGMENT_BYTES = 16 << 20;

    private final LinkedBlockingQueue<Runnable> completions = new LinkedBlockingQueue<>();
    private final Path directory;
    private final long cluster;
    private final long member;

    SnapshotRestoring(Path directory, long cluster, long member) {
        this.directory = directory;
        this.cluster = cluster;
        this.member = member;
    }

    void run(StoredSnapshot copy, long group, Configuration configuration) throws NodeOpenException, StorageException {
        try (FileStorage storage = FileStorage.open(directory, completions::add, Sabotage.NONE)) {
            new RestoredDirectory(storage, new SecureEntropy(), this::complete, cluster, member, SEGMENT_BYTES).make(copy, group, configuration);
        }
    }

    private void complete(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            Runnable[] next = {null};
            Uninterrupted.run(() -> next[0] = completions.take());
            next[0].run();
        }
    }
}
