package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A counter to which all add the same. The reads in order of what they saw leave gaps of known size between them; real time says for
 * each addition which gaps it may fall into. Filling each gap with those that can wait least finds a way if there is one: of two
 * additions in the wrong order, either could take the other's place.
 */
final class UnitCounter implements FastCase {
    private final long initial;

    UnitCounter(long initial) {
        this.initial = initial;
    }

    @Override
    public Verdict judge(List<Operation> possible, int event) {
        List<Operation> reads = new ArrayList<>();
        List<Operation> adds = new ArrayList<>();
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (operation.f().equals("read")) {
                if (FastCase.deadline(operation, event) != Operation.NEVER) {
                    reads.add(operation);
                }
            } else if (!operation.f().equals("add") || (Long) operation.input() < 0
                || !adds.isEmpty() && !adds.getFirst().input().equals(operation.input())) {
                return null;
            } else {
                adds.add(operation);
            }
        }
        long unit = adds.isEmpty() ? 1 : (Long) adds.getFirst().input();
        return unit == 0 ? null : new Gaps(reads, unit).canBeFilled(adds, event) ? Verdict.VALID : Verdict.INVALID;
    }

    /** The gaps before, between and after groups of reads that saw the same. */
    private final class Gaps {
        private final long unit;
        /** Of each group what it saw, its first completion and last invocation. */
        private final List<Long> seen = new ArrayList<>();
        private final int[] firstEnd;
        private final int[] lastStart;

        Gaps(List<Operation> reads, long unit) {
            this.unit = unit;
            reads.sort(Comparator.comparingLong(read -> (Long) read.output()));
            firstEnd = new int[reads.size() + 1];
            lastStart = new int[reads.size() + 1];
            for (Operation read : reads) {
                if (seen.isEmpty() || !seen.getLast().equals(read.output())) {
                    seen.add((Long) read.output());
                    firstEnd[seen.size() - 1] = Operation.NEVER;
                }
                int group = seen.size() - 1;
                firstEnd[group] = Math.min(firstEnd[group], read.completed());
                lastStart[group] = Math.max(lastStart[group], read.invoked());
            }
        }

        boolean canBeFilled(List<Operation> adds, int event) {
            return readsAreInOrder() && (seen.isEmpty() || fill(adds, event));
        }

        /** Makes the columns those of the latest invocation up to, and the first completion from, each group on. */
        private boolean readsAreInOrder() {
            for (int group = 1; group < seen.size(); group++) {
                if (lastStart[group - 1] > firstEnd[group]) {
                    return false;
                }
                lastStart[group] = Math.max(lastStart[group], lastStart[group - 1]);
            }
            for (int group = seen.size() - 2; group >= 0; group--) {
                firstEnd[group] = Math.min(firstEnd[group], firstEnd[group + 1]);
            }
            return true;
        }

        private boolean fill(List<Operation> adds, int event) {
            PriorityQueue<Integer> waiting = new PriorityQueue<>();
            int next = 0;
            long before = initial;
            for (int gap = 0; gap < seen.size(); gap++) {
                long size = seen.get(gap) - before;
                before = seen.get(gap);
                // Additions come in order of invocation, so that those that may fall into a gap are the first.
                for (; next < adds.size() && adds.get(next).invoked() < firstEnd[gap]; next++) {
                    waiting.add(lastGap(FastCase.deadline(adds.get(next), event)));
                }
                if (size < 0 || size % unit != 0) {
                    return false;
                }
                for (long filled = 0; filled < size; filled += unit) {
                    if (waiting.isEmpty() || waiting.poll() < gap) {
                        return false;
                    }
                }
                if (!waiting.isEmpty() && waiting.peek() <= gap) {
                    return false;
                }
            }
            return adds.subList(next, adds.size()).stream().allMatch(add -> lastGap(FastCase.deadline(add, event)) == seen.size());
        }

        /** The last gap that an addition with that deadline may fall into: all groups before it begin before the deadline. */
        private int lastGap(int deadline) {
            int low = 0;
            int high = seen.size();
            while (low < high) {
                int middle = low + high >>> 1;
                if (lastStart[middle] < deadline) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
