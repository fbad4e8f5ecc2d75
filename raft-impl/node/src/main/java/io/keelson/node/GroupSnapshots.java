package io.keelson.node;

import io.keelson.core.Effects;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Message;
import io.keelson.node.port.StorageException;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.NewerSnapshotException;
import io.keelson.node.snapshot.RecordUnpacker;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.StoredSnapshot;
import io.keelson.node.wire.Frame;
import java.util.ArrayDeque;

/**
 * The snapshots of one group on one node: the one that stands for the base of its log, those that are taken, received and sent, and the machine that is restored from
 * one (thesis chapter 5).
 *
 * <p>Whenever the log on disk may be found to begin at a base, the snapshot that stands for the base is durable: it is made so before the write with the base, and
 * the one before it goes only after that write is durable.
 */
final class GroupSnapshots implements SnapshotIntake.Listener {
    /** What goes once a write is durable. */
    private record Retiring(long ticket, StoredSnapshot snapshot) {}

    private final Group group;
    private final Group.Host host;
    private final NodeCounters counters;
    private final SnapshotTaking taking;
    private final SnapshotIntake intake;
    private final SnapshotOutlet outlet;
    private final ArrayDeque<Retiring> retiring = new ArrayDeque<>();
    /** Stands for the base of the member's log; null if it has none, or not yet. */
    private StoredSnapshot current;
    private StoredSnapshot compacting;
    private StoredSnapshot restoring;
    private boolean closed;
    private boolean left;

    GroupSnapshots(
            Group group, NodeSettings settings, SnapshotFiles files, StoredSnapshot current, SnapshotTurn turn, Group.Host host, NodeCounters counters) {
        this.group = group;
        this.host = host;
        this.counters = counters;
        this.current = current;
        this.taking = new SnapshotTaking(group, settings.snapshots(), files, turn, host, counters);
        this.intake = new SnapshotIntake(group, files, host, counters, this);
        this.outlet = new SnapshotOutlet(group, host, counters, settings.member().electionTimeoutNanos());
    }

    /** Returns the snapshot that stands for the base of the log; null if there is none, or it is not durable yet. */
    StoredSnapshot current() {
        return current;
    }

    /** Says whether this is the snapshot that stands for the base of the log, and may be read. */
    boolean isCurrent(StoredSnapshot snapshot) {
        return snapshot == current && !closed;
    }

    /** Takes one as soon as possible and drops the log up to it, whatever the settings say. */
    void takeNow() {
        taking.want();
    }

    boolean hasWork() {
        return taking.hasWork();
    }

    /** Says whether there is something to do as soon as the disk or another group is done. */
    boolean isUnderWay() {
        return taking.isUnderWay() || taking.ready() != null || restoring != null;
    }

    void endOfBatch() {
        taking.advance();
        StoredSnapshot ready = taking.ready();
        if (ready != null && !outlet.isInUse() && group.mayCompactTo(ready.base())) {
            compacting = ready;
            group.compactTo(ready.base());
            compacting = null;
            if (current == ready) {
                taking.isCompacted();
                counters.logCompactions++;
            }
        }
    }

    /** A chunk has come. Returns null if it agrees with those before it; else, in one line, why not. */
    String offer(Frame.SnapshotChunk chunk, Runnable step) {
        return intake.offer(chunk, step);
    }

    /** Carries out what a step wants with snapshots, before anything else that it wants. */
    void carryOut(Effects effects) {
        if (effects.chunkReceived() != null) {
            intake.store(effects.chunkReceived());
        }
        if (effects.restored() != null) {
            taking.overtakenBy(effects.restored());
            restoring = null;
            group.beginRestoring();
            intake.install(effects.restored());
        }
    }

    /** Appends a write to the log, as soon as what stands for its base is durable. */
    void append(LogWrite write) {
        if (write.base() != null) {
            if (current != null) {
                retiring.add(new Retiring(write.ticket(), current));
            }
            current = compacting;
        }
        intake.append(write);
    }

    /** The writes up to this ticket are durable. */
    void persisted(long ticket) {
        while (!retiring.isEmpty() && retiring.peek().ticket <= ticket) {
            host.delete(retiring.poll().snapshot);
        }
    }

    void send(Message.InstallSnapshot message) {
        outlet.send(message, current, this::unreadable);
    }

    /** Others can't be sent what can't be read; the machine is sound, so another snapshot takes the place of this one. */
    private void unreadable(StoredSnapshot snapshot, String oneLine) {
        if (snapshot == current) {
            host.warn("group " + group.id + ": " + oneLine + "; another snapshot is taken");
            taking.want();
        }
    }

    @Override
    public void installed(StoredSnapshot snapshot) {
        if (left) {
            host.delete(snapshot);
            return;
        }
        current = snapshot;
        restoring = snapshot;
        restore(snapshot, new RecordUnpacker(group.beginRestore(), snapshot.manifest().bytes()), 1);
    }

    @Override
    public void overtaken(StoredSnapshot snapshot, long ticket) {
        retiring.add(new Retiring(ticket, snapshot));
    }

    /** Reads a chunk into the machine, then the next: each when it has been read, so that the group goes on meanwhile. */
    private void restore(StoredSnapshot from, RecordUnpacker unpacker, int chunk) {
        from.readLater(chunk, new StoredSnapshot.ChunkReader() {
            @Override
            public void chunk(byte[] content) {
                if (restoring == from && !closed) {
                    accept(from, unpacker, chunk, content);
                }
            }

            @Override
            public void unreadable(String oneLine) {
                if (restoring == from && !closed) {
                    giveUp(oneLine);
                }
            }
        });
    }

    private void accept(StoredSnapshot from, RecordUnpacker unpacker, int chunk, byte[] content) {
        try {
            unpacker.accept(content);
            if (chunk < from.base().chunks()) {
                restore(from, unpacker, chunk + 1);
            } else {
                unpacker.end();
                restoring = null;
                group.restored(from.base());
            }
        } catch (NewerSnapshotException e) {
            host.fail(unrestored(from.name() + " can't be read: " + e.getMessage()));
        } catch (DamagedSnapshotException e) {
            giveUp(from.name() + " is damaged: " + e.getMessage());
        }
    }

    /** The log says by now that it begins here: only opening it again finds out that it does not, and has it repaired. */
    private void giveUp(String oneLine) {
        host.fail(unrestored(oneLine + "; start the node again, and it is sent another"));
    }

    private String unrestored(String oneLine) {
        return "group " + group.id + " can't be restored: " + oneLine;
    }

    /** The group is going, the node stays: others take their turn. */
    void leave() {
        left = true;
        close();
        taking.leave();
        intake.leave();
    }

    /** The node is going. */
    void close() {
        closed = true;
        taking.close();
        if (current != null) {
            current.close();
        }
    }
}
