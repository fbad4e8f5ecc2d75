package io.keelson.node.log;

/** A place in the log, as one number that grows along it: the sequence of the segment and the offset in it. */
final class Position {
    private static final int OFFSET_BITS = 32;
    private static final String PREFIX = "log-";
    private static final int DIGITS = 10;

    private Position() {}

    static long of(long sequence, int offset) {
        return sequence << OFFSET_BITS | offset;
    }

    static long sequence(long position) {
        return position >>> OFFSET_BITS;
    }

    static int offset(long position) {
        return (int) position;
    }

    /** The name of the file that holds a segment; names ascend with their sequences. */
    static String fileName(long sequence) {
        String digits = Long.toString(sequence);
        return PREFIX + "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    /** The sequence of the segment that a file holds, 0 if the name is no segment's. */
    static long sequenceOf(String fileName) {
        if (!fileName.matches(PREFIX + "[0-9]{" + DIGITS + "}")) {
            return 0;
        }
        return Long.parseLong(fileName.substring(PREFIX.length()));
    }

    /** For a message to the operator. */
    static String describe(long position) {
        return "file " + fileName(sequence(position)) + ", offset " + offset(position);
    }
}
