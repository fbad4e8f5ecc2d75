package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.LogBase;
import io.keelson.core.Message;
import io.keelson.node.snapshot.SnapshotManifest;
import io.keelson.node.snapshot.StoredSnapshot;
import io.keelson.node.wire.Frame;
import java.util.TreeMap;

/**
 * Sends chunks of one group's snapshot to the members that lack what is gone. The protocol has one chunk on its way to each; a chunk that it asks for again too soon is
 * taken to be still on its way, since a slow network must not be filled with the same.
 */
final class SnapshotOutlet {
    /** A receiver that has not come on for as many election timeouts does not hold up compaction any longer. */
    private static final int PATIENCE = 10;

    /**
     * What was sent to a member last.
     *
     * @param begunAt when this chunk was sent first
     * @param sentAt when it was sent last, or will be
     */
    private record Sent(LogBase base, int chunk, long begunAt, long sentAt) {}

    private final Group group;
    private final Group.Host host;
    private final NodeCounters counters;
    private final long electionTimeoutNanos;
    private final TreeMap<Long, Sent> sent = new TreeMap<>();

    SnapshotOutlet(Group group, Group.Host host, NodeCounters counters, long electionTimeoutNanos) {
        this.group = group;
        this.host = host;
        this.counters = counters;
        this.electionTimeoutNanos = electionTimeoutNanos;
    }

    /**
     * Sends a chunk, read from the file.
     *
     * @param snapshot what stands for the base of our log; null while that is not durable yet
     * @param damaged told, in one line, that the file can't be relied upon
     */
    void send(Message.InstallSnapshot message, StoredSnapshot snapshot, SnapshotReader damaged) {
        if (snapshot == null || !snapshot.standsFor(message.base()) || isOnItsWay(message)) {
            return;
        }
        int bytes = (int) Math.min(snapshot.manifest().chunkBytes(), snapshot.manifest().bytes());
        note(message, host.sendPaced(bytes, () -> {
            if (group.snapshots.isCurrent(snapshot)) {
                sendNow(message, snapshot, damaged);
            }
        }));
    }

    private void sendNow(Message.InstallSnapshot message, StoredSnapshot snapshot, SnapshotReader damaged) {
        SnapshotManifest manifest = snapshot.manifest();
        snapshot.readLater(message.chunk(), new StoredSnapshot.ChunkReader() {
            @Override
            public void chunk(byte[] content) {
                counters.snapshotChunksSent++;
                host.send(new Frame.SnapshotChunk(
                        host.headerTo(group, message.to()), message, manifest.chunkBytes(), manifest.bytes(), manifest.checksum(), Bytes.wrap(content)));
            }

            @Override
            public void unreadable(String oneLine) {
                damaged.unreadable(snapshot, oneLine);
            }
        });
    }

    /** Is told that a snapshot can't be read. */
    @FunctionalInterface
    interface SnapshotReader {
        void unreadable(StoredSnapshot snapshot, String oneLine);
    }

    private boolean isOnItsWay(Message.InstallSnapshot message) {
        return isAgain(message) && host.now() - sent.get(message.to()).sentAt < electionTimeoutNanos;
    }

    private boolean isAgain(Message.InstallSnapshot message) {
        Sent last = sent.get(message.to());
        return last != null && last.base.equals(message.base()) && last.chunk == message.chunk();
    }

    private void note(Message.InstallSnapshot message, long sentAt) {
        sent.put(message.to(), new Sent(message.base(), message.chunk(), isAgain(message) ? sent.get(message.to()).begunAt : sentAt, sentAt));
    }

    /** Says whether somebody is taking the snapshot of our base, and getting on with it. */
    boolean isInUse() {
        long now = host.now();
        for (long member : sent.keySet()) {
            if (group.member.sendsSnapshotTo(member) && now - sent.get(member).begunAt < PATIENCE * electionTimeoutNanos) {
                return true;
            }
        }
        return false;
    }
}
