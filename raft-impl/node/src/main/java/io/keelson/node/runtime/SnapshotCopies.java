package io.keelson.node.runtime;

import io.keelson.core.Configuration;
import io.keelson.node.NodeOpenException;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.NewCluster;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.node.snapshot.StoredSnapshot;
import java.io.IOException;
import java.nio.file.Path;

/** Copies of snapshots that an operator keeps: looks at them, checks them, and begins a new cluster from one. */
public final class SnapshotCopies {
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
     * Reads all of a copy, and checks every byte. What the state machine's records say is not looked at.
     *
     * @param file the copy, or a snapshot file of a member
     * @return what it says of itself
     * @throws DamagedSnapshotException if anything of it is not as it was written
     * @throws IOException if it can't be read
     */
    public static SnapshotManifest verify(Path file) throws DamagedSnapshotException, IOException {
        return verify(file, record -> {});
    }

    /**
     * Reads all of a copy, checks every byte, and has the state machine's records looked at.
     *
     * @param file the copy, or a snapshot file of a member
     * @param machine is given the state machine's records; whoever has a large state checks them without keeping them
     * @return what it says of itself
     * @throws DamagedSnapshotException if anything of it is not as it was written, or the machine refuses it
     * @throws IOException if it can't be read
     */
    public static SnapshotManifest verify(Path file, SnapshotRestore machine) throws DamagedSnapshotException, IOException {
        return reading(file, (bytes, snapshot) -> check(bytes, snapshot, machine));
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
     * @throws IOException if the copy can't be read, or the directory can't be used; nothing is left of it then
     */
    public static SnapshotManifest restore(Path file, Path directory, long group, long cluster, long member, Configuration configuration)
            throws DamagedSnapshotException, IOException {
        return reading(file, (bytes, snapshot) -> {
            check(bytes, snapshot, record -> {});
            new RestoreTarget(directory).fill(unfinished -> new SnapshotRestoring(unfinished, cluster, member).run(snapshot, group, configuration));
        });
    }

    private static void check(CopyFile bytes, StoredSnapshot snapshot, SnapshotRestore machine) throws DamagedSnapshotException, StorageException {
        snapshot.verify();
        bytes.verify();
        requireRecords(snapshot, machine);
    }

    /** Whoever makes a copy by hand can give it any checksum: what is read of it has to be readable too. */
    private static void requireRecords(StoredSnapshot snapshot, SnapshotRestore machine) throws DamagedSnapshotException, StorageException {
        NewCluster ours = new NewCluster(0);
        SnapshotRestore both = record -> {
            ours.record(record);
            if (ours.isMachines()) {
                machine.accept(record);
            }
        };
        RecordUnpacker unpacker = new RecordUnpacker(both, snapshot.manifest().bytes());
        for (int chunk = 1; chunk <= snapshot.base().chunks(); chunk++) {
            unpacker.accept(snapshot.readNow(chunk));
        }
        unpacker.end();
        machine.finish();
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
