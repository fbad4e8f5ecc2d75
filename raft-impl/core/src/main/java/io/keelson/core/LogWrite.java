package io.keelson.core;

import java.util.List;

/**
 * What a step wants on disk. The host appends it to the log in the order of tickets, forces it, and reports
 * {@link Event.Persisted}; several writes may share one force. A crash may keep any prefix of what was not forced.
 *
 * @param ticket ascending by one with each write of a member, from 1
 * @param hardState the term and vote to remember, null if unchanged
 * @param entries entries to append, consecutive; whatever the log holds from the first one's index on is replaced; may be empty
 */
public record LogWrite(long ticket, HardState hardState, List<Entry> entries) {
    public LogWrite {
        entries = List.copyOf(entries);
    }

    /** The index from which the log is replaced, 0 if the log is untouched. */
    public long firstIndex() {
        return entries.isEmpty() ? 0 : entries.get(0).index();
    }

    /** The last index written, 0 if the log is untouched. */
    public long lastIndex() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).index();
    }
}
