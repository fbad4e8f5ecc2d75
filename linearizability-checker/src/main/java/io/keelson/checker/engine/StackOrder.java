package io.keelson.checker.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * Last in, first out. At moments at which no item certainly is there, the stack can be empty, so that what lies between them is
 * judged apart. Where some item certainly is there all the time, one of them lies at the bottom: one whose push can come before all
 * others', and whose pop after all others'. Which of those it is does not matter; without it, what is left falls apart again. An
 * item that need not be there at any moment can be pushed and popped at once, and stands in nobody's way.
 */
final class StackOrder implements DistinctItems.Order {
    @Override
    public boolean isKept(Lifetimes lifetimes) {
        return new Bottoms(lifetimes).canBeTaken();
    }

    /** Takes items from the bottom. */
    private static final class Bottoms {
        private final Lifetimes lifetimes;
        /** Certain items in the order in which their pushes end, and for each moment how many of them end before it. */
        private final int[] items;
        private final int[] endedBefore;
        private final Coverage coverage;
        private final BestOfRange earliestPush;
        private final BestOfRange latestPop;

        Bottoms(Lifetimes lifetimes) {
            this.lifetimes = lifetimes;
            int[] itemAt = new int[lifetimes.places];
            Arrays.fill(itemAt, -1);
            int[] change = new int[lifetimes.places + 1];
            for (int i = 0; i < lifetimes.size(); i++) {
                if (lifetimes.isCertain(i)) {
                    itemAt[lifetimes.putRet[i]] = i;
                    change[lifetimes.putRet[i]]++;
                    change[lifetimes.certainEnd(i)]--;
                }
            }
            items = Arrays.stream(itemAt).filter(item -> item >= 0).toArray();
            endedBefore = new int[lifetimes.places + 1];
            for (int place = 0; place < lifetimes.places; place++) {
                endedBefore[place + 1] = endedBefore[place] + (itemAt[place] >= 0 ? 1 : 0);
            }
            coverage = new Coverage(change, lifetimes.places);
            earliestPush = new BestOfRange(IntStream.of(items).map(item -> -lifetimes.putCall[item]).toArray());
            latestPop = new BestOfRange(IntStream.of(items).map(item -> BestOfRange.GONE).toArray());
        }

        boolean canBeTaken() {
            Deque<int[]> ranges = new ArrayDeque<>();
            ranges.push(new int[] {0, lifetimes.places});
            while (!ranges.isEmpty()) {
                int[] range = ranges.pop();
                int from = coverage.firstCovered(range[0], range[1]);
                if (from == range[1]) {
                    continue;
                }
                int to = coverage.firstFree(from, range[1]);
                if (to < range[1]) {
                    ranges.push(new int[] {to, range[1]});
                }
                if (!takeBottom(from, to)) {
                    return false;
                }
                ranges.push(new int[] {from, to});
            }
            return true;
        }

        /** Takes an item from the bottom of what is there from one moment to another, without a gap; false where none can lie there. */
        private boolean takeBottom(int from, int to) {
            int first = endedBefore[from];
            int last = endedBefore[to];
            for (int place = earliestPush.best(first, last); -earliestPush.value(place) < from; place = earliestPush.best(first, last)) {
                latestPop.set(place, lifetimes.takeRet[items[place]]);
                earliestPush.set(place, BestOfRange.GONE);
            }
            int bottom = latestPop.best(first, last);
            if (latestPop.value(bottom) <= to) {
                return false;
            }
            latestPop.set(bottom, BestOfRange.GONE);
            coverage.remove(lifetimes.putRet[items[bottom]], lifetimes.certainEnd(items[bottom]));
            return true;
        }
    }
}
