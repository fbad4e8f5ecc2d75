package io.keelson.core;

import java.util.List;

/**
 * What a step wants on disk. The host appends it to the log in the order of tickets, forces it, and reports
 * {@link Event.Persisted}; several writes may share one force. A crash may keep any prefix of what was not forced.
 *
 * @param ticket ascending by one with each write of a member, from 1
 * @param hardState the term and vote to remember, null if unchanged
 * @param base where the log begins from now on, null if unchanged: what stands up to it is dropped, and what follows it too if {@code firstIndex} says so. The
 *     host's snapshot that stands for it must be durable before this write is
 * @param firstIndex the index from which the log is replaced, 0 if nothing is replaced or appended
 * @param entries entries to append from {@code firstIndex} on, consecutive; may be empty
 */
public record LogWrite(long ticket, HardState hardState, LogBase base, long firstIndex, List<Entry> entries) {
    public LogWrite {
        entries = List.copyOf(entries);
    }

    /**
     * A write that leaves the base as it is.
     *
     * @param ticket see above
     * @param hardState see above
     * @param entries entries to append; may be empty
     */
    public LogWrite(long ticket, HardState hardState, List<Entry> entries) {
        this(ticket, hardState, null, entries.isEmpty() ? 0 : entries.get(0).index(), entries);
    }

    /** The number of records that it is made of on a disk: the hard state, the base, and each entry. A crash may keep any prefix of them. */
    public int records() {
        return (hardState == null ? 0 : 1) + (base == null ? 0 : 1) + entries.size();
    }

    /** Says whether any of the log is replaced or appended to. */
    public boolean replaces() {
        return firstIndex != 0;
    }

    /** The index at which the log ends with this write; meaningless unless it {@linkplain #replaces() replaces} something. */
    public long lastIndex() {
        return firstIndex + entries.size() - 1;
    }
}
