package io.keelson.node.log;

import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * What bytes of a log tell, for whoever breaks a log on purpose and wants to hit what matters. Records are known by their headers; whether they are intact is not asked.
 *
 * <p>The bytes begin where a record may begin: at the start of a sector, or of what a log writes at once.
 */
public final class LogBytes {
    private LogBytes() {}

    /** Says whether among them is a record with a group's term and vote, which is not only said again. */
    public static boolean tellOfVotes(ByteBuffer bytes) {
        return holdAny(bytes, kind -> kind == LogRecord.Kind.HARD_STATE);
    }

    /** Says whether among them is a record that may take something out of a group's log: a truncation is a record, not a rewrite. */
    public static boolean truncate(ByteBuffer bytes) {
        return holdAny(bytes, kind -> switch (kind) {
            case REPLACEMENT, RESTART, LOSS -> true;
            case NONE, HEAD, HARD_STATE, ENTRY, BASE, GROUP, MARK -> false;
        });
    }

    private static boolean holdAny(ByteBuffer bytes, Predicate<LogRecord.Kind> wanted) {
        ByteBuffer records = bytes.slice();
        for (int at = 0; at + RecordCodec.HEADER <= records.limit(); at += RecordCodec.ALIGNMENT) {
            if (RecordCodec.looksLikeRecord(records, at) && wanted.test(RecordCodec.kindAt(records, at))) {
                return true;
            }
        }
        return false;
    }
}
