package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Wing and Gong's search with Lowe's memoization, over configurations whose size does not grow with the history.
 *
 * <p>A configuration is the next completion that has to be explained, the set of open operations that are already linearized, the
 * state, and how many crashed operations of each class are used. To pass a completion, its operation must be linearized. The
 * search goes depth first and remembers failed configurations only; on a history that never misleads it, it remembers nothing.
 *
 * <p>What keeps it small, each exact:
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
final class Search {
    private final Timeline line;
    private final boolean unlimited;
    private final StateTable table;
    private final Meter meter;
    private final CrashedCounts counts;
    private final FailureMemo memo;
    private final Trail trail = new Trail();
    private final SearchStack stack;
    private final Flows flows;
    private final boolean[] readOnly;
    /** For each transition the candidate that bears it in the current expansion, valid where the stamp is current. */
    private final int[] bearer;
    private final long[] bearerStamp;
    private long stamp;

    /** The operation in each slot, or -1. */
    private final int[] open;
    /** How many crashed operations of each class have been invoked before the position. */
    private final int[] available;
    private int position;
    private int state;
    private final long[] mask;
    private final long[] used;
    private int deepest = -1;
    private String exhausted;

    /** @param unlimited whether a crashed operation may be used again and again, which allows more than the history does */
    Search(Timeline line, StateTable table, int initialState, Meter meter, boolean unlimited) {
        this.line = line;
        this.unlimited = unlimited;
        this.table = table;
        this.meter = meter;
        this.state = initialState;
        this.counts = new CrashedCounts(unlimited ? new int[0] : line.classSizes());
        this.mask = new long[line.slots + Long.SIZE - 1 >> 6];
        this.used = new long[counts.words()];
        this.memo = new FailureMemo(mask.length, counts);
        this.stack = new SearchStack(mask, used);
        this.flows = table.flows();
        this.open = new int[line.slots];
        Arrays.fill(open, -1);
        this.available = new int[line.classTransition.length];
        this.bearer = new int[table.transitionCount()];
        this.bearerStamp = new long[table.transitionCount()];
        this.readOnly = new boolean[table.transitionCount()];
        for (int i = 0; i < readOnly.length; i++) {
            readOnly[i] = table.isReadOnly(i);
        }
    }

    Verdict run() {
        if (line.completed.length == 0) {
            return Verdict.VALID;
        }
        openCalls(0, line.callsBefore[0]);
        if (settle()) {
            return Verdict.VALID;
        }
        push();
        while (!stack.isEmpty()) {
            exhausted = meter.exhausted(bytes());
            if (exhausted != null) {
                return Verdict.UNKNOWN;
            }
            if (!stack.hasCandidate()) {
                memo.add(stack.position(), stack.state(), stack.words(), stack.wordsOffset());
                stack.pop();
                continue;
            }
            restore();
            apply(stack.nextCandidate());
            if (settle()) {
                return Verdict.VALID;
            }
            if (!memo.contains(position, state, mask, used)) {
                push();
            }
        }
        return Verdict.INVALID;
    }

    /** Linearizes reads that fit and passes completions that are explained; true where nothing is left to explain. */
    private boolean settle() {
        meter.visit();
        for (int number : open) {
            if (number >= 0) {
                linearizeIfRead(number);
            }
        }
        while (isLinearized(line.slot[position])) {
            mask[line.slot[position] >> 6] &= ~(1L << line.slot[position]);
            open[line.slot[position]] = -1;
            if (++position == line.completed.length) {
                return true;
            }
            openCalls(line.callsBefore[position - 1], line.callsBefore[position]);
        }
        return false;
    }

