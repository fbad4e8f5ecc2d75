package io.keelson.checker.engine;

import java.util.Arrays;

/**
 * Which crashed operations are worth trying. Where the flows of values are known, only one whose value an open operation waits
 * for, or another crashed one that could be used in between, and so on back: else the next operation overwrites what it leaves,
 * and the order without it is as good. Of those that lead to one state, one that needs the present state goes before one that
 * overwrites, which could serve anywhere. Where flows are not known, all are tried.
 */
final class CrashedMoves {
    private static final int NONE = -1;

    private final Timeline line;
    private final StateTable table;
    private final Flows flows;
    private final CrashedCounts counts;
    /** How many crashed operations of each class have been invoked before the position. */
    private final int[] available;
    /** Lists of the classes that leave a value: the first of each value, and the next of each class. */
    private final int[] firstLeaving;
    private final int[] nextLeaving;
    private final int[] awaited;
    private final int[] awaitedStamp;
    private final int[] useful;
    private int awaitedCount;
    private int stamp;
    private long[] words;
    private int offset;

    CrashedMoves(Timeline line, StateTable table, Flows flows, CrashedCounts counts) {
        this.line = line;
        this.table = table;
        this.flows = flows;
        this.counts = counts;
        int classes = line.classTransition.length;
        available = new int[classes];
        useful = new int[classes];
        int values = flows.arePresent() && classes > 0 ? flows.valueCount() : 0;
        firstLeaving = new int[values];
        nextLeaving = new int[classes];
        awaited = new int[values];
        awaitedStamp = new int[values];
        Arrays.fill(firstLeaving, NONE);
        for (int i = classes - 1; i >= 0 && values > 0; i--) {
            int value = flows.leaves(line.classTransition[i]);
            if (value != Flows.NOTHING) {
                nextLeaving[i] = firstLeaving[value];
                firstLeaving[value] = i;
            }
        }
    }

    /** Says that so many more of a class have been invoked. */
    void add(int crashedClass, int number) {
        available[crashedClass] += number;
    }

    /** Begins anew with these counts of used ones, which lie in {@code words} at {@code offset}. */
    void begin(long[] usedWords, int usedOffset) {
        words = usedWords;
        offset = usedOffset;
        awaitedCount = 0;
        stamp++;
    }

    /** Says that an operation with this transition waits to be linearized. */
    void await(int transition) {
        if (flows.arePresent() && flows.needs(transition) != Flows.NOTHING) {
            awaitValue(flows.needs(transition));
        }
    }

    private void awaitValue(int value) {
        if (awaitedStamp[value] != stamp) {
            awaitedStamp[value] = stamp;
            awaited[awaitedCount++] = value;
        }
    }

    /** Adds the classes that are worth trying in a state. */
    void addUseful(Candidates candidates, int state, int due) {
        int found = flows.arePresent() ? findAwaited(state) : findAll(state);
        for (int i = 0; i < found; i++) {
            int next = table.step(state, line.classTransition[useful[i]]);
            if (!flows.arePresent() || !isWasteful(useful[i], next, found, state)) {
                candidates.addCrashed(table.step(next, due) != StateTable.REFUSED, useful[i]);
            }
        }
    }

    private int findAll(int state) {
        int found = 0;
        for (int i = 0; i < available.length; i++) {
            if (isLeft(i) && changes(state, i)) {
                useful[found++] = i;
            }
        }
        return found;
    }

    private int findAwaited(int state) {
        int found = 0;
        for (int i = 0; i < awaitedCount; i++) {
            for (int c = firstLeaving[awaited[i]]; c != NONE; c = nextLeaving[c]) {
                if (isLeft(c)) {
                    await(line.classTransition[c]);
                    if (changes(state, c)) {
                        useful[found++] = c;
                    }
                }
            }
        }
        return found;
    }

    private boolean isLeft(int crashedClass) {
        return available[crashedClass] > counts.get(words, offset, crashedClass);
    }

    private boolean changes(int state, int crashedClass) {
        int next = table.step(state, line.classTransition[crashedClass]);
        return next != StateTable.REFUSED && next != state;
    }

    /** Whether it overwrites, and one that could serve only here leads to the same state. */
    private boolean isWasteful(int crashedClass, int next, int found, int state) {
        if (!flows.overwrites(line.classTransition[crashedClass])) {
            return false;
        }
        for (int i = 0; i < found; i++) {
            int other = line.classTransition[useful[i]];
            if (!flows.overwrites(other) && table.step(state, other) == next) {
                return true;
            }
        }
        return false;
    }
}
