package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * Wing and Gong's search with Lowe's memoization, without recursion. It remembers failed configurations only: on a history that
 * never misleads it, it remembers nothing. One that is as good as a failed one, or worse, fails too.
 */
final class DepthFirstSearch {
    private final Timeline line;
    private final StateTable table;
    private final Meter meter;
    private final Trail trail = new Trail();
    private final Configuration here;
    private final DominanceSet failed;
    private final BitSet rejected = new BitSet();
    private KnownWays ways;
    private final Candidates candidates = new Candidates();
    private final int width;

    /** The configurations on the way down; those of the top have the last candidates. */
    private int depth;
    private int[] positions = new int[64];
    private int[] states = new int[64];
    private int[] trailSizes = new int[64];
    private int[] firstCandidates = new int[64];
    private int[] nextCandidates = new int[64];
    private long[] words;
    private int deepest = -1;
    private String exhausted;
    private int finalState;

    DepthFirstSearch(Timeline line, StateTable table, int initialState, Meter meter) {
        this(line, table, initialState, meter, null);
    }

    /** @param ways known ways to the end, to which this search adds its own; null where they are not wanted */
    DepthFirstSearch(Timeline line, StateTable table, int initialState, Meter meter, KnownWays ways) {
        this.ways = ways;
        this.line = line;
        this.table = table;
        this.meter = meter;
        here = new Configuration(line, table, initialState, trail);
        failed = ways == null ? here.newSet() : ways.failed(here);
        width = here.words().length;
        words = new long[64 * width];
    }

    Verdict run() {
        return reachesEnd() ? Verdict.VALID : goOn(true);
    }

    /**
     * Goes on after it has succeeded, for an order that leaves another state than all that were found so far, none of which will do. With
     * the verdict {@link Verdict#INVALID} there is none. What leads to no other end has failed, for all searches that share known ways: whether
     * an end will do does not depend on how the window began.
     */
    Verdict another() {
        rejected.set(finalState);
        boolean wasKnown = ways != null && !isAtEnd();
        ways = null;
        return goOn(wasKnown);
    }

    private Verdict goOn(boolean fromHere) {
        if (fromHere) {
            push();
        }
        while (depth > 0) {
            exhausted = meter.exhausted(bytes());
            if (exhausted != null) {
                return Verdict.UNKNOWN;
            }
            int top = depth - 1;
            if (nextCandidates[top] == candidates.size()) {
                failed.add(positions[top], states[top], words, top * width);
                pop();
                continue;
            }
            here.load(positions[top], states[top], words, top * width);
            trail.truncate(trailSizes[top]);
            here.apply(candidates.get(nextCandidates[top]++));
            meter.visit();
            if (reachesEnd()) {
                return Verdict.VALID;
            }
            if (!isAtEnd() && !failed.dominates(here.position(), here.state(), here.words(), 0)) {
                push();
            }
        }
        return Verdict.INVALID;
    }

    private boolean isAtEnd() {
        return here.position() == line.completed.length;
    }

    /** Whether nothing is left to explain, or it is known how what is left goes on; and the state that is left then will do. */
    private boolean reachesEnd() {
        boolean ends = here.settle();
        finalState = ends ? here.state() : ways == null ? KnownWays.NONE : ways.end(here);
        if (finalState == KnownWays.NONE || rejected.get(finalState)) {
            return false;
        }
        if (ways != null) {
            DominanceSet way = here.newSet();
            for (int i = 0; i < depth; i++) {
                way.add(positions[i], states[i], words, i * width);
            }
            ways.add(way, finalState);
        }
        return true;
    }

    /** The state that the order leaves, where there is one. */
    int finalState() {
        return finalState;
    }

    private void push() {
        if (here.position() > deepest) {
            deepest = here.position();
            trail.markDeepest();
        }
        if (depth == positions.length) {
            grow();
        }
        positions[depth] = here.position();
        states[depth] = here.state();
        trailSizes[depth] = trail.size();
        firstCandidates[depth] = candidates.size();
        nextCandidates[depth] = candidates.size();
        System.arraycopy(here.words(), 0, words, depth * width, width);
        depth++;
        here.addCandidates(candidates);
    }

    private void grow() {
        positions = Arrays.copyOf(positions, depth * 2);
        states = Arrays.copyOf(states, depth * 2);
        trailSizes = Arrays.copyOf(trailSizes, depth * 2);
        firstCandidates = Arrays.copyOf(firstCandidates, depth * 2);
        nextCandidates = Arrays.copyOf(nextCandidates, depth * 2);
        words = Arrays.copyOf(words, depth * 2 * width);
    }

    /** Drops the top, and its candidates with it: where they begin, those of the configuration below end. */
    private void pop() {
        depth--;
        candidates.truncate(firstCandidates[depth]);
    }

    /** The completion that the search did not get past. */
    Operation stuck() {
        return line.completed[Math.max(deepest, 0)];
    }

    /** What ended the search before its time, or null. */
    String exhausted() {
        return exhausted;
    }

    /** The order of the whole where the search succeeded, else the deepest that it found. Holds on to no table of the search. */
    Supplier<List<Operation>> order(boolean whole) {
        int[] items = whole ? trail.currentPath() : trail.deepestPath();
        Timeline history = line;
        return () -> {
            int[] memberOfClass = new int[history.classMembers.size()];
            List<Operation> order = new ArrayList<>(items.length);
            for (int item : items) {
                order.add(item >= 0 ? history.completed[item] : history.classMembers.get(~item).get(memberOfClass[~item]++));
            }
            return order;
        };
    }

    private long bytes() {
        return failed.bytes() + positions.length * 20L + words.length * 8L + candidates.bytes() + table.bytes() + trail.bytes()
            + (ways == null ? 0 : ways.bytes());
    }
}
