package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.placement.GroupTable;
import io.keelson.node.snapshot.DamagedSnapshotException;

/**
 * The records of a snapshot for a new cluster that begins with another's state: sessions and the machine's state stay, who the members are and what other groups there are is
 * forgotten. Ids that were given are not given again.
 */
public final class NewCluster {
    private final long lastMember;
    private int taken;
    private boolean withGroups;
    private int ours;

    /**
     * Begins.
     *
     * @param lastMember the largest id of the new cluster's members
     */
    public NewCluster(long lastMember) {
        this.lastMember = lastMember;
    }

    /** Says whether the record that was taken last is one of the state machine's. */
    public boolean isMachines() {
        return taken > ours;
    }

    /**
     * Returns what takes the place of the snapshot's next record.
     *
     * @throws DamagedSnapshotException if it can't be the snapshot's next record
     */
    public Bytes record(Bytes record) throws DamagedSnapshotException {
        taken++;
        if (taken == 1) {
            SessionSnapshot.Head head = SessionSnapshot.Head.decode(record);
            withGroups = head.withGroups();
            ours = (withGroups ? SessionSnapshot.OF_GROUPS : SessionSnapshot.OF_MEMBERS) + head.sessions();
        }
        if (taken == SessionSnapshot.OF_MEMBERS) {
            return MemberTable.forgotten(record, lastMember);
        }
        return taken == SessionSnapshot.OF_GROUPS && withGroups ? GroupTable.forgotten(record) : record;
    }
}
