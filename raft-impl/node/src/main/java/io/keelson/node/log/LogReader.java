package io.keelson.node.log;

import io.keelson.node.NodeOpenException;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads what a directory holds, and changes nothing.
 *
 * <p>Records are read in the order of their numbers. Where the next one is missing, a record anywhere beyond, intact, that carries a mark beyond the place proves that
 * something durable is gone: that is damage, and reading goes on behind it. Without such a record the place is the <em>end</em>, and what lies beyond is the torn tail of a crash. A
 * crash may keep any sectors of what was not forced, so an intact record beyond the end proves nothing by itself.
 *
 * <p>Damage in the last batches, those that no intact later record marks as durable, looks the same as a crash that tore them. An idle
 * log writes a mark of its own for that reason.
 *
 * <p>A file system may cut a file, and then nothing is left beyond the place that could prove anything. But a segment's size is durable before a record is written to it,
 * and its heads tell the size. A file that is shorter, and in which the log ends, has therefore lost what was beyond its new end: records, votes among them, or zeros, nobody knows. Such a
 * log is refused. Where the log goes on in a later segment, its records tell what is missing, as with any other damage. What can't be told from a crash: a first segment that is cut
 * and holds nothing but its head, which is written before the size is durable; and a last file that is gone as a whole, as far as no mark tells of it.
 */
final class LogReader {
    private static final long FIRST_NUMBER = 1;
    static final String WAY_OUT = "; wipe the directory, and let the member join anew";

    /** A record and where it stands. */
    record Found(LogRecord record, long position) {}

    private final Storage storage;
    private final RecordCodec codec = new RecordCodec();
    private final LogImage image = new LogImage();
    private final TreeMap<Long, String> files = new TreeMap<>();
    private final List<String> damages = new ArrayList<>();
    /** Gaps where whole files are missing: a crash may bring back some of those that were deleted because nobody needed them. */
    private final List<String> absences = new ArrayList<>();
    private SortedMap<Long, GroupImage.Loss> losses = new TreeMap<>();
    private SegmentHead head;
    private long end;
    private long nextNumber = FIRST_NUMBER;
    /** The size of the segment that holds the end, as its heads tell it; 0 if none has told. */
    private int capacity;
    private int tally;
    private long mark;
    private boolean marked;
    private final TreeMap<Long, Integer> sizes = new TreeMap<>();
    /** The segment that was read last, null if there is none; its bytes lie in {@link #buffer}, so that a record's body is only good until the next segment is read. */
    private ByteBuffer loaded;
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long loadedSequence;
    /** The largest mark that any record beyond the first doubtful place carries, -1 while there was none. */
    private long largestMark = -1;

    /** Told of each record that is read, in order. */
    private final Consumer<Found> tap;
    private boolean damaged;

    LogReader(Storage storage) {
        this(storage, found -> {});
    }

    LogReader(Storage storage, Consumer<Found> tap) {
        this.storage = storage;
        this.tap = tap;
    }

    /**
     * Reads the directory.
     *
     * @throws NodeOpenException if it is another cluster's or member's, of another format, damaged so that nobody knows what the member has voted for, or can't be read
     */
    void read(long clusterId, long memberId) throws NodeOpenException {
        read((found, fileName) -> found.mustBelongTo(clusterId, memberId, fileName));
    }

    /**
     * Reads the directory, whosever it is.
     *
     * @throws NodeOpenException as above
     */
    void read() throws NodeOpenException {
        read(SegmentHead::mustBeReadable);
    }

    private interface Owner {
        void check(SegmentHead head, String fileName) throws NodeOpenException;
    }

    private void read(Owner owner) throws NodeOpenException {
        try {
            find(owner);
            if (head == null) {
                return;
            }
            codec.belongTo(head.incarnation());
            begin();
            replay();
            mustNotBeCut();
            if (image.lacksHardStates()) {
                damages.addAll(absences);
                throw damaged(damages.isEmpty() ? Position.describe(Position.of(files.firstKey(), 0)) : damages.get(0), "what this member has voted for is lost");
            }
            losses = image.settle();
            if (!losses.isEmpty()) {
                damages.addAll(absences);
                if (damages.isEmpty()) {
                    damages.add(Position.describe(Position.of(files.firstKey(), 0)) + ": what came before it");
                }
            }
        } catch (StorageException e) {
            throw new NodeOpenException("the log can't be read: " + e.getMessage() + WAY_OUT, e);
        } finally {
            loaded = null;
            buffer = null;
        }
    }

    /** Whose directory it is, null if it is nobody's yet: then nothing that was written in it ever mattered. */
    SegmentHead head() {
        return head;
    }

    /** The groups found, by id. */
    SortedMap<Long, GroupImage> groups() {
        return image.groups();
    }

    /** The segment files found, by sequence. */
    TreeMap<Long, String> files() {
        return files;
    }

