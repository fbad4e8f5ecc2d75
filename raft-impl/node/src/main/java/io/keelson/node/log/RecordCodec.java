package io.keelson.node.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes of a record.
 *
 * <pre>
 *  0  crc:4          CRC32C of the record's position in the log (8 bytes) and of everything that follows
 *  4  length:4       header and body, without padding
 *  8  magic:3 kind:1
 * 12  number:8
 * 20  mark:8
 * 28  incarnation:8
 * 36  group:8
 * 44  term:8
 * 52  index:8
 * 60  body, then zeros up to a multiple of 8
 * </pre>
 *
 * <p>Numbers are big-endian. Because the position is under the checksum, a record that a disk wrote in the wrong place is not intact there.
 * Because mark and position are known only when a batch is written, a record is first {@link #begin begun} and {@link #end ended}, and
 * {@link #seal sealed} later.
 *
 * <p>Not thread-safe.
 */
final class RecordCodec {
    /** Records begin at multiples of this. */
    static final int ALIGNMENT = 8;

    /** What a disk writes as a whole. */
    static final int SECTOR = 512;

    static final int HEADER = 60;

    private static final int LENGTH_AT = 4;
    private static final int KIND_AT = 8;
    private static final int NUMBER_AT = 12;
    private static final int MARK_AT = 20;
    private static final int INCARNATION_AT = 28;
    private static final int GROUP_AT = 36;
    private static final int TERM_AT = 44;
    private static final int INDEX_AT = 52;
    private static final int MAGIC = 'K' << 24 | 'L' << 16 | 'G' << 8;

    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer place = ByteBuffer.allocate(Long.BYTES);

    /** The bytes that a record takes. */
    static int padded(int bodyLength) {
        return alignUp(HEADER + bodyLength, ALIGNMENT);
    }

    static int alignUp(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }

    /** Writes a header at the buffer's position and moves it to where the body goes. */
    static void begin(ByteBuffer out, LogRecord.Kind kind, long number, long incarnation, long group, long term, long index) {
        out.putInt(0).putInt(0).putInt(MAGIC | kind.ordinal()).putLong(number).putLong(0).putLong(incarnation);
        out.putLong(group).putLong(term).putLong(index);
    }

    /** Ends the record that began at {@code start}: its body reaches to the buffer's position. Pads, and moves the position past the padding. */
    static void end(ByteBuffer out, int start) {
        int length = out.position() - start;
        out.putInt(start + LENGTH_AT, length);
        for (int padding = alignUp(length, ALIGNMENT) - length; padding > 0; padding--) {
            out.put((byte) 0);
        }
    }

    /**
     * Gives the record at {@code start} its mark and its checksum.
     *
     * @return the bytes it takes, padding included
     */
    int seal(ByteBuffer records, int start, long position, long mark) {
        int length = records.getInt(start + LENGTH_AT);
        records.putLong(start + MARK_AT, mark);
        records.putInt(start, checksum(records, start, length, position));
        return alignUp(length, ALIGNMENT);
    }

    /** Reads the record at an offset of a segment; null if there is no intact one. */
    LogRecord read(ByteBuffer segment, long sequence, int offset) {
        int remaining = segment.limit() - offset;
        if (remaining < HEADER || (segment.getInt(offset + KIND_AT) & ~0xff) != MAGIC) {
            return null;
        }
        LogRecord.Kind kind = LogRecord.Kind.of(segment.get(offset + KIND_AT + 3));
        int length = segment.getInt(offset + LENGTH_AT);
        if (kind == LogRecord.Kind.NONE || length < HEADER || length > remaining) {
            return null;
        }
        if (segment.getInt(offset) != checksum(segment, offset, length, Position.of(sequence, offset))) {
            return null;
        }
        return new LogRecord(
                kind,
                alignUp(length, ALIGNMENT),
                segment.getLong(offset + NUMBER_AT),
                segment.getLong(offset + MARK_AT),
                segment.getLong(offset + INCARNATION_AT),
                segment.getLong(offset + GROUP_AT),
                segment.getLong(offset + TERM_AT),
                segment.getLong(offset + INDEX_AT),
                segment.slice(offset + HEADER, length - HEADER));
    }

    private int checksum(ByteBuffer records, int start, int length, long position) {
        checksum.reset();
        checksum.update(place.putLong(0, position).array());
        checksum.update(records.slice(start + LENGTH_AT, length - LENGTH_AT));
        return (int) checksum.getValue();
    }
}
