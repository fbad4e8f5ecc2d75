package io.keelson.node;

import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Recovered;
import io.keelson.node.port.StorageException;
import io.keelson.node.session.SessionMachine;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.StoredSnapshot;
import java.util.List;

/**
 * What a group begins with when its node opens: its log, and its machine as the snapshot that stands for the log's base has it.
 *
 * <p>A log whose snapshot is lost is as good as lost itself, since nobody can apply it. The member forgets it but for how far it went, which is what damage to a
 * log does (spec: {@code Damaged}): it neither votes nor leads before it has been sent as much again.
 *
 * @param recovered what the member begins with
 * @param machine its machine, restored
 * @param snapshot what stands for the base; null if the log has its beginning
 * @param rewrite what the log must be told before anything else, null if nothing
 * @param lostSnapshotAt how far the log went whose snapshot is lost, else 0
 * @param warning for the operator, null if all is well
 */
record GroupRecovery(Recovered recovered, SessionMachine machine, StoredSnapshot snapshot, LogWrite rewrite, long lostSnapshotAt, String warning) {
    /**
     * Opens the snapshot that stands for the base, if there must be one, reads all of it and restores the machine from it.
     *
     * @param hosted the group
     * @param self this member
     * @param found what the log holds of it
     * @param files the node's snapshots
     */
    static GroupRecovery of(GroupSettings hosted, long self, Recovered found, SnapshotFiles files) throws NodeOpenException {
        SessionMachine machine = new SessionMachine(hosted.machine());
        LogBase base = found.base();
        try {
            files.deleteAllBut(hosted.group(), base);
            if (base.index() == 0) {
                return new GroupRecovery(found, machine, null, null, 0, null);
            }
            try {
                StoredSnapshot snapshot = files.open(hosted.group(), base);
                restore(machine, snapshot);
                return new GroupRecovery(found, machine, snapshot, null, 0, null);
            } catch (NewerSnapshotException newer) {
                throw new NodeOpenException(SnapshotFiles.name(hosted.group(), base) + " can't be read: " + newer.getMessage(), newer);
            } catch (DamagedSnapshotException damaged) {
                String what = SnapshotFiles.name(hosted.group(), base) + " can't be used: " + damaged.getMessage();
                return withoutSnapshot(hosted, self, found, what);
            }
        } catch (StorageException e) {
            throw new NodeOpenException("the snapshot of group " + hosted.group() + " can't be opened: " + e.getMessage(), e);
        } catch (UnsupportedOperationException e) {
            throw new NodeOpenException(
                    "group " + hosted.group() + " has a snapshot, but its state machine has none: run the program that made it", e);
        }
    }

    private static void restore(SessionMachine machine, StoredSnapshot snapshot) throws DamagedSnapshotException, StorageException {
        RecordUnpacker unpacker = new RecordUnpacker(machine.restore(), snapshot.manifest().bytes());
        for (int chunk = 1; chunk <= snapshot.base().chunks(); chunk++) {
            unpacker.accept(snapshot.readNow(chunk));
        }
        unpacker.end();
    }

    private static GroupRecovery withoutSnapshot(GroupSettings hosted, long self, Recovered found, String what) throws NodeOpenException {
        if (found.base().configuration().members().equals(List.of(self))) {
            throw new NodeOpenException(what + ", and there is no other member that could send it; restore from a copy: keelson snapshot restore", null);
        }
        HardState hard = found.hardState();
        HardState lost = new HardState(hard.term(), hard.votedFor(), Math.max(hard.lostIndex(), found.lastIndex()));
        LogBase nothing = LogBase.bootstrap(found.base().configuration());
        LogWrite rewrite = new LogWrite(0, lost, nothing, 1, List.of());
        return new GroupRecovery(
                new Recovered(lost, nothing, List.of()),
                new SessionMachine(hosted.machine()),
                null,
                rewrite,
                lost.lostIndex(),
                "group " + hosted.group() + ": " + what + "; this member neither votes nor serves reads until another has sent it index " + lost.lostIndex());
    }
}
