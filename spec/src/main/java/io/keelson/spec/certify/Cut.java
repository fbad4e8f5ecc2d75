package io.keelson.spec.certify;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.MemberState;
import io.keelson.spec.Components;
import io.keelson.spec.Pair;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Where a long log may be cut for one step, as if it had been compacted there, and by how much all indexes may be lowered then: nothing that state and input speak of lies below.
 */
final class Cut {
    private static final int CHUNKS = 1;

    private final long index;
    private final long lowered;

    private Cut(long index, long lowered) {
        this.index = index;
        this.lowered = lowered;
    }

    /** The cut for a step: nothing at all if the step speaks of the log's beginning, as a restart always does. */
    static Cut of(Pair pair) {
        if (pair.cause() instanceof Pair.Restarted) {
            return new Cut(0, 0);
        }
        Cut.Least least = new Cut.Least();
        least.meet("", pair.before());
        least.meet("", pair.cause());
        LogBase base = pair.before().base();
        long index = Math.max(base.index(), least.index);
        long lowered = Math.min(index, least.index) - 1;
        return index == 0 || lowered <= 0 ? new Cut(base.index(), 0) : new Cut(index, lowered);
    }

    /** No cut: the log stays whole, and indexes are what they are. */
    static Cut none(Pair pair) {
        return new Cut(pair.before().base().index(), 0);
    }

    /** How long the log is that remains. */
    long remaining(MemberState state) {
        return state.lastIndex() - index;
    }

    /** An index after the cut; zero stands for none. */
    long lower(long number) {
        return number == 0 ? 0 : number - lowered;
    }

    /** The entries that remain. */
    List<Entry> entries(LogBase base, List<Entry> entries) {
        return index <= base.index() ? entries : entries.subList((int) (index - base.index()), entries.size());
    }

    /** What stands for those that do not. */
    LogBase base(LogBase base, List<Entry> entries) {
        if (index <= base.index()) {
            return base;
        }
        Configuration configuration = base.configuration();
        for (Entry entry : entries.subList(0, (int) (index - base.index()))) {
            configuration = entry.payload() instanceof Configuration later ? later : configuration;
        }
        return new LogBase(index, entries.get((int) (index - base.index()) - 1).term(), configuration, CHUNKS);
    }

    /** The least index that a step speaks of, apart from the entries of the log itself and from where it begins. */
    private static final class Least {
        long index = Long.MAX_VALUE;

        void meet(String name, Object value) {
            switch (value) {
                case Long number -> meet(name, number.longValue());
                case Entry entry -> { }
                case Collection<?> elements -> elements.forEach(element -> meet(name, element));
                case Map<?, ?> map -> map.values().forEach(element -> meet(name, element));
                case MemberState state -> Components.each(state, (component, part) -> {
                    if (!component.equals("base") && !component.equals("entries")) {
                        meet(component, part);
                    }
                });
                // What is compacted away must lie behind the base, or there is nothing to do.
                case Input.Compact compact -> index = Math.min(index, compact.index() - 1);
                case Record record -> Components.each(record, this::meet);
                case null, default -> { }
            }
        }

        private void meet(String name, long number) {
            switch (name) {
                case "commitIndex", "durableIndex", "prevLogIndex" -> index = Math.min(index, number);
                case "nextIndex" -> index = Math.min(index, number - 1);
                case "firstIndex" -> index = number == 0 ? index : Math.min(index, number - 1);
                default -> {
                    if (number > 0 && Meaning.of(name) == Meaning.INDEX) {
                        index = Math.min(index, number);
                    }
                }
            }
        }
    }
}
