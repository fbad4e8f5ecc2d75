package io.keelson.checker.engine;

import java.util.Arrays;

/**
 * First in, first out (Henzinger, Sezgin and Vafeiadis): no item that was certainly put in before another is taken certainly after
 * it, or never though the other is.
 */
final class QueueOrder implements DistinctItems.Order {
    private static final int NOBODY = -1;

    @Override
    public boolean isKept(Lifetimes lifetimes) {
        int[] begins = new int[lifetimes.places];
        int[] ends = new int[lifetimes.places];
        Arrays.fill(begins, NOBODY);
        Arrays.fill(ends, NOBODY);
        for (int i = 0; i < lifetimes.size(); i++) {
            if (lifetimes.counts(i)) {
                begins[lifetimes.putCall[i]] = i;
                if (lifetimes.putRet[i] != Lifetimes.NEVER) {
                    ends[lifetimes.putRet[i]] = i;
                }
            }
        }
        int latestTaking = NOBODY;
        for (int place = 0; place < lifetimes.places; place++) {
            if (begins[place] != NOBODY && lifetimes.takeRet[begins[place]] < latestTaking) {
                return false;
            }
            if (ends[place] != NOBODY) {
                latestTaking = Math.max(latestTaking, lifetimes.takeCall[ends[place]]);
            }
        }
        return true;
    }
}
