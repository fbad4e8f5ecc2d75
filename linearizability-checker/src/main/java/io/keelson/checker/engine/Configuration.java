package io.keelson.checker.engine;

import java.util.Arrays;

/**
 * Where a search stands, and the moves from there. A configuration is the next completion that has to be explained, the set of open
 * operations that are already linearized, the state, and how many crashed operations of each class are used; its size does not
 * grow with the history. To pass a completion, its operation must be linearized.
 *
 * <p>What keeps the number of configurations small, each exact:
 * <ul>
 * <li>A read-only operation that fits is linearized at once.
 * <li>Of open operations with equal transitions, only the one that completes first is tried.
 * <li>Crashed operations count by class and are tried last, and only where an open operation needs what they leave: else the
 *     next one overwrites it, and the order without them is as good. Of those that lead to one state, one that needs the present
 *     state goes before one that overwrites, which could serve anywhere.
 * <li>A write of a value that nothing needs hides right before any other write, so it is linearized with the next one, and by
 *     itself only when it is due.
 * </ul>
 */
final class Configuration {
    private final Timeline line;
    private final StateTable table;
    private final CrashedCounts counts;
    private final Flows flows;
    private final Trail trail;
    private final boolean[] readOnly;
    /** For each transition the place of the candidate that bears it in the current expansion, valid where the stamp is current. */
    private final int[] bearer;
    private final long[] bearerStamp;
    private long stamp;

    /** The operation in each slot, or -1; with {@code available} and {@code position} this is the window on the history. */
    private final int[] open;
    /** How many crashed operations of each class have been invoked before the position. */
    private final int[] available;
    private int position;
    private int state;
    /** The mask of linearized slots, then the counts of used crashed operations. */
    private final long[] words;
    private final int maskWords;

    /** The configuration before the first completion. Linearized operations are pushed on {@code trail}. */
    Configuration(Timeline line, StateTable table, int initialState, Trail trail) {
        this.line = line;
        this.table = table;
        this.trail = trail;
        this.state = initialState;
        counts = new CrashedCounts(line.classSizes());
        flows = table.flows();
        maskWords = line.slots + Long.SIZE - 1 >> 6;
        words = new long[maskWords + counts.words()];
        open = new int[line.slots];
        Arrays.fill(open, -1);
        available = new int[line.classTransition.length];
        bearer = new int[table.transitionCount()];
        bearerStamp = new long[table.transitionCount()];
        readOnly = new boolean[table.transitionCount()];
        for (int i = 0; i < readOnly.length; i++) {
            readOnly[i] = table.isReadOnly(i);
        }
        if (line.completed.length > 0) {
            openCalls(0, line.callsBefore[0]);
        }
    }

    int position() {
        return position;
    }

    int state() {
        return state;
    }

    /** Mask and counts, mask first; not to be changed by the caller. */
    long[] words() {
        return words;
    }

    int totalUsed() {
        return counts.total(words, maskWords);
    }

    /** An empty set for configurations of this history. */
    DominanceSet newSet() {
        return new DominanceSet(maskWords, counts);
    }

    /** Becomes the configuration with these parts; the window moves along. */
    void load(int newPosition, int newState, long[] from, int offset) {
        while (position > newPosition) {
            windowBack();
        }
        while (position < newPosition) {
            windowForward();
        }
        state = newState;
        System.arraycopy(from, offset, words, 0, words.length);
    }

    /** Linearizes reads that fit and passes completions that are explained; true where nothing is left to explain. */
    boolean settle() {
        for (int number : open) {
            if (number >= 0) {
                linearizeIfRead(number);
            }
        }
        while (position < line.completed.length && isLinearized(line.slot[position])) {
            words[line.slot[position] >> 6] &= ~(1L << line.slot[position]);
            windowForward();
            if (position < line.completed.length) {
                readCalls(line.callsBefore[position - 1], line.callsBefore[position]);
            }
        }
        return position == line.completed.length;
    }

    private void windowForward() {
        open[line.slot[position]] = -1;
        if (++position < line.completed.length) {
            openCalls(line.callsBefore[position - 1], line.callsBefore[position]);
        }
    }

    private void openCalls(int from, int to) {
        for (int i = from; i < to; i++) {
            int call = line.calls[i];
            if (call >= 0) {
                open[line.slot[call]] = call;
            } else {
                available[~call]++;
            }
        }
    }

