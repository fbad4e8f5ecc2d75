package io.keelson.node;

import io.keelson.core.LogBase;
import io.keelson.node.port.StorageException;
import io.keelson.node.snapshot.RecordPacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotWriter;
import io.keelson.node.snapshot.StoredSnapshot;

/**
 * Takes the snapshots of one group's machine, a chunk a batch, and has the log dropped up to them.
 *
 * <p>The log begins at its snapshot: one that stands for what the leader has dropped can be sent to whoever lacks it. So the tail that is kept for slow followers is kept
 * by waiting: a snapshot that is durable is compacted to only when enough has followed it.
 */
final class SnapshotTaking {
    /** A full disk is not tried again sooner, however much one is wanted. */
    private static final long TRY_AGAIN_NANOS = 1_000_000_000L;

    private final Group group;
    private final SnapshotSettings settings;
    private final SnapshotFiles files;
    private final SnapshotTurn turn;
    private final Group.Host host;
    private final NodeCounters counters;
    private Snapshot source;
    private RecordPacker packer;
    private SnapshotWriter writer;
    /** What the snapshot under way stands for; the number of its chunks is not known yet. */
    private LogBase pinned;
    private long pinnedBytes;
    /** Durable, and waiting for a tail. */
    private StoredSnapshot ready;
    private long readyBytes;
    /** Where the last one was pinned or tried, counted in entries and in bytes of applied entries. */
    private long lastIndex;
    private long lastBytes;
    private boolean wanted;
    /** Whether the last one met a full disk, and when. */
    private boolean diskWasFull;
    private long diskWasFullAt;
    private boolean impossible;

    SnapshotTaking(Group group, SnapshotSettings settings, SnapshotFiles files, SnapshotTurn turn, Group.Host host, NodeCounters counters) {
        this.group = group;
        this.settings = settings;
        this.files = files;
        this.turn = turn;
        this.host = host;
        this.counters = counters;
        this.lastIndex = group.lastApplied();
    }

    /** Says whether {@link #advance} would do anything now. */
    boolean hasWork() {
        return packer != null ? !writer.isBusy() : isDue() && turn.isFreeFor(group);
    }

    /** Says whether one is being taken, or shall be as soon as it is this group's turn and the disk has room. */
    boolean isUnderWay() {
        return source != null || mayBegin() && (hasGrown() || wanted);
    }

    private boolean isDue() {
        return mayBegin() && (hasGrown() || wanted && !(diskWasFull && host.now() - diskWasFullAt < TRY_AGAIN_NANOS));
    }

    private boolean mayBegin() {
        boolean idle = source == null && ready == null && !impossible && group.isWhole();
        return idle && group.lastApplied() > group.member.base().index() && group.hasVoters();
    }

    private boolean hasGrown() {
        return settings.isDue(group.lastApplied() - lastIndex, group.appliedBytes() - lastBytes);
    }

    /** Takes one as soon as possible, however little has been applied; and keeps no tail. */
    void want() {
        wanted = true;
    }

    /** Does a little more: begins, or makes the next chunk. */
    void advance() {
        if (packer == null && isDue() && turn.take(group)) {
            begin();
        }
        if (packer != null && !writer.isBusy()) {
            byte[] chunk = packer.next();
            if (chunk != null) {
                write(chunk);
            } else {
                finish();
            }
        }
    }

    private void begin() {
        lastIndex = group.lastApplied();
        lastBytes = group.appliedBytes();
        source = group.pin();
        if (source == null) {
            impossible = true;
            turn.giveBack(group);
            return;
        }
        pinned = group.appliedBase(0);
        pinnedBytes = lastBytes;
        try {
            writer = files.begin(group.id, settings.chunkBytes(), host::fail);
            packer = new RecordPacker(source, settings.chunkBytes());
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                host.fail("a snapshot can't be begun: " + e.getMessage());
            }
            noteFullDisk();
            end();
        }
    }

    /** On a full disk it is given up, and tried again after as many entries; one that is wanted at once, after a while. */
    private void write(byte[] chunk) {
        if (writer.reserve(chunk.length, pinned)) {
            writer.append(chunk);
        } else {
            noteFullDisk();
            abandon();
        }
    }

    private void noteFullDisk() {
        diskWasFull = true;
        diskWasFullAt = host.now();
    }

    private void finish() {
        LogBase base = new LogBase(pinned.index(), pinned.term(), pinned.configuration(), writer.chunks());
        SnapshotWriter finishing = writer;
        packer = null;
        finishing.finish(base, stored -> {
            if (writer == finishing) {
                ready = stored;
                readyBytes = pinnedBytes;
                diskWasFull = false;
                counters.snapshotsTaken++;
                end();
            } else {
                host.delete(stored);
            }
        });
    }

    private void end() {
        source.close();
        source = null;
        packer = null;
        writer = null;
        turn.giveBack(group);
    }

    /** The state that is being read out is void: another takes its place. Nor is one of use that is older than this. */
    void overtakenBy(LogBase base) {
        if (source != null) {
            abandon();
        }
        if (ready != null && ready.base().index() <= base.index()) {
            host.delete(ready);
            ready = null;
        }
        lastIndex = Math.max(lastIndex, base.index());
        lastBytes = group.appliedBytes();
    }

    private void abandon() {
        if (packer != null) {
            writer.abandon();
        }
        end();
    }

    /** Returns the snapshot that the log may be dropped up to now; null if there is none, or too little follows it. */
    StoredSnapshot ready() {
        boolean enough = ready != null
                && (wanted || settings.isTail(group.lastApplied() - ready.base().index(), group.appliedBytes() - readyBytes));
        return enough ? ready : null;
    }

    /** The log has been dropped up to it. */
    void isCompacted() {
        ready = null;
        wanted = false;
    }

    /** The group is going, the node stays. */
    void leave() {
        if (source != null) {
            abandon();
        }
    }

    /** The node is going. */
    void close() {
        if (source != null) {
            source.close();
        }
    }
}
