package io.keelson.spec.certify;

import io.keelson.spec.Pair;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;

/** Of many steps those with the smallest fingerprints, so many as a budget allows: a sample that does not depend on the order in which they come. */
final class Sample {
    private record Taken(Fingerprint print, Pair pair, Source source) {}

    private final int budget;
    private final PriorityQueue<Taken> taken = new PriorityQueue<>(Comparator.comparingLong((Taken one) -> one.print.high()).reversed());

    Sample(int budget) {
        this.budget = budget;
    }

    void offer(Fingerprint print, Pair pair, Source source) {
        if (taken.size() < budget || (budget > 0 && print.high() < taken.peek().print.high())) {
            taken.add(new Taken(print, pair, source));
        }
        if (taken.size() > budget) {
            taken.remove();
        }
    }

    /** Hands out what was kept, and keeps it no longer. */
    void drain(BiConsumer<Pair, Source> to) {
        while (!taken.isEmpty()) {
            Taken next = taken.remove();
            to.accept(next.pair, next.source);
        }
    }
}