    /** The size of a segment file that was read, in bytes; 0 if it was not. */
    int size(long sequence) {
        return sizes.getOrDefault(sequence, 0);
    }

    /** The position after the last record. */
    long end() {
        return end;
    }

    /** The number of the next record. */
    long nextNumber() {
        return nextNumber;
    }

    /** The tally before the next record. */
    int tally() {
        return tally;
    }

    /** The position up to which the log is known to be durable. */
    long mark() {
        return mark;
    }

    /** Says whether the last record is a mark. */
    boolean isMarked() {
        return marked;
    }

    /** What is not intact though it was durable, one line each. */
    List<String> damages() {
        return damages;
    }

    /** What that has newly cost, by group. */
    SortedMap<Long, GroupImage.Loss> losses() {
        return losses;
    }

    private void find(Owner owner) throws StorageException, NodeOpenException {
        for (String name : storage.list()) {
            if (Position.sequenceOf(name) > 0) {
                files.put(Position.sequenceOf(name), name);
            }
        }
        for (long sequence : files.keySet()) {
            own(codec.read(start(sequence), sequence, 0), sequence, owner);
        }
        if (head == null) {
            findRepeatedHead(owner);
        }
    }

    private ByteBuffer start(long sequence) throws StorageException {
        try (StorageFile file = storage.open(files.get(sequence))) {
            return file.read(0, (int) Math.min(RecordCodec.SECTOR, file.size()));
        }
    }

    private void own(LogRecord record, long sequence, Owner owner) throws NodeOpenException {
        if (record == null || record.kind() != LogRecord.Kind.HEAD || !record.isIntact()) {
            return;
        }
        SegmentHead found = SegmentHead.decode(record.body());
        owner.check(found, files.get(sequence));
        if (head != null && !head.equals(found)) {
            throw damaged(Position.describe(Position.of(sequence, 0)), "the segment comes from another directory");
        }
        head = found;
    }

    /** No segment begins intact: the batch after its first has repeated the head, if there was one. The first batch of a new directory is the head alone. */
    private void findRepeatedHead(Owner owner) throws StorageException, NodeOpenException {
        boolean used = false;
        for (long sequence : files.keySet()) {
            ByteBuffer segment = load(sequence);
            for (int at = RecordCodec.SECTOR; head == null && at + RecordCodec.HEADER <= segment.limit(); at += RecordCodec.ALIGNMENT) {
                own(codec.read(segment, sequence, at), sequence, owner);
                used |= RecordCodec.looksLikeRecord(segment, at);
            }
        }
        if (head == null && !files.isEmpty() && RecordCodec.isFormatOne(start(files.firstKey()))) {
            SegmentHead.refuseFormat(1, files.firstEntry().getValue());
        }
        if (head == null && used) {
            throw damaged(Position.describe(Position.of(files.firstKey(), 0)), "whose log this is can't be read any more");
        }
    }

    private ByteBuffer load(long sequence) throws StorageException {
        if (loaded == null || loadedSequence != sequence) {
            loaded = null;
            try (StorageFile file = storage.open(files.get(sequence))) {
                int size = sizeOf(file, files.get(sequence));
                buffer = buffer.capacity() < size ? ByteBuffer.allocate(size) : buffer.clear().limit(size);
                file.read(0, buffer);
                loaded = buffer.flip();
                sizes.put(sequence, loaded.limit());
                loadedSequence = sequence;
            }
        }
        return loaded;
    }

    private static int sizeOf(StorageFile file, String name) throws StorageException {
        if (file.size() > Integer.MAX_VALUE) {
            throw new StorageException(
                    StorageException.Kind.FAILED, name + " has " + file.size() + " bytes, which no log ever writes into one file: move it away if it does not belong here", null);
        }
        return (int) file.size();
    }

    /** Goes to the first record that there is. Older segments may be gone, if no group needs them. */
    private void begin() throws StorageException, NodeOpenException {
        end = Position.of(files.firstKey(), 0);
        Found first = at(end);
        if (first == null || first.record().kind() != LogRecord.Kind.HEAD) {
            nextNumber = 0;
            first = next(end);
            image.beginsLater();
            damages.add(Position.describe(end) + ": the segment's beginning");
        } else if (first.record().number() > FIRST_NUMBER) {
            image.beginsLater();
        }
        if (first != null) {
            nextNumber = first.record().number();
            tally = first.record().tally();
            apply(first);
        }
    }

    private void replay() throws StorageException, NodeOpenException {
        while (true) {
            Found next = following();
            if (next != null && (next.record().isIntact() || largestMark() > end)) {
                apply(next);
                continue;
            }
            // In this order: looking for the mark may read other segments into the buffer.
            boolean lost = largestMark() > end;
            next = lost ? next(end) : null;
            if (next == null) {
                return;
            }
            skipTo(next);
        }
    }

