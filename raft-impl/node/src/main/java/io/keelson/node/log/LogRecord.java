package io.keelson.node.log;

import java.nio.ByteBuffer;

/**
 * One record whose header is intact, as it was read.
 *
 * @param kind what it says
 * @param length the bytes it takes, padding included
 * @param count how many entries it holds, 0 if it is of another kind
 * @param number the records of a log are numbered from 1 without gaps; one that holds several entries takes as many numbers, this and those that follow it
 * @param mark the position up to which the log was known to be durable when the record was written
 * @param tally what was written before it, so that a gap tells what it has taken: see {@link Tally}
 * @param group the group it belongs to, 0 for the log itself
 * @param term the term of the entries, the hard state or the base, else 0
 * @param index the index of the first entry or of the base, the vote of the hard state, the last index that a loss has left, else 0
 * @param body what follows the header, from position 0 to the limit; null if it is damaged
 */
record LogRecord(Kind kind, int length, int count, long number, long mark, int tally, long group, long term, long index, ByteBuffer body) {
    /** What a record says. The ordinal is its code in the file: new kinds come last. */
    enum Kind {
        /** No record has this code, so that zeros are never one. */
        NONE,
        /** Whose the segment is: its first record. The next batch repeats it. */
        HEAD,
        /** A group's term, vote and lost index, from here on. */
        HARD_STATE,
        /** Consecutive entries of a group and of one term, which follow the group's last one. */
        ENTRY,
        /** The same, in place of whatever the group's log holds from the first one's index on. */
        REPLACEMENT,
        /** A group's log begins after this index, from here on; what follows it is kept. */
        BASE,
        /** A group's log begins after this index, from here on, and holds nothing else. */
        RESTART,
        /** All that matters of a group but its entries, said again. Each segment begins with one of every group, and hard states are repeated so in the batch after theirs. */
        GROUP,
        /** What damage has left of a group's log; for group 0: what is missing before this record is accounted for. */
        LOSS,
        /** Nothing but the mark that it carries. */
        MARK;

        private static final Kind[] BY_CODE = values();

        static Kind of(int code) {
            return code > 0 && code < BY_CODE.length ? BY_CODE[code] : NONE;
        }
    }

    /** The number of the record that follows it. */
    long nextNumber() {
        return number + Math.max(1, count);
    }

    /** Says whether all of it is intact. */
    boolean isIntact() {
        return body != null;
    }
}
