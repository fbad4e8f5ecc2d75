package io.keelson.node.runtime;

import io.keelson.core.Configuration;
import io.keelson.node.NodeOpenException;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.NewCluster;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.node.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Copies of snapshots that an operator keeps: looks at them, checks them, and begins a new cluster from one. */
public final class SnapshotCopies {
    private static final String UNFINISHED = ".unfinished";

    private SnapshotCopies() {}

    /**
     * Reads what a copy says of itself.
     *
     * @param file the copy, or a snapshot file of a member
     * @throws DamagedSnapshotException if it is no snapshot, or not whole
     * @throws IOException if it can't be read
     */
    public static SnapshotManifest inspect(Path file) throws DamagedSnapshotException, IOException {
        return reading(file, (bytes, snapshot) -> {});
    }

    /**
     * Reads all of a copy, and checks every byte.
     *
     * @param file the copy, or a snapshot file of a member
     * @return what it says of itself
     * @throws DamagedSnapshotException if anything of it is not as it was written
     * @throws IOException if it can't be read
     */
    public static SnapshotManifest verify(Path file) throws DamagedSnapshotException, IOException {
        return reading(file, SnapshotCopies::check);
    }

    /**
     * Makes the directory of a member of a new cluster that begins with what a copy holds. Every member of the new cluster is made of the same copy, with the same members; what the
     * copied group knew of its members' addresses is forgotten. The directory has its name only once it is whole and durable.
     *
     * @param file the copy; checked first
     * @param directory made; must be empty if it exists
     * @param group the group of the new cluster that shall begin with it, whichever was copied
     * @param cluster the new cluster's id
     * @param member the id of the member whose directory it is
     * @param configuration who belongs to the new cluster
     * @return what the copy says of itself
     * @throws DamagedSnapshotException if anything of the copy is not as it was written; nothing was made then
     * @throws IOException if the copy can't be read, or the directory can't be used
     */
    public static SnapshotManifest restore(Path file, Path directory, long group, long cluster, long member, Configuration configuration)
            throws DamagedSnapshotException, IOException {
        return reading(file, (bytes, snapshot) -> {
            check(bytes, snapshot);
            Path finished = directory.toAbsolutePath();
            requireEmpty(finished, "choose a directory for the new member");
            Path unfinished = finished.resolveSibling(finished.getFileName() + UNFINISHED);
            requireEmpty(unfinished, "a restoration that did not end has left it; remove it");
            new SnapshotRestoring(unfinished, cluster, member).run(snapshot, group, configuration);
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceNames(finished.getParent());
        });
    }

    private static void check(CopyFile bytes, StoredSnapshot snapshot) throws DamagedSnapshotException, StorageException {
        snapshot.verify();
        bytes.verify();
        requireRecords(snapshot);
    }

    /** Whoever makes a copy by hand can give it any checksum: what the library itself reads of it has to be readable too. */
    private static void requireRecords(StoredSnapshot snapshot) throws DamagedSnapshotException, StorageException {
        RecordUnpacker unpacker = new RecordUnpacker(new NewCluster(0)::record, snapshot.manifest().bytes());
        for (int chunk = 1; chunk <= snapshot.base().chunks(); chunk++) {
            unpacker.accept(snapshot.readNow(chunk));
        }
        unpacker.end();
    }

    private static void requireEmpty(Path directory, String wayOut) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new IOException(directory + " is not empty; " + wayOut);
            }
        }
    }

    private static void forceNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private interface Use {
        void of(CopyFile bytes, StoredSnapshot snapshot) throws DamagedSnapshotException, StorageException, NodeOpenException, IOException;
    }

    private static SnapshotManifest reading(Path file, Use use) throws DamagedSnapshotException, IOException {
        try (CopyFile bytes = CopyFile.open(file)) {
            StoredSnapshot snapshot = SnapshotFiles.of(bytes);
            use.of(bytes, snapshot);
            return snapshot.manifest();
        } catch (StorageException | NodeOpenException unusable) {
            throw new IOException(unusable.getMessage(), unusable);
        }
    }
}
