package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Entropy;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one durable log of a node, for all its groups, so that a thousand groups cost one force.
 *
 * <p>It is a sequence of segment files allocated ahead with zeros. Each record has a checksum over its position and content, a number
 * without gaps, and the <em>mark</em>: the position up to which the log was known to be durable when the record was written. A truncation is
 * a record, not a rewrite: an entry replaces whatever its group's log holds from its index on, and a base drops whatever stands before it. Several
 * forces may be in flight; writes become durable in the order in which they were appended.
 *
 * <p><b>Bases.</b> The log knows where each group's entries begin, and nothing of the snapshot that stands for what came before. The host makes the snapshot durable
 * <em>before</em> it appends the write with the base, for a later opening may find the base and nothing older; and it keeps the snapshot of the base before until
 * that write is reported durable, for the opening may as well find the old base.
 *
 * <p><b>Opening.</b> Records are read up to the first one that is missing. If an intact record beyond it carries a mark beyond it, something
 * durable was lost: what that costs is told, naming file and offset, and the groups do without it. Otherwise the rest is what a crash tore, and is overwritten with zeros. A last file
 * that is shorter than it was made is refused: see {@code LogReader} for what can be told from a crash, and what can't.
 *
 * <p><b>Settling.</b> Forces are asynchronous, so a log that has just been opened is not {@link #settled} yet: what a killed process had written and
 * not forced may have been read back from the system's cache, and a new directory's identity may still be lost. Opening asks for these forces and
 * {@link #flush} writes nothing before they are done. A node that acts on nothing and sends nothing until then never speaks of anything that a
 * crash could take back: if the crash comes earlier, the next opening finds another end, or draws another incarnation, and nobody can tell.
 *
 * <p><b>Compaction.</b> A segment is used again once every group's base lies behind all of its entries that stand in it: hard states and bases are repeated at the head of each segment, so
 * only entries keep one. {@link #retention} says which group keeps the oldest; how long a tail is left for slow followers is decided by whoever chooses the base.
 *
 * <p><b>Full disk.</b> The next segment is prepared while the current one has room. When that fails {@link #hasRoomFor} refuses, and what is
 * left is kept for hard states. What does not fit at all waits in memory, unacknowledged, until there is space. Any other failure of
 * the storage stops the log for good; a force is never retried.
 *
 * <p>Not thread-safe: all calls and all completions come on the node's thread.
 */
public final class DurableLog {
    private static final int RESERVE_FRACTION = 8;

    private final Storage storage;
    private final SegmentHead head;
    private final SortedMap<Long, GroupImage> images;
    private final Segments segments;
    private final Gatherer gatherer;
    private final Retention retention = new Retention();
    /** The segment to which the last durable mark reached when it was last looked which segments are free. */
    private long releasedAt;
    /** Whether more may be free as soon as a later mark is durable. */
    private boolean somethingMayBeFree;
    private final int reserve;
    private final long tornBytes;
    private final List<String> damages;
    private SortedMap<Long, GroupImage.Loss> losses;
    private final ArrayDeque<Batch> inFlight = new ArrayDeque<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long durable;
    private boolean marked;
    private boolean settled;
    private int forcesBeforeSettled;
    private boolean flushWanted;
    private boolean sealed;
    private Listener listener;
    private String failure;
    private boolean stopped;
    private long records;
    private long bytesWritten;
    private long forces;

    /** A write that finds no room. */
    private record Waiting(long group, LogWrite write) {}

    /** Told what becomes of writes, on the node's thread. */
    public interface Listener {
        /**
         * A group's writes up to this ticket are durable.
         *
         * @param group the group
         * @param ticket the ticket of the last write
         */
        void durable(long group, long ticket);

        /**
         * The storage has failed. The log does nothing more, and the process should end.
         *
         * @param oneLine what failed, for the operator
         */
        void failed(String oneLine);

        /** What was recovered is durable now: from here on the node may act on it. Told once, unless it was so before the listener was set. */
        default void settled() {}
    }

    private DurableLog(Storage storage, SegmentHead head, LogReader read, LogRepair repair, int segmentBytes) {
        this.storage = storage;
        this.head = head;
        images = read.groups();
        segments = new Segments(storage, segmentBytes, repair, new Preparations());
        RecordCodec codec = new RecordCodec();
        codec.belongTo(head.incarnation());
        gatherer = new Gatherer(codec, head, segments, read.nextNumber(), read.tally(), read.end());
        images.forEach((group, image) -> {
            gatherer.remember(group, image.head());
            retention.found(group, image.head().base() == null ? 0 : image.head().base().index(), image.extents());
        });
        damages = describe(read);
        losses = read.losses();
        reserve = segmentBytes / RESERVE_FRACTION;
        durable = read.mark();
        marked = read.isMarked();
        tornBytes = repair.tornBytes();
    }

    /**
     * Opens the log of a directory, or begins one.
     *
     * @param storage the directory
     * @param entropy draws the incarnation of a new directory
     * @param clusterId the cluster it must belong to
     * @param memberId the member it must belong to
     * @param segmentBytes the size of new segments, in bytes; a larger record gets a segment of its size
     * @return the log, not yet {@link #settled}
     * @throws NodeOpenException if the directory is another cluster's or member's, of a newer format or damaged (nothing was written), or the
     *     storage fails
     */
    public static DurableLog open(Storage storage, Entropy entropy, long clusterId, long memberId, int segmentBytes)
            throws NodeOpenException {
        int capacity = RecordCodec.alignUp(Math.max(segmentBytes, 2 * RecordCodec.SECTOR), RecordCodec.SECTOR);
        LogReader read = new LogReader(storage);
        read.read(clusterId, memberId);
        LogRepair repair = new LogRepair(storage);
        try {
            DurableLog log;
            if (read.head() == null) {
                long incarnation = Math.max(1, entropy.nextLong() & Long.MAX_VALUE);
                SegmentHead head = new SegmentHead(SegmentHead.FORMAT, clusterId, memberId, incarnation);
                repair.create(read, capacity);
                log = new DurableLog(storage, head, read, repair, capacity);
                log.writeFirstHead();
            } else {
                repair.repair(read, capacity);
                log = new DurableLog(storage, read.head(), read, repair, capacity);
            }
            log.settle(repair.unforced());
            log.segments.prepareAhead();
            return log;
        } catch (StorageException e) {
            throw new NodeOpenException("the log can't be opened: " + e.getMessage(), e);
        }
    }

    private void writeFirstHead() throws StorageException {
        gatherer.placeFirstHead();
        gatherer.batch().seal(durable);
        gatherer.batch().write();
        count(gatherer.take());
    }

    private void settle(List<Segment> unforced) {
        forcesBeforeSettled = unforced.size() + 1;
        unforced.forEach(segment -> segment.file().force(then(this::settleStep)));
        storage.forceNames(then(this::settleStep));
    }

    private void settleStep() {
        if (--forcesBeforeSettled > 0) {
            return;
        }
        durable = gatherer.end();
        if (!losses.isEmpty()) {
            writeLosses();
            return;
        }
        settled = true;
        segments.closeBefore(durable);
        if (listener != null) {
            listener.settled();
        }
        if (flushWanted) {
            flush();
        }
    }

    /** Only now is the place certain after which they stand. */
    private void writeLosses() {
        try {
            if (!gatherer.fitsLosses(losses.size())) {
                throw new StorageException(StorageException.Kind.FAILED, "the log is damaged, and the disk is too full to take note of it", null);
            }
            gatherer.placeLosses(losses);
            losses = new TreeMap<>();
            gatherer.batch().seal(durable);
            gatherer.batch().write();
            Batch batch = gatherer.take();
            count(batch);
            forcesBeforeSettled = 1;
            forces += batch.force(this::then, () -> {
                if (batch.isDurable()) {
                    settleStep();
                }
            });
        } catch (StorageException e) {
            fail(e);
        }
    }

    /** Names this data directory: drawn when it was created, at least 1. A wiped directory gets another. */
    public long incarnation() {
        return head.incarnation();
    }

    /**
     * Says whether everything {@link #recovered} and the {@link #incarnation} are durable. The node neither sends nor acts before. Writes
     * may be gathered and flushed before: they follow.
     */
    public boolean settled() {
        return settled;
    }

    /**
     * What the log held of a group when it was opened. Asked once for each group, before anything is appended to it: the log does not keep it.
     *
     * @param group the group
     * @param initial the configuration of a group that the log does not know
     * @return what was recovered, never null
     * @throws IllegalStateException if it was asked before
     */
    public Recovered recovered(long group, Configuration initial) {
        if (images.containsKey(group) && images.get(group) == null) {
            throw new IllegalStateException("group " + group + " was recovered before");
        }
        GroupImage image = images.put(group, null);
        return image == null ? Recovered.nothing(initial) : image.recovered(initial);
    }

    /** Says whether a group was here when the log was last written before it was opened, for which nobody has asked yet. */
    public boolean remembers(long group) {
        GroupImage image = images.get(group);
        return image != null && !image.hasLeft();
    }

    /** Returns those of the groups from an id on that it {@link #remembers}, ascending. */
    public List<Long> remembered(long from) {
        return images.tailMap(from).keySet().stream().filter(this::remembers).toList();
    }

    /**
     * Sets who is told. Set once, before the first flush.
     *
     * @param told the listener, not null
     */
    public void listener(Listener told) {
        listener = told;
        if (failure != null) {
            told.failed(failure);
        }
    }

    /**
     * Gathers a write for the next flush. If it has a base, the snapshot that stands for the base is durable already, whole and under its final name.
     *
     * @param group the group
     * @param write the write; tickets of a group ascend, its base lies at or after the one before, its entries after its base
     */
    public void append(long group, LogWrite write) {
        if (stopped) {
            return;
        }
        try {
            if (canGather() && gatherer.fits(write, 0)) {
                gatherer.place(group, write);
            } else {
                waiting.add(new Waiting(group, write));
            }
        } catch (StorageException e) {
            fail(e);
        }
    }

    /** Says whether nothing that came before has to wait for room. */
    private boolean canGather() {
        return !sealed && waiting.isEmpty() && losses.isEmpty();
    }

    /**
     * Says whether entries with these payloads may be appended: a leader refuses and a follower drops what there is no room for. False when the disk is
     * full; votes and hard states still fit then.
     *
     * @param payloads what the entries carry, not null
     */
    public boolean hasRoomFor(List<? extends Payload> payloads) {
        try {
            return !stopped && canGather() && gatherer.fits(payloads, reserve);
        } catch (StorageException e) {
            fail(e);
            return false;
        }
    }

    /** Says whether there may soon be more room than there is: the disk prepares a segment, or is to be given what stands before it. */
    public boolean mayMakeRoom() {
        return !stopped && (segments.isPreparing() || isForcing());
    }

    /** Says whether a force is under way. While it is, the node gathers: the next force serves everybody who has come meanwhile. */
    public boolean isForcing() {
        return !inFlight.isEmpty();
    }

    /** Writes what was gathered and asks for one force; does nothing when nothing was gathered. */
    public void flush() {
        if (stopped) {
            return;
        }
        if (!settled) {
            flushWanted = true;
            return;
        }
        try {
            segments.countFlush();
            while (writeGathered() && gatherWaiting()) {
                // What has waited is gathered now.
            }
            segments.prepareAhead();
        } catch (StorageException e) {
            fail(e);
        }
    }

    /** Returns false if there is no room on the disk: a later flush goes on with the same bytes. */
    private boolean writeGathered() throws StorageException {
        Batch batch = gatherer.batch();
        if (batch.isEmpty()) {
            return true;
        }
        if (!sealed) {
            batch.seal(durable);
            sealed = true;
        }
        try {
            batch.write();
        } catch (StorageException e) {
            if (e.kind() != StorageException.Kind.NO_SPACE) {
                throw e;
            }
            return false;
        }
        sealed = false;
        marked = batch.hasOnlyMarks();
        count(gatherer.take());
        inFlight.add(batch);
        forces += batch.force(this::then, this::report);
        return true;
    }

    private void count(Batch written) {
        records += written.records();
        bytesWritten += written.bytes();
    }

    /** Gathers what has waited for room; returns false if none of it finds any. */
    private boolean gatherWaiting() throws StorageException {
        while (!waiting.isEmpty() && gatherer.fits(waiting.peek().write(), 0)) {
            Waiting first = waiting.poll();
            gatherer.place(first.group(), first.write());
        }
        return !gatherer.batch().isEmpty();
    }

    /**
     * Marks everything as durable, in the log itself, so that damage to it is never taken for a torn tail. The node calls it when idle; it does
     * nothing while writes are under way or if the log ends with a mark.
     */
    public void mark() {
        boolean idle = gatherer.batch().isEmpty() && inFlight.isEmpty() && waiting.isEmpty();
        if (stopped || !settled || marked || !idle) {
            return;
        }
        try {
            if (gatherer.fits(0, reserve)) {
                gatherer.placeMark();
                flush();
            }
        } catch (StorageException e) {
            fail(e);
        }
    }

    /** Says whether the log ends with a mark: {@link #mark} has nothing to do. */
    public boolean isMarked() {
        return marked;
    }

    /** Tells of the batches that have become durable, in their order. */
    private void report() {
        while (!stopped && !inFlight.isEmpty() && inFlight.peek().isDurable()) {
            Batch batch = inFlight.poll();
            durable = batch.end();
            for (Map.Entry<Long, Long> ticket : batch.tickets().entrySet()) {
                listener.durable(ticket.getKey(), ticket.getValue());
            }
            release(retention.apply(batch.changes()), batch.mark());
            gatherer.recycle(batch);
        }
        goOnWithWaiting();
    }

    /**
     * What lies in segments that nobody needs any more is given up, once the heads that repeat the rest of it are durable, and a durable record with a mark behind them says so: a crash may bring some
     * of those segments back, and where the others are missing an opening would take the rest of the log for torn.
     */
    private void release(boolean somethingIsFree, long mark) {
        somethingMayBeFree |= somethingIsFree;
        long sequence = Position.sequence(mark);
        if (somethingMayBeFree || sequence != releasedAt) {
            releasedAt = sequence;
            segments.closeBefore(durable);
            segments.release(Math.min(retention.oldestNeeded(), sequence));
            somethingMayBeFree = sequence < Position.sequence(durable);
        }
    }

    /** What has waited for a segment goes on, as soon as there is one and no force is under way. */
    private void goOnWithWaiting() {
        if (!stopped && settled && !waiting.isEmpty() && inFlight.isEmpty()) {
            flush();
        }
    }

    /** A segment is ready, or the disk is full. */
    private final class Preparations implements Segments.Listener {
        @Override
        public void prepared() {
            goOnWithWaiting();
        }

        @Override
        public void failed(StorageException failure) {
            if (!stopped) {
                fail(failure);
            }
        }
    }

    /** A force's completion: goes on with the step, and with whatever batches it has made durable, unless the force failed. */
    private Storage.Completion then(Runnable step) {
        return error -> {
            if (stopped) {
                return;
            }
            if (error != null) {
                fail(error);
                return;
            }
            step.run();
            report();
        };
    }

    private void fail(StorageException error) {
        stopped = true;
        failure = "the log has failed and writes nothing more: " + error.getMessage();
        if (listener != null) {
            listener.failed(failure);
        }
    }

    /** Returns what the log keeps on the disk, and on whose account. Its cost grows with the number of groups. */
    public LogRetention retention() {
        long group = segments.holding() == 1 ? 0 : retention.holder();
        long needed = Math.min(retention.oldestNeededBut(group), Position.sequence(durable));
        return new LogRetention(segments.holding(), segments.bytes(), group == 0 ? 0 : segments.olderThan(needed), group, retention.base(group));
    }

    /** Returns what the log has done since it was opened. */
    public LogStatistics statistics() {
        return new LogStatistics(
                records,
                bytesWritten,
                forces,
                segments.current().sequence(),
                segments.prepared(),
                tornBytes,
                segments.isFull());
    }

    /** The damage and its cost, one line for the operator each. */
    static List<String> describe(LogReader read) {
        List<String> lines = new ArrayList<>();
        read.damages().forEach(damage -> lines.add("the log is damaged: " + damage));
        read.losses().forEach((group, loss) -> lines.add("group " + group + " has lost its log from index " + (loss.lastKept() + 1)
                + " on; this member neither votes nor serves reads until another has sent it index " + loss.lostIndex()));
        return lines;
    }

    /**
     * What opening found not intact though it was durable, with file and offset, and what that has newly cost; one line for the operator each. Empty almost always. What groups have
     * lost, now or before, is in their lost indexes.
     */
    public List<String> damages() {
        return damages;
    }

    /** Closes the files. What was gathered and not flushed is lost, as in a crash. */
    public void close() {
        stopped = true;
        segments.close();
    }
}
