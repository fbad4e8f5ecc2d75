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
 * <li>Crashed operations count by class and are tried last, and only where {@link CrashedMoves} finds a use for them.
 * <li>A write of a value that nothing needs hides right before any other write, so it is linearized with the next one, and by
 *     itself only when it is due.
 * </ul>
 */
final class Configuration {
    private final Timeline line;
    private final StateTable table;
    private final CrashedCounts counts;
    private final CrashedMoves crashed;
    private final Flows flows;
    private final Trail trail;
    private final boolean[] readOnly;
    private final boolean[] dead;
    private final boolean anyDead;
    /** For each transition the place of the candidate that bears it in the current expansion, valid where the stamp is current. */
    private final int[] bearer;
    private final int[] bearerStamp;
    private int stamp;

    /** The operation in each open slot; with the masks, {@code available} and {@code position} this is the window on the history. */
    private final int[] open;
    private final long[] openReads;
    private final long[] openOthers;
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
        crashed = new CrashedMoves(line, table, flows, counts);
        maskWords = line.slots + Long.SIZE - 1 >> 6;
        words = new long[maskWords + counts.words()];
        open = new int[line.slots];
        openReads = new long[maskWords];
        openOthers = new long[maskWords];
        bearer = new int[table.transitionCount()];
        bearerStamp = new int[table.transitionCount()];
        readOnly = new boolean[table.transitionCount()];
        dead = new boolean[table.transitionCount()];
        boolean any = false;
        for (int i = 0; i < readOnly.length; i++) {
            readOnly[i] = table.isReadOnly(i);
            dead[i] = flows.isDead(i);
            any |= dead[i];
        }
        anyDead = any;
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
        if (words.length == 1) {
            words[0] = from[offset];
        } else {
            System.arraycopy(from, offset, words, 0, words.length);
        }
    }

    /** Linearizes reads that fit and passes completions that are explained; true where nothing is left to explain. */
    boolean settle() {
        for (int word = 0; word < maskWords; word++) {
            for (long bits = openReads[word] & ~words[word]; bits != 0; bits &= bits - 1) {
                linearizeIfFits(open[word << 6 | Long.numberOfTrailingZeros(bits)]);
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
        close(line.slot[position]);
        if (++position < line.completed.length) {
            openCalls(line.callsBefore[position - 1], line.callsBefore[position]);
        }
    }

    private void openCalls(int from, int to) {
        for (int i = from; i < to; i++) {
            int call = line.calls[i];
            if (call >= 0) {
                open(call);
            } else {
                crashed.add(~call, 1);
            }
        }
    }

    private void open(int number) {
        int slot = line.slot[number];
        open[slot] = number;
        (readOnly[line.transition[number]] ? openReads : openOthers)[slot >> 6] |= 1L << slot;
    }

    private void close(int slot) {
        openReads[slot >> 6] &= ~(1L << slot);
        openOthers[slot >> 6] &= ~(1L << slot);
    }

    private void windowBack() {
        int last = position == line.completed.length ? line.callsBefore[position - 1] : line.callsBefore[position];
        position--;
        for (int i = last - 1; i >= line.callsBefore[position]; i--) {
            int call = line.calls[i];
            if (call >= 0) {
                close(line.slot[call]);
            } else {
                crashed.add(~call, -1);
            }
        }
        open(position);
    }

    private void readCalls(int from, int to) {
        for (int i = from; i < to; i++) {
            int call = line.calls[i];
            if (call >= 0 && readOnly[line.transition[call]]) {
                linearizeIfFits(call);
            }
        }
    }

    private void linearizeIfFits(int read) {
        if (table.step(state, line.transition[read]) != StateTable.REFUSED) {
            linearize(read);
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
        if (anyDead && flows.overwrites(transition)) {
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
        for (int word = 0; word < maskWords; word++) {
            for (long bits = openOthers[word] & ~words[word]; bits != 0; bits &= bits - 1) {
                int number = open[word << 6 | Long.numberOfTrailingZeros(bits)];
                if (number != candidate && dead[line.transition[number]]) {
                    linearize(number);
                }
            }
        }
    }

    /** Adds, best first, all that could be linearized next. */
    void addCandidates(Candidates candidates) {
        int from = candidates.size();
        stamp++;
        int due = line.transition[position];
        for (int word = 0; word < maskWords; word++) {
            for (long bits = openOthers[word] & ~words[word]; bits != 0; bits &= bits - 1) {
                addCompleted(candidates, open[word << 6 | Long.numberOfTrailingZeros(bits)], due);
            }
        }
        if (line.classTransition.length > 0) {
            addCrashed(candidates, due);
        }
        if (candidates.size() - from > 1) {
            candidates.sortFrom(from);
        }
    }

    private void addCompleted(Candidates candidates, int number, int due) {
        int transition = line.transition[number];
        int next = table.step(state, transition);
        if (next == StateTable.REFUSED || anyDead && number != position && dead[transition]) {
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

    private void addCrashed(Candidates candidates, int due) {
        crashed.begin(words, maskWords);
        for (int word = 0; word < maskWords; word++) {
            for (long bits = (openOthers[word] | openReads[word]) & ~words[word]; bits != 0; bits &= bits - 1) {
                crashed.await(line.transition[open[word << 6 | Long.numberOfTrailingZeros(bits)]]);
            }
        }
        crashed.addUseful(candidates, state, due);
    }
}