    private void windowBack() {
        int last = position == line.completed.length ? line.callsBefore[position - 1] : line.callsBefore[position];
        position--;
        for (int i = last - 1; i >= line.callsBefore[position]; i--) {
            int call = line.calls[i];
            if (call >= 0) {
                open[line.slot[call]] = -1;
            } else {
                available[~call]--;
            }
        }
        open[line.slot[position]] = position;
    }

    private void readCalls(int from, int to) {
        for (int i = from; i < to; i++) {
            if (line.calls[i] >= 0) {
                linearizeIfRead(line.calls[i]);
            }
        }
    }

    private void linearizeIfRead(int number) {
        if (readOnly[line.transition[number]] && !isLinearized(line.slot[number])
            && table.step(state, line.transition[number]) != StateTable.REFUSED) {
            linearize(number);
        }
    }

    private boolean isLinearized(int slot) {
        return (words[slot >> 6] & 1L << slot) != 0;
    }

    private void linearize(int number) {
        words[line.slot[number] >> 6] |= 1L << line.slot[number];
        trail.push(number);
    }

    /** Linearizes the candidate: a completed operation by its number, a crashed one as {@code ~class}. */
    void apply(int candidate) {
        int transition = candidate >= 0 ? line.transition[candidate] : line.classTransition[~candidate];
        if (flows.overwrites(transition)) {
            hideDeadWrites(candidate);
        }
        if (candidate >= 0) {
            linearize(candidate);
        } else {
            counts.increment(words, maskWords, ~candidate);
            trail.push(candidate);
        }
        state = table.step(state, transition);
    }

    private void hideDeadWrites(int candidate) {
        for (int number : open) {
            if (number >= 0 && number != candidate && flows.isDead(line.transition[number]) && !isLinearized(line.slot[number])) {
                linearize(number);
            }
        }
    }

    /** Adds, best first, all that could be linearized next. */
    void addCandidates(Candidates candidates) {
        int from = candidates.size();
        stamp++;
        int due = line.transition[position];
        for (int number : open) {
            if (number >= 0 && !isLinearized(line.slot[number]) && !readOnly[line.transition[number]]) {
                addCompleted(candidates, number, due);
            }
        }
        for (int i = 0; i < available.length; i++) {
            addCrashed(candidates, i, due);
        }
        candidates.sortFrom(from);
    }

    private void addCompleted(Candidates candidates, int number, int due) {
        int transition = line.transition[number];
        int next = table.step(state, transition);
        if (next == StateTable.REFUSED || number != position && flows.isDead(transition)) {
            return;
        }
        boolean helps = table.step(next, due) != StateTable.REFUSED;
        if (bearerStamp[transition] != stamp) {
            bearerStamp[transition] = stamp;
            bearer[transition] = candidates.addCompleted(number == position, helps, number);
        } else {
            candidates.lowerCompleted(bearer[transition], number == position, helps, number);
        }
    }

    private void addCrashed(Candidates candidates, int crashedClass, int due) {
        int next = nextByCrashed(crashedClass);
        if (next == StateTable.REFUSED || next == state || flows.arePresent() && !isUseful(crashedClass, next)) {
            return;
        }
        candidates.addCrashed(table.step(next, due) != StateTable.REFUSED, crashedClass);
    }

    /** The state after one more crashed operation of that class, or REFUSED where none is left or it does not fit. */
    private int nextByCrashed(int crashedClass) {
        return isLeft(crashedClass) ? table.step(state, line.classTransition[crashedClass]) : StateTable.REFUSED;
    }

    private boolean isLeft(int crashedClass) {
        return available[crashedClass] > counts.get(words, maskWords, crashedClass);
    }

    /** Whether something waits for what the class leaves, and no less versatile class leads to the same state. */
    private boolean isUseful(int crashedClass, int next) {
        int transition = line.classTransition[crashedClass];
        boolean awaited = false;
        for (int number : open) {
            awaited |= number >= 0 && flows.feeds(transition, line.transition[number]) && !isLinearized(line.slot[number]);
        }
        for (int other = 0; other < available.length; other++) {
            if (other != crashedClass && isLeft(other)) {
                awaited |= flows.feeds(transition, line.classTransition[other]);
                if (flows.overwrites(transition) && !flows.overwrites(line.classTransition[other]) && nextByCrashed(other) == next) {
                    return false;
                }
            }
        }
        return awaited;
    }
}
