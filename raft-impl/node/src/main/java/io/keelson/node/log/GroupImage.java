package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/**
 * What the records read so far say of one group.
 *
 * <p>Segments that hold nothing but what stands before a base are gone, so the first entries read may lie far after the base read so far. That is a gap only if no later
 * base covers it.
 */
final class GroupImage {
    private HardState hardState;
    private LogBase base;
    private final List<Entry> entries = new ArrayList<>();
    /** The index before the first of the entries. */
    private long before;

    void remember(HardState latest) {
        hardState = latest;
    }

    GroupHead head() {
        return new GroupHead(hardState, base);
    }

    private long baseIndex() {
        return base == null ? 0 : base.index();
    }

    long lastIndex() {
        return before + entries.size();
    }

    /** The first index that is missing between the base and the entries, 0 if none is. */
    long missing() {
        return before > baseIndex() ? baseIndex() + 1 : 0;
    }

    /** Appends an entry in place of whatever was there from its index on. */
    void append(Entry entry) {
        if (entry.index() <= baseIndex()) {
            throw new IllegalArgumentException("entry " + entry.index() + " stands before the base " + baseIndex());
        }
        if (entry.index() > lastIndex() + 1 || entry.index() <= before) {
            entries.clear();
            before = entry.index() - 1;
        }
        entries.subList((int) (entry.index() - before - 1), entries.size()).clear();
        entries.add(entry);
    }

    /**
     * From here on the log begins after this base. What follows it is kept, unless {@code dropsRest}. A base falls only where the group begins from nothing because the snapshot
     * that stood for the former one is lost.
     */
    void rebase(LogBase latest, boolean dropsRest) {
        if (latest.index() < baseIndex() && !(dropsRest && latest.index() == 0)) {
            throw new IllegalArgumentException("base " + latest.index() + " follows base " + baseIndex());
        }
        base = latest;
        if (dropsRest || latest.index() >= lastIndex()) {
            entries.clear();
            before = latest.index();
        } else if (latest.index() > before) {
            entries.subList(0, (int) (latest.index() - before)).clear();
            before = latest.index();
        }
    }

    Recovered recovered(Configuration initial) {
        return new Recovered(hardState == null ? HardState.INITIAL : hardState, base == null ? LogBase.bootstrap(initial) : base, entries);
    }
}
