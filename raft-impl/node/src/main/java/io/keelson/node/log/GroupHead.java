package io.keelson.node.log;

import io.keelson.core.HardState;
import io.keelson.core.LogBase;

/**
 * All that matters of a group but its entries, as of some place in the log. Every segment repeats it, so that only entries keep older segments.
 *
 * @param hardState the last one written, {@link HardState#INITIAL} if none was
 * @param base the last one written, null if none was
 * @param lastIndex the index of the last entry, the base's if there is none
 * @param lastTerm its term
 */
record GroupHead(HardState hardState, LogBase base, long lastIndex, long lastTerm) {
    /** Nothing was written of the group yet. */
    static final GroupHead NONE = new GroupHead(HardState.INITIAL, null, 0, 0);

    GroupHead with(HardState latest) {
        return new GroupHead(latest, base, lastIndex, lastTerm);
    }

    /** With a base; {@code restarts} if what follows it goes. */
    GroupHead with(LogBase latest, boolean restarts) {
        return restarts || latest.index() >= lastIndex
                ? new GroupHead(hardState, latest, latest.index(), latest.term())
                : new GroupHead(hardState, latest, lastIndex, lastTerm);
    }

    GroupHead withLast(long index, long term) {
        return new GroupHead(hardState, base, index, term);
    }

    /** The bytes that its record takes. */
    int recordLength() {
        return RecordCodec.padded(RecordBodies.length(this));
    }
}