    private void openCalls(int from, int to) {
        for (int i = from; i < to; i++) {
            int call = line.calls[i];
            if (call >= 0) {
                open[line.slot[call]] = call;
                linearizeIfRead(call);
            } else {
                available[~call]++;
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
        return (mask[slot >> 6] & 1L << slot) != 0;
    }

    private void linearize(int number) {
        mask[line.slot[number] >> 6] |= 1L << line.slot[number];
        trail.push(number);
    }

    /** Takes the candidate: a completed operation by its number, a crashed one as {@code ~class}. */
    private void apply(int candidate) {
        if (flows.overwrites(candidate >= 0 ? line.transition[candidate] : line.classTransition[~candidate])) {
            hideDeadWrites(candidate);
        }
        if (candidate >= 0) {
            linearize(candidate);
            state = table.step(state, line.transition[candidate]);
        } else {
            if (!unlimited) {
                counts.increment(used, ~candidate);
            }
            trail.push(candidate);
            state = table.step(state, line.classTransition[~candidate]);
        }
    }

    private void hideDeadWrites(int candidate) {
        for (int number : open) {
            if (number >= 0 && number != candidate && flows.isDead(line.transition[number]) && !isLinearized(line.slot[number])) {
                linearize(number);
            }
        }
    }

    private void push() {
        if (position > deepest) {
            deepest = position;
            trail.markDeepest();
        }
        stack.push(position, state, trail.size());
        stamp++;
        int due = line.transition[position];
        for (int number : open) {
            if (number >= 0 && !isLinearized(line.slot[number]) && !readOnly[line.transition[number]]) {
                offer(number, due);
            }
        }
        for (int i = 0; i < available.length; i++) {
            offerCrashed(i, due);
        }
        stack.sortCandidates();
    }

    /** Adds an open operation to the candidates, or puts it in the place of one that does the same and completes later. */
    private void offer(int number, int due) {
        int transition = line.transition[number];
        int next = table.step(state, transition);
        if (next == StateTable.REFUSED || number != position && flows.isDead(transition)) {
            return;
        }
        long candidate = SearchStack.completed(number == position, table.step(next, due) != StateTable.REFUSED, number);
        if (bearerStamp[transition] != stamp) {
            bearerStamp[transition] = stamp;
            bearer[transition] = stack.addCandidate(candidate);
        } else {
            stack.lowerCandidate(bearer[transition], candidate);
        }
    }

    private void offerCrashed(int crashedClass, int due) {
        int next = nextByCrashed(crashedClass);
        if (next == StateTable.REFUSED || next == state || flows.arePresent() && !isUseful(crashedClass, next)) {
            return;
        }
        stack.addCandidate(SearchStack.crashed(table.step(next, due) != StateTable.REFUSED, crashedClass));
    }

    /** The state after one more crashed operation of that class, or REFUSED where none is left or it does not fit. */
    private int nextByCrashed(int crashedClass) {
        return isLeft(crashedClass) ? table.step(state, line.classTransition[crashedClass]) : StateTable.REFUSED;
    }

    private boolean isLeft(int crashedClass) {
        return available[crashedClass] > (unlimited ? 0 : counts.get(used, crashedClass));
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

    /** Puts the configuration back to that of the top of the stack. */
    private void restore() {
        while (position > stack.position()) {
            retreat();
        }
        state = stack.state();
        stack.copyWords(mask, used);
        trail.truncate(stack.trailSize());
    }

    /** Un-passes one completion: takes back the calls after it, and opens its operation again. */
    private void retreat() {
        int last = line.callsBefore[position--];
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

    /** The completion that the search did not get past. */
    Operation stuck() {
        return line.completed[Math.max(deepest, 0)];
    }

    /** How many configurations it visited. */
    long visited() {
        return meter.visited();
    }

    /** What ended the search before its time, or null. */
    String exhausted() {
        return exhausted;
    }

    /** The whole order where the search succeeded, else the deepest that it found. */
    List<Operation> order(boolean whole) {
        int[] memberOfClass = new int[line.classMembers.size()];
        List<Operation> order = new ArrayList<>();
        for (int item : whole ? trail.currentPath() : trail.deepestPath()) {
            order.add(item >= 0 ? line.completed[item] : line.classMembers.get(~item).get(memberOfClass[~item]++));
        }
        return order;
    }

    private long bytes() {
        return memo.bytes() + stack.bytes() + table.bytes() + trail.bytes();
    }
}
