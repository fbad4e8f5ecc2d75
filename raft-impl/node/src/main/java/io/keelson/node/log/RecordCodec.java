package io.keelson.node.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record.
 *
 * <pre>
 *  0  headerCrc:4    CRC32C of the directory's incarnation (8 bytes, 0 for a HEAD), the record's position in the log (8 bytes) and the rest of the header
 *  4  bodyCrc:4      CRC32C of the body
 *  8  length:4       header and body, without padding
 * 12  magic:3 kind:1
 * 16  count:2        how many entries it holds
 * 18  number:6
 * 24  mark:8
 * 32  tally:4
 * 36  group:8
 * 44  term:8
 * 52  index:8
 * 60  body, then zeros up to a multiple of 8
 * </pre>
 *
 * <p>Numbers are big-endian. Because the position is under the checksum, a record that a disk wrote in the wrong place is not intact there, and neither is what a former life of
 * a reused file left in it. Header and body have checksums of their own, so that damage to a body leaves known what the record was, and which entries it held.
 *
 * <p>Because mark and position are known only when a batch is written, a record is first {@link #begin begun} and {@link #end ended}, and {@link #seal sealed} later.
 *
 * <p>Not thread-safe.
 */
final class RecordCodec {
    /** Records begin at multiples of this. */
    static final int ALIGNMENT = 8;

    /** What a disk writes as a whole. */
    static final int SECTOR = 512;

    static final int HEADER = 60;

    private static final int BODY_CRC_AT = 4;
    private static final int LENGTH_AT = 8;
    private static final int KIND_AT = 12;
    private static final int COUNT_AT = 16;
    private static final int MARK_AT = 24;
    private static final int TALLY_AT = 32;
    private static final int GROUP_AT = 36;
    private static final int TERM_AT = 44;
    private static final int INDEX_AT = 52;
    private static final int COUNT_SHIFT = 48;
    private static final long NUMBER_BITS = (1L << COUNT_SHIFT) - 1;
    private static final int MAGIC = 'K' << 24 | 'L' << 16 | 'G' << 8;

    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(2 * Long.BYTES);
    private long incarnation;

    /** Reads and writes the records of this directory from here on; before, {@link LogRecord.Kind#HEAD heads} alone. */
    void belongTo(long owner) {
        incarnation = owner;
    }

    /** The bytes that a record takes. */
    static int padded(int bodyLength) {
        return alignUp(HEADER + bodyLength, ALIGNMENT);
    }

    static int alignUp(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    /** Writes a header at the buffer's position and moves it to where the body goes. How many entries follow is told {@link #end at the end}. */
    static void begin(ByteBuffer out, LogRecord.Kind kind, long number, int tally, long group, long term, long index) {
        out.putInt(0).putInt(0).putInt(0).putInt(MAGIC | kind.ordinal()).putLong(number).putLong(0).putInt(tally);
        out.putLong(group).putLong(term).putLong(index);
    }

    /**
     * Ends the record that began at {@code start}: its body reaches to the buffer's position. Pads, and moves the position past the padding.
     *
     * @param count how many entries it holds
     */
    void end(ByteBuffer out, int start, int count) {
        int length = out.position() - start;
        out.putInt(start + LENGTH_AT, length);
        out.putShort(start + COUNT_AT, (short) count);
        out.putInt(start + BODY_CRC_AT, bodyChecksum(out, start, length));
        for (int padding = alignUp(length, ALIGNMENT) - length; padding > 0; padding--) {
            out.put((byte) 0);
        }
    }

    /**
     * Gives the record at {@code start} its mark and the checksum of its header.
     *
     * @return the bytes it takes, padding included
     */
    int seal(ByteBuffer records, int start, long position, long mark) {
        records.putLong(start + MARK_AT, mark);
        records.putInt(start, headerChecksum(records, start, position));
        return alignUp(records.getInt(start + LENGTH_AT), ALIGNMENT);
    }

    /** Reads the record at an offset of a segment; null if there is none whose header is intact. */
    LogRecord read(ByteBuffer segment, long sequence, int offset) {
        int remaining = segment.limit() - offset;
        if (remaining < HEADER || (segment.getInt(offset + KIND_AT) & ~0xff) != MAGIC) {
            return null;
        }
        LogRecord.Kind kind = kindAt(segment, offset);
        int length = segment.getInt(offset + LENGTH_AT);
        boolean plausible = kind != LogRecord.Kind.NONE && length >= HEADER && length <= remaining;
        if (!plausible || segment.getInt(offset) != headerChecksum(segment, offset, Position.of(sequence, offset))) {
            return null;
        }
        boolean bodyIsIntact = segment.getInt(offset + BODY_CRC_AT) == bodyChecksum(segment, offset, length);
        return new LogRecord(
                kind,
                alignUp(length, ALIGNMENT),
                segment.getShort(offset + COUNT_AT) & 0xffff,
                segment.getLong(offset + COUNT_AT) & NUMBER_BITS,
                segment.getLong(offset + MARK_AT),
                segment.getInt(offset + TALLY_AT),
                segment.getLong(offset + GROUP_AT),
                segment.getLong(offset + TERM_AT),
                segment.getLong(offset + INDEX_AT),
                bodyIsIntact ? segment.slice(offset + HEADER, length - HEADER) : null);
    }

    /** Says whether a segment begins as the first format's did, whose headers were others. */
    static boolean isFormatOne(ByteBuffer segment) {
        return segment.limit() >= HEADER && segment.getInt(Long.BYTES) == (MAGIC | LogRecord.Kind.HEAD.ordinal());
    }

    /** Says whether a record may have begun at an offset, whoever's and however damaged. */
    static boolean looksLikeRecord(ByteBuffer segment, int offset) {
        return (segment.getInt(offset + KIND_AT) & ~0xff) == MAGIC && kindAt(segment, offset) != LogRecord.Kind.NONE;
    }

    static LogRecord.Kind kindAt(ByteBuffer records, int start) {
        return LogRecord.Kind.of(records.get(start + KIND_AT + 3));
    }

    private int headerChecksum(ByteBuffer records, int start, long position) {
        checksum.reset();
        place.putLong(0, kindAt(records, start) == LogRecord.Kind.HEAD ? 0 : incarnation).putLong(Long.BYTES, position);
        checksum.update(place.array());
        checksum.update(records.slice(start + BODY_CRC_AT, HEADER - BODY_CRC_AT));
        return (int) checksum.getValue();
    }

    private int bodyChecksum(ByteBuffer records, int start, int length) {
        checksum.reset();
        checksum.update(records.slice(start + HEADER, length - HEADER));
        return (int) checksum.getValue();
    }
}