    /**
     * The record with the next number, if it stands where it should: after the one before, or at the start of a sector, where a batch begins, or of a segment. What an
     * earlier opening cut may have left a torn record with the same number in between.
     */
    private Found following() throws StorageException {
        Found torn = null;
        Long nextSegment = files.higherKey(Position.sequence(end));
        int sector = RecordCodec.alignUp(Position.offset(end), RecordCodec.SECTOR);
        long[] places = {end, Position.of(Position.sequence(end), sector), nextSegment == null ? end : Position.of(nextSegment, 0)};
        for (long place : places) {
            Found found = at(place);
            if (found == null || found.record().number() != nextNumber) {
                continue;
            }
            if (found.record().isIntact()) {
                return found;
            }
            torn = torn == null ? found : torn;
        }
        return torn;
    }

    private Found at(long position) throws StorageException {
        long sequence = Position.sequence(position);
        LogRecord record = codec.read(load(sequence), sequence, Position.offset(position));
        return record == null ? null : new Found(record, position);
    }

    /** The first record at or after a position whose number is not below the next one. */
    private Found next(long from) throws StorageException {
        for (long sequence : files.tailMap(Position.sequence(from)).keySet()) {
            int first = sequence == Position.sequence(from) ? Position.offset(from) : 0;
            for (int at = first; at + RecordCodec.HEADER <= load(sequence).limit(); at += RecordCodec.ALIGNMENT) {
                LogRecord record = codec.read(loaded, sequence, at);
                if (record != null && record.number() > nextNumber) {
                    return new Found(record, Position.of(sequence, at));
                }
            }
        }
        return null;
    }

    /** Records are missing, and this one follows them. */
    private void skipTo(Found next) throws NodeOpenException {
        long missing = next.record().number() - nextNumber;
        boolean filesAreMissing = Position.sequence(next.position()) > Position.sequence(end) && !files.containsKey(Position.sequence(end) + 1);
        (filesAreMissing ? absences : damages).add(Position.describe(end) + ": " + missing + (missing == 1 ? " record" : " records"));
        image.missed(nextNumber, Tally.missing(tally, next.record().tally(), missing));
        apply(next);
    }

    /** Only the first head of a directory is written before its segment's size is durable. */
    private void mustNotBeCut() throws NodeOpenException {
        int size = size(Position.sequence(end));
        if (size < capacity && nextNumber > FIRST_NUMBER + 1) {
            throw damaged(files.get(Position.sequence(end)), "the file has " + size + " bytes of " + capacity + ", and nobody knows what stood in the others");
        }
    }

    private void apply(Found next) throws NodeOpenException {
        LogRecord record = next.record();
        if (Position.sequence(next.position()) != Position.sequence(end)) {
            capacity = 0;
        }
        if (record.kind() == LogRecord.Kind.HEAD && record.isIntact()) {
            capacity = SegmentHead.capacity(record.body());
        }
        if (!record.isIntact()) {
            damages.add(Position.describe(next.position()) + ": the content of a record of kind " + record.kind());
        }
        try {
            image.apply(record, Position.sequence(next.position()));
        } catch (MalformedFrameException | IllegalArgumentException e) {
            throw damaged(Position.describe(next.position()), "the record is intact but makes no sense: " + e.getMessage());
        }
        nextNumber = record.nextNumber();
        tally = Tally.after(record.tally(), record.kind(), record.count());
        mark = Math.max(mark, record.mark());
        marked = record.kind() == LogRecord.Kind.MARK;
        end = next.position() + record.length();
        tap.accept(next);
    }

    /** The largest mark beyond the first place that was in doubt. No mark lies beyond the record that carries it, so for later places it is as good. */
    private long largestMark() throws StorageException {
        if (largestMark >= 0) {
            return largestMark;
        }
        largestMark = 0;
        for (long sequence : files.tailMap(Position.sequence(end)).keySet()) {
            int from = sequence == Position.sequence(end) ? Position.offset(end) : 0;
            for (int at = from; at + RecordCodec.HEADER <= load(sequence).limit(); at += RecordCodec.ALIGNMENT) {
                LogRecord record = codec.read(loaded, sequence, at);
                largestMark = record == null ? largestMark : Math.max(largestMark, record.mark());
            }
        }
        return largestMark;
    }

    /** The end of the last record in a segment, whatever its number, from an offset on; the offset if there is none. */
    int remainsEnd(ByteBuffer segment, long sequence, int from) {
        int last = from;
        for (int at = from; at + RecordCodec.HEADER <= segment.limit(); at += RecordCodec.ALIGNMENT) {
            LogRecord record = codec.read(segment, sequence, at);
            last = record == null ? last : Math.max(last, at + record.length());
        }
        return last;
    }

    /** Says whether reading was given up because what matters is damaged. */
    boolean isDamaged() {
        return damaged;
    }

    private NodeOpenException damaged(String where, String what) {
        damaged = true;
        return new NodeOpenException("the log is damaged: " + where + ": " + what + WAY_OUT, null);
    }
}
