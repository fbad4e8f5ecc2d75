package io.keelson.node.log;

import io.keelson.core.Entry;
import io.keelson.core.Payload;
import java.util.AbstractList;
import java.util.List;

/** What entries carry, seen as a list: whether there is room for them is asked of every message, and wants no copy. */
public final class Payloads extends AbstractList<Payload> {
    private final List<Entry> entries;

    /**
     * Looks at entries.
     *
     * @param entries not null; a change of the list is a change of this one
     */
    public Payloads(List<Entry> entries) {
        this.entries = entries;
    }

    @Override
    public Payload get(int place) {
        return entries.get(place).payload();
    }

    @Override
    public int size() {
        return entries.size();
    }
}
