package io.keelson.checker.engine;

import io.keelson.checker.model.Ordering;
import java.util.stream.IntStream;

/**
 * The smallest first. The largest item stands in no other's way, so that it is enough to judge each among the smaller ones: it must
 * be taken at a moment at which none of them certainly is there.
 */
final class PriorityOrder implements DistinctItems.Order {
    @Override
    public boolean isKept(Lifetimes lifetimes) {
        int[] smallestFirst = IntStream.range(0, lifetimes.size()).filter(lifetimes::counts).boxed()
            .sorted((a, b) -> Ordering.compare(lifetimes.item(a), lifetimes.item(b))).mapToInt(Integer::intValue).toArray();
        FreeMoments free = new FreeMoments(lifetimes.places);
        for (int item : smallestFirst) {
            boolean certainlyTaken = lifetimes.takeRet[item] != Lifetimes.NEVER;
            int from = Math.max(lifetimes.putCall[item], lifetimes.takeCall[item]);
            if (certainlyTaken && free.next(from) >= lifetimes.takeRet[item]) {
                return false;
            }
            if (lifetimes.isCertain(item)) {
                free.cover(lifetimes.putRet[item], lifetimes.certainEnd(item));
            }
        }
        return true;
    }

    /** Moments that no interval covers yet, as a union-find structure that points to the right. */
    private static final class FreeMoments {
        private final int[] next;

        FreeMoments(int moments) {
            next = IntStream.rangeClosed(0, moments).toArray();
        }

        /** The first that is free, from one on; the number of moments where none is. */
        int next(int moment) {
            int root = moment;
            while (next[root] != root) {
                root = next[root];
            }
            for (int at = moment; next[at] != root;) {
                int after = next[at];
                next[at] = root;
                at = after;
            }
            return root;
        }

        void cover(int from, int to) {
            for (int moment = next(from); moment < to; moment = next(moment)) {
                next[moment] = moment + 1;
            }
        }
    }
}
