package io.keelson.spec;

import java.util.Arrays;

/** The histories that an exploration meets, numbered, and what steps make of them. */
final class HistoryModel {
    private final Interner<History> histories = new Interner<>();
    private final TupleTable changes = new TupleTable(2);
    private int[] changeResults = new int[1 << 10];
    private final int[] change = new int[2];

    int number(History history) {
        return histories.number(history);
    }

    History get(int number) {
        return histories.get(number);
    }

    /** The read that may be asked for next, 0 if none. */
    int nextRead(int history) {
        return histories.get(history).nextRead();
    }

    /** The history after a step. */
    int after(int history, MemberStep step) {
        if (!step.asks() && !step.answers() && step.commitIndex() <= histories.get(history).chosen().size()) {
            return history;
        }
        change[0] = history;
        change[1] = step.number();
        int known = changes.size();
        int number = changes.number(change);
        if (number == known) {
            if (number == changeResults.length) {
                changeResults = Arrays.copyOf(changeResults, 2 * number);
            }
            History before = histories.get(history);
            History asked = step.asks() ? before.asking(before.nextRead()) : before;
            changeResults[number] = histories.number(step.note(asked));
        }
        return changeResults[number];
    }
}
