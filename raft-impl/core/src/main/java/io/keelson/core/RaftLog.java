package io.keelson.core;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;

/** The log in memory: everything after the base, durable or not (thesis 3.5). Indexes count from 1 over the whole life of the group. */
final class RaftLog {
    private LogBase base;
    private final EntryStore entries;
    private final EntrySizes sizes = new EntrySizes();
    /** Where in the log the configurations stand, ascending: they are few, and looking for one among a million entries would take a while. */
    private final ArrayDeque<Long> configurations = new ArrayDeque<>();
    private Configuration configuration;
    private long configurationIndex;
    /** What {@link #all} returned last, null once the log has changed: captures are frequent, changes of an idle member's log are not. */
    private List<Entry> captured;

    RaftLog(LogBase base, List<Entry> entries, int packedBytes) {
        this.base = base;
        this.entries = new EntryStore(base.index() + 1, entries, packedBytes);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).index() != base.index() + 1 + i) {
                throw new IllegalArgumentException("the log has a gap: entry " + entries.get(i).index() + " stands at index " + (base.index() + 1 + i));
            }
        }
        this.sizes.append(entries);
        noteConfigurations(entries);
        findConfiguration();
    }

    LogBase base() {
        return base;
    }

    long lastIndex() {
        return entries.last();
    }

    long lastTerm() {
        return termAt(lastIndex());
    }

    /** The configuration in force: the last one in the log, committed or not (thesis 4.1). */
    Configuration configuration() {
        return configuration;
    }

    /** The index of the configuration in force; the base's if it comes from there. */
    long configurationIndex() {
        return configurationIndex;
    }

    /** The term of an index from the base to the end of the log. */
    long termAt(long index) {
        return index == base.index() ? base.term() : entries.termAt(index);
    }

    Entry get(long index) {
        return entries.get(index);
    }

    private int position(long index) {
        return (int) (index - base.index() - 1);
    }

    /** Says whether the log holds an entry of this term at this index. */
    boolean matches(long index, long term) {
        return index >= base.index() && index <= lastIndex() && termAt(index) == term;
    }

    /** Says whether a log that ends like this is at least as up-to-date as ours (thesis 3.6.1). */
    boolean isUpToDate(long otherLastIndex, long otherLastTerm) {
        return otherLastTerm > lastTerm() || (otherLastTerm == lastTerm() && otherLastIndex >= lastIndex());
    }

    /**
     * The largest index up to {@code from} whose term is at most {@code term}: where two logs that differ at {@code from} may still agree.
     * Not below the base.
     */
    long lastIndexWithTermAtMost(long from, long term) {
        long index = Math.min(from, lastIndex());
        while (index > base.index() && termAt(index) > term) {
            index--;
        }
        return Math.max(index, base.index());
    }

    /** Appends, replacing whatever stands from the first entry's index on. */
    void append(List<Entry> added) {
        if (added.isEmpty()) {
            return;
        }
        long first = added.get(0).index();
        assert first > base.index() && first <= lastIndex() + 1 : "append at " + first + " to a log that ends at " + lastIndex();
        captured = null;
        boolean replaces = first <= lastIndex();
        if (replaces) {
            entries.truncateAfter(first - 1);
            sizes.truncate(position(first));
        }
        sizes.append(added);
        while (!configurations.isEmpty() && configurations.peekLast() >= first) {
            configurations.removeLast();
        }
        for (Entry entry : added) {
            assert entry.term() >= lastTerm() : "terms in a log never fall";
            entries.add(entry);
        }
        if (noteConfigurations(added) || replaces) {
            findConfiguration();
        }
    }

    /** Says whether there are any among these entries, which are the log's last. */
    private boolean noteConfigurations(List<Entry> added) {
        boolean any = false;
        for (Entry entry : added) {
            if (entry.payload() instanceof Configuration) {
                configurations.addLast(entry.index());
                any = true;
            }
        }
        return any;
    }

    /** Drops everything up to a base that lies in this log. */
    void compactTo(LogBase newBase) {
        assert newBase.index() >= base.index() && newBase.index() <= lastIndex() : "a base at " + newBase.index() + " outside the log";
        entries.dropTo(newBase.index());
        sizes.drop(position(newBase.index()) + 1);
        rebase(newBase);
    }

    /** Drops everything, and begins after this base. */
    void restartAfter(LogBase newBase) {
        entries.restartAt(newBase.index() + 1);
        sizes.truncate(0);
        rebase(newBase);
    }

    private void rebase(LogBase newBase) {
        base = newBase;
        while (!configurations.isEmpty() && configurations.peekFirst() <= newBase.index()) {
            configurations.removeFirst();
        }
        captured = null;
        findConfiguration();
    }

    /** Up to so many entries and bytes from an index on; at least one entry if there is one. */
    List<Entry> slice(long from, int maxEntries, int maxBytes) {
        long end = Math.min(lastIndex(), from + maxEntries - 1);
        long index = from;
        while (index <= end && (index == from || bytesBetween(from, index) <= maxBytes)) {
            index++;
        }
        return between(from, index - 1);
    }

    /** The bytes of an inclusive range, as far as it lies behind the base; 0 if {@code first > last}. */
    long bytesBetween(long first, long last) {
        return sizes.between(Math.max(0, position(first)), position(last));
    }

    /** The entries of an inclusive range; empty if {@code first > last}. */
    List<Entry> between(long first, long last) {
        return entries.between(first, last);
    }

    List<Entry> all() {
        if (captured == null) {
            captured = between(base.index() + 1, lastIndex());
        }
        return captured;
    }

    /** The configuration that was in force at an index from the base to the end of the log. Spec: {@code ConfigurationUpTo}. */
    Configuration configurationUpTo(long index) {
        long at = configurationIndexUpTo(index);
        return at == base.index() ? base.configuration() : (Configuration) get(at).payload();
    }

    private long configurationIndexUpTo(long index) {
        for (Iterator<Long> latest = configurations.descendingIterator(); latest.hasNext(); ) {
            long at = latest.next();
            if (at <= index) {
                return at;
            }
        }
        return base.index();
    }

    private void findConfiguration() {
        configurationIndex = configurationIndexUpTo(lastIndex());
        configuration = configurationUpTo(configurationIndex);
    }
}
