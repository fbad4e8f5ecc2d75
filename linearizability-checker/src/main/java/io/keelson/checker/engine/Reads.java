package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Reads of a whole collection that only grows, smallest first: what they saw tells their order. */
final class Reads {
    private final List<Operation> reads = new ArrayList<>();

    void add(Operation read) {
        reads.add(read);
    }

    void sort() {
        reads.sort(Comparator.comparingInt(Reads::size));
    }

    int count() {
        return reads.size();
    }

    Operation get(int place) {
        return reads.get(place);
    }

    /** What the read at that place saw; nil is nothing. */
    Collection<?> seen(int place) {
        Collection<?> seen = (Collection<?>) reads.get(place).output();
        return seen == null ? List.of() : seen;
    }

    private static int size(Operation read) {
        return read.output() == null ? 0 : ((Collection<?>) read.output()).size();
    }

    /** The place after the last read that saw as much as the one at {@code place}. */
    int endOfGroup(int place) {
        int end = place;
        while (end < reads.size() && size(reads.get(end)) == size(reads.get(place))) {
            end++;
        }
        return end;
    }
}
