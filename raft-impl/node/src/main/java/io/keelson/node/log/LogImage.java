package io.keelson.node.log;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Payload;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the records of a log say, taken together, gaps and damaged records included.
 *
 * <p>Of a hard state nothing may be guessed: a member that forgets a vote votes twice. Each batch after one with hard states therefore begins with a <em>run</em>, a HEAD and a
 * GROUP for each of the groups concerned, and each segment begins with a run of all groups. Missing hard states are known again once the next run has been read whole.
 */
final class LogImage {
    private final SortedMap<Long, GroupImage> groups = new TreeMap<>();
    private boolean nothingKnown;
    /** The number of the first record since which hard states are missing, {@link Long#MAX_VALUE} if none are. */
    private long statesMissingSince = Long.MAX_VALUE;
    /** How many groups the run being read still lacks, -1 if none is being read. */
    private long runLeft = -1;
    private boolean runOfAll;
    private long runSince;

    /** The groups found, by id. */
    SortedMap<Long, GroupImage> groups() {
        return groups;
    }

    /** Reading begins in the midst of the log: only a run of all groups tells where they stand. */
    void beginsLater() {
        nothingKnown = true;
    }

    /**
     * Records are missing here.
     *
     * @param number the number of the first
     * @param missing what was among them
     */
    void missed(long number, Tally.Missing missing) {
        runLeft = -1;
        if (missing.states()) {
            statesMissingSince = Math.min(statesMissingSince, number);
        }
        GroupImage.Gap gap = new GroupImage.Gap(missing.entries());
        groups.values().forEach(group -> group.missed(gap, missing.cuts()));
    }

    /** Reads the next record, in this segment, whose body may be damaged. */
    void apply(LogRecord record, long sequence) throws MalformedFrameException {
        switch (record.kind()) {
            case HEAD -> beginRun(record);
            case GROUP -> confirm(record);
            case HARD_STATE -> image(record).remember(hardState(record));
            case ENTRY, REPLACEMENT -> place(record, sequence);
            case BASE -> {
                if (record.isIntact()) {
                    image(record).rebase(RecordBodies.base(record));
                }
            }
            case RESTART -> {
                LogBase base = record.isIntact() ? RecordBodies.base(record) : null;
                image(record).restart(record.index(), base);
            }
            case LOSS -> lose(record);
            case MARK, NONE -> {}
        }
    }

    private GroupImage image(LogRecord record) {
        return groups.computeIfAbsent(record.group(), group -> new GroupImage());
    }

    private void place(LogRecord record, long sequence) throws MalformedFrameException {
        GroupImage image = image(record);
        ByteBuffer payloads = record.isIntact() ? record.body().duplicate() : null;
        Payload before = null;
        for (long index = record.index(); index < record.index() + record.count(); index++) {
            before = payloads == null ? null : PayloadCodec.decode(payloads, before);
            image.place(index, before == null ? null : new Entry(index, record.term(), before), sequence);
        }
        if (payloads != null && payloads.hasRemaining()) {
            throw new MalformedFrameException(payloads.remaining() + " bytes after " + record.count() + " entries");
        }
    }

    /** The header says all but the lost index, which only ever goes back to 0: the one before is never too small. */
    private HardState hardState(LogRecord record) throws MalformedFrameException {
        long lostIndex = record.isIntact() ? RecordBodies.lostIndex(record) : image(record).hardState().lostIndex();
        return new HardState(record.term(), record.index(), lostIndex);
    }

    private void beginRun(LogRecord head) {
        runLeft = head.index();
        runOfAll = head.group() == SegmentHead.RUN_OF_ALL;
        runSince = head.term();
        endRunIfWhole();
    }

    private void confirm(LogRecord record) throws MalformedFrameException {
        if (!record.isIntact()) {
            runLeft = -1;
            return;
        }
        image(record).confirm(RecordBodies.group(record));
        runLeft--;
        endRunIfWhole();
    }

    private void endRunIfWhole() {
        if (runLeft != 0) {
            return;
        }
        nothingKnown &= !runOfAll;
        if (runOfAll || runSince <= statesMissingSince) {
            statesMissingSince = Long.MAX_VALUE;
        }
    }

    private void lose(LogRecord record) throws MalformedFrameException {
        if (record.group() == 0) {
            groups.values().forEach(GroupImage::accounted);
            return;
        }
        GroupImage image = image(record);
        long lostIndex = record.isIntact() ? RecordBodies.lostIndex(record) : image.head().lastIndex();
        image.lose(new GroupImage.Loss(record.index(), lostIndex));
    }

    /** Says whether a group's term and vote may have been in what is missing. */
    boolean lacksHardStates() {
        return nothingKnown || statesMissingSince < Long.MAX_VALUE;
    }

    /** Everything was read. Returns, by group, what is lost. */
    SortedMap<Long, GroupImage.Loss> settle() {
        SortedMap<Long, GroupImage.Loss> losses = new TreeMap<>();
        groups.forEach((group, image) -> {
            GroupImage.Loss loss = image.settle();
            if (loss != null) {
                losses.put(group, loss);
            }
        });
        return losses;
    }
}
