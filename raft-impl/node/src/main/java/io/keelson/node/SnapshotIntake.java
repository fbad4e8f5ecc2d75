package io.keelson.node;

import io.keelson.core.Effects;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.node.port.StorageException;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotWriter;
import io.keelson.node.snapshot.StoredSnapshot;
import io.keelson.node.wire.Frame;
import java.util.ArrayDeque;

/**
 * Takes the chunks of a snapshot that the leader sends to one group, and keeps the log from saying that it begins there before the snapshot is durable.
 *
 * <p>A chunk that comes while the disk is busy with those before it is taken, and answered, once the disk has caught up: the leader, which has one chunk on its way, sends no
 * faster than this disk writes, and what waits in memory is no more than is written between two forces.
 *
 * <p>Writes of the group wait in order behind one whose base is not durable; so does, by the protocol's rule, every promise that depends on them.
 */
final class SnapshotIntake {
    /** A write that waits. */
    private record Held(LogWrite write, Install install) {}

    /** A snapshot whose chunks are complete, on its way to being durable. */
    private static final class Install {
        final LogBase base;
        boolean durable;
        /** The ticket of the write with the next base, when there is one; else 0. */
        long overtakenBy;

        Install(LogBase base) {
            this.base = base;
        }
    }

    /** Is told when a snapshot that has come is durable. */
    interface Listener {
        /** It stands for the base of the log. */
        void installed(StoredSnapshot snapshot);

        /** It did for a moment: it may go once the write with this ticket is durable. */
        void overtaken(StoredSnapshot snapshot, long ticket);
    }

    private final Group group;
    private final SnapshotFiles files;
    private final Group.Host host;
    private final NodeCounters counters;
    private final Listener listener;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private SnapshotWriter writer;
    private LogBase receiving;
    /** The chunk that the protocol is being asked about, and a file for it if it is a first one. */
    private Frame.SnapshotChunk offered;
    private SnapshotWriter fresh;
    private Install latest;

    SnapshotIntake(Group group, SnapshotFiles files, Group.Host host, NodeCounters counters, Listener listener) {
        this.group = group;
        this.files = files;
        this.host = host;
        this.counters = counters;
        this.listener = listener;
    }

    /**
     * Offers a chunk to the protocol, at once or when the disk has caught up, unless the disk has no room for it: then it is as good as lost on the way, and the leader sends it again.
     *
     * @param step asks the protocol
     * @return null if the chunk agrees with those before it; else, in one line, why not
     */
    String offer(Frame.SnapshotChunk chunk, Runnable step) {
        String objection = objection(chunk);
        if (objection == null && follows(chunk) && writer.isBusy()) {
            writer.whenCaughtUp(() -> take(chunk, step));
        } else if (objection == null) {
            take(chunk, step);
        }
        return objection;
    }

    private void take(Frame.SnapshotChunk chunk, Runnable step) {
        if (makeRoom(chunk)) {
            offered = chunk;
            step.run();
            offered = null;
            if (fresh != null) {
                fresh.abandon();
                fresh = null;
            }
        }
    }

    /** Says whether it is the chunk that comes next of what is being received. */
    private boolean follows(Frame.SnapshotChunk chunk) {
        return writer != null && receiving.equals(chunk.message().base()) && chunk.message().chunk() == writer.chunks() + 1;
    }

    private String objection(Frame.SnapshotChunk chunk) {
        if (!follows(chunk)) {
            return null;
        }
        String which = " of the snapshot at index " + receiving.index();
        if (chunk.chunkBytes() != writer.chunkBytes()) {
            return "chunk " + chunk.message().chunk() + which + " belongs to chunks of " + chunk.chunkBytes() + " bytes, those before it to chunks of " + writer.chunkBytes();
        }
        boolean last = chunk.message().chunk() == receiving.chunks();
        if (last && writer.checksumWith(chunk.content().shared()) != chunk.checksum()) {
            return "the chunks" + which + " do not have the checksum that member " + chunk.header().from() + " has announced";
        }
        return null;
    }

    private boolean makeRoom(Frame.SnapshotChunk chunk) {
        LogBase base = chunk.message().base();
        LogBase ifLast = chunk.message().chunk() == base.chunks() ? base : null;
        if (follows(chunk)) {
            return writer.reserve(chunk.content().length(), ifLast);
        }
        if (chunk.message().chunk() != 1 || base.index() <= group.member.commitIndex()) {
            return true;
        }
        try {
            fresh = files.begin(group.id, chunk.chunkBytes(), host::fail);
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                host.fail("a file for a snapshot can't be made: " + e.getMessage());
            }
            return false;
        }
        if (!fresh.reserve(chunk.content().length(), ifLast)) {
            fresh.abandon();
            fresh = null;
            return false;
        }
        return true;
    }

    /** The protocol has taken the chunk that was offered. */
    void store(Effects.ChunkReceived taken) {
        if (taken.chunk() == 1) {
            if (writer != null) {
                writer.abandon();
            }
            writer = fresh;
            receiving = taken.base();
            fresh = null;
        }
        if (!receiving.equals(taken.base()) || writer.chunks() + 1 != taken.chunk()) {
            throw new IllegalStateException("chunk " + taken.chunk() + " of " + taken.base() + " does not follow what was stored of " + receiving);
        }
        writer.append(offered.content().shared());
        counters.snapshotChunksReceived++;
    }

    /** The chunks are complete: the snapshot is made durable. */
    void install(LogBase base) {
        Install install = new Install(base);
        latest = install;
        SnapshotWriter finishing = writer;
        writer = null;
        finishing.finish(base, stored -> {
            install.durable = true;
            release();
            if (install.overtakenBy == 0) {
                counters.snapshotsInstalled++;
                listener.installed(stored);
            } else {
                listener.overtaken(stored, install.overtakenBy);
            }
        });
    }

    /** The group is going: nobody sends the rest. */
    void leave() {
        if (writer != null) {
            writer.abandon();
            writer = null;
        }
    }

    /** Appends a write to the log, when what stands for its base and for those before it is durable. */
    void append(LogWrite write) {
        Install install = null;
        if (write.base() != null && latest != null) {
            boolean itsOwn = latest.base.equals(write.base());
            install = itsOwn ? latest : null;
            overtake(install, write.ticket());
        }
        if (install == null && held.isEmpty()) {
            host.append(group, write);
        } else {
            held.add(new Held(write, install));
            release();
        }
    }

    /** The installs before this one stand for the base no longer, once the write with the ticket is durable. */
    private void overtake(Install current, long ticket) {
        for (Held waiting : held) {
            if (waiting.install != null && waiting.install != current && waiting.install.overtakenBy == 0) {
                waiting.install.overtakenBy = ticket;
            }
        }
    }

    private void release() {
        while (!held.isEmpty() && (held.peek().install == null || held.peek().install.durable)) {
            host.append(group, held.poll().write);
        }
    }
}
