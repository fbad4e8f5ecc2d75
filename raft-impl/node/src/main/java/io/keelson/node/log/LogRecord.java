package io.keelson.node.log;

import java.nio.ByteBuffer;

/**
 * One intact record as it was read.
 *
 * @param kind what it says
 * @param length the bytes it takes, padding included
 * @param number the records of a log are numbered from 1 without gaps
 * @param mark the position up to which the log was known to be durable when the record was written
 * @param incarnation the data directory it was written in
 * @param group the group it belongs to, 0 for the log itself
 * @param term the term of the entry, the hard state or the base, else 0
 * @param index the index of the entry or the base, the vote of the hard state, else 0
 * @param body what follows the header, from position to limit
 */
record LogRecord(
        Kind kind, int length, long number, long mark, long incarnation, long group, long term, long index, ByteBuffer body) {
    /** What a record says. The ordinal is its code in the file: new kinds come last. */
    enum Kind {
        /** No record has this code, so that zeros are never one. */
        NONE,
        /** The first record of a segment: whose it is. */
        HEAD,
        /** A group's term, vote and lost index, from here on. */
        HARD_STATE,
        /** An entry of a group; it replaces whatever the group's log holds from its index on. */
        ENTRY,
        /** Nothing but the mark that it carries. */
        MARK,
        /** A group's log begins after this index, from here on; what follows is kept, or goes as well. */
        BASE;

        private static final Kind[] BY_CODE = values();

        static Kind of(int code) {
            return code > 0 && code < BY_CODE.length ? BY_CODE[code] : NONE;
        }
    }
}
