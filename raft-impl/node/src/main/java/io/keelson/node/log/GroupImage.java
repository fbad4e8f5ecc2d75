package io.keelson.node.log;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.Recovered;
import java.util.ArrayList;
import java.util.List;

/** What the records read so far say of one group. */
final class GroupImage {
    private HardState hardState = HardState.INITIAL;
    private final List<Entry> entries = new ArrayList<>();

    void remember(HardState latest) {
        hardState = latest;
    }

    HardState hardState() {
        return hardState;
    }

    long lastIndex() {
        return entries.size();
    }

    /** Appends an entry in place of whatever was there from its index on. */
    void append(Entry entry) {
        if (entry.index() > lastIndex() + 1) {
            throw new IllegalArgumentException("entry " + entry.index() + " follows entry " + lastIndex());
        }
        entries.subList((int) entry.index() - 1, entries.size()).clear();
        entries.add(entry);
    }

    Recovered recovered(Configuration initial) {
        return new Recovered(hardState, LogBase.bootstrap(initial), entries);
    }
}
