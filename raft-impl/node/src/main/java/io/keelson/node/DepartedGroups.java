package io.keelson.node;

import io.keelson.core.Configuration;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Recovered;
import io.keelson.node.log.DurableLog;
import io.keelson.node.port.StorageException;
import io.keelson.node.snapshot.SnapshotFiles;
import java.util.List;
import java.util.TreeMap;

/**
 * Groups that have left this node since it was opened. Their entries are given up, so that they hold no segment of the log back; their term and vote are kept, for a vote is given
 * once whether or not the group comes back.
 */
final class DepartedGroups {
    /** The ticket of a group's last write here: the largest, because tickets ascend. */
    private static final long LAST_TICKET = Long.MAX_VALUE;

    private final DurableLog log;
    private final SnapshotFiles snapshots;
    /** What the log would tell of each, were it opened again. */
    private final TreeMap<Long, Recovered> left = new TreeMap<>();
    private final TreeMap<Long, Recovered> leaving = new TreeMap<>();

    DepartedGroups(DurableLog log, SnapshotFiles snapshots) {
        this.log = log;
        this.snapshots = snapshots;
    }

    /** Says whether a group was here since the node was opened, and is no longer. */
    boolean contains(long group) {
        return left.containsKey(group) || leaving.containsKey(group);
    }

    /** Says whether something of it is still on its way to the disk. */
    boolean isLeaving(long group) {
        return leaving.containsKey(group);
    }

    /** A group is here no longer: its log ends and begins where it has applied to, with nothing in between and no snapshot. */
    void leave(Group gone) {
        LogBase now = gone.member.base();
        LogBase applied = gone.appliedBase(0);
        leave(gone.id, gone.member.hardState(), applied.index() > now.index() ? applied : now);
    }

    /** A group that was here before the node was opened, and has not been hosted since, is not coming back. */
    void leave(long group) {
        Recovered found = log.recovered(group, Configuration.NONE);
        leave(group, found.hardState(), found.base());
    }

    private void leave(long group, HardState hard, LogBase furthest) {
        LogBase base = new LogBase(furthest.index(), furthest.term(), Configuration.NONE, 0);
        leaving.put(group, new Recovered(hard, base, List.of()));
        log.append(group, new LogWrite(LAST_TICKET, hard, base, base.index() + 1, List.of()));
    }

    /** A write of a group that has left is durable. */
    void durable(long group, long ticket) {
        if (ticket == LAST_TICKET) {
            left.put(group, leaving.remove(group));
            try {
                snapshots.deleteAll(group);
            } catch (StorageException e) {
                // They go when the group comes back, or stay: nobody reads them.
            }
        }
    }

    /** What a group begins with that is hosted now. */
    Recovered recovered(long group, Configuration initial) {
        Recovered before = left.remove(group);
        return before != null ? before : log.recovered(group, initial);
    }
}
