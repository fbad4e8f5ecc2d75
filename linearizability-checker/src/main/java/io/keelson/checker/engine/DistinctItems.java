package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.List;

/**
 * Queues, stacks and bags whose items are all different, and whose takings all say what they took. Common to all: an item is taken
 * once at most, and not before it is put in; and what found the collection empty did so at a moment at which no item certainly was
 * there. Such a moment is enough: at all of them together, what is there can be taken out right before, or put in right after.
 * What order the collection keeps is a matter for {@link Order}.
 */
record DistinctItems(String put, String take, Order order) implements FastCase {
    /** What order a collection keeps. */
    interface Order {
        /** Whether the items can have come and gone as they did, moments of emptiness aside. */
        boolean isKept(Lifetimes lifetimes);
    }

    @Override
    public Verdict judge(List<Operation> possible, int event) {
        Lifetimes lifetimes = new Lifetimes();
        return switch (lifetimes.load(possible, event, put, take)) {
            case UNSUITABLE -> null;
            case IMPOSSIBLE -> Verdict.INVALID;
            case READY -> order.isKept(lifetimes) && wasEmptyWhereSeen(lifetimes) ? Verdict.VALID : Verdict.INVALID;
        };
    }

    private static boolean wasEmptyWhereSeen(Lifetimes lifetimes) {
        if (lifetimes.empties == 0) {
            return true;
        }
        int[] change = new int[lifetimes.places + 1];
        for (int i = 0; i < lifetimes.size(); i++) {
            if (lifetimes.isCertain(i)) {
                change[lifetimes.putRet[i]]++;
                change[lifetimes.certainEnd(i)]--;
            }
        }
        int[] emptyUpTo = new int[lifetimes.places + 1];
        int there = 0;
        for (int moment = 0; moment < lifetimes.places; moment++) {
            there += change[moment];
            emptyUpTo[moment + 1] = emptyUpTo[moment] + (there == 0 ? 1 : 0);
        }
        for (int i = 0; i < lifetimes.empties; i++) {
            if (emptyUpTo[lifetimes.emptyRet[i]] == emptyUpTo[lifetimes.emptyCall[i]]) {
                return false;
            }
        }
        return true;
    }
}
