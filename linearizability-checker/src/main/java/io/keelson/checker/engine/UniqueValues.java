package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A register to which no value is written twice (Gibbons and Korach's zones, with compare-and-set). A value with its reads is a
 * cluster; a successful compare-and-set follows the value that it expects at once, so that clusters form chains. The zone of a
 * chain lies between its first completion and its last invocation. The history is linearizable when each chain is, taken by itself,
 * and no two chains must each come before the other: no two zones that run forward overlap, and none that runs backward lies in one
 * that runs forward.
 */
final class UniqueValues implements FastCase {
    private static final int NONE = -1;
    private static final int INITIAL = 0;

    private final Object initial;

    UniqueValues(Object initial) {
        this.initial = initial;
    }

    @Override
    public Verdict judge(List<Operation> possible, int event) {
        Clusters clusters = new Clusters(initial);
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (!clusters.add(operation, event)) {
                return null;
            }
        }
        return clusters.chain() && clusters.zonesAreApart() ? Verdict.VALID : Verdict.INVALID;
    }

    /** The clusters by value: who made it, and the first completion and last invocation of its reads. */
    private static final class Clusters {
        private final Interner values = new Interner();
        private int[] call = new int[64];
        private int[] ret = new int[64];
        private int[] firstReadEnd = new int[64];
        private int[] lastReadStart = new int[64];
        /** The value that the maker expects, or NONE where it writes; and the value that follows. */
        private int[] expects = new int[64];
        private int[] next = new int[64];
        private boolean[] isMade = new boolean[64];
        private boolean[] isRead = new boolean[64];
        private boolean[] exists = new boolean[64];
        /** Zones by their lower event, plus one, and their upper. */
        private long[] forward = new long[64];
        private long[] backward = new long[64];
        private int forwards;
        private int backwards;

        Clusters(Object initial) {
            clear(0);
            isMade[number(initial)] = true;
            isRead[INITIAL] = true;
            call[INITIAL] = -1;
            ret[INITIAL] = -1;
        }

        private int number(Object value) {
            int number = values.number(value);
            if (number == call.length) {
                grow();
            }
            return number;
        }

        private void grow() {
            int from = call.length;
            int to = from * 4;
            call = Arrays.copyOf(call, to);
            ret = Arrays.copyOf(ret, to);
            firstReadEnd = Arrays.copyOf(firstReadEnd, to);
            lastReadStart = Arrays.copyOf(lastReadStart, to);
            expects = Arrays.copyOf(expects, to);
            next = Arrays.copyOf(next, to);
            isMade = Arrays.copyOf(isMade, to);
            isRead = Arrays.copyOf(isRead, to);
            exists = Arrays.copyOf(exists, to);
            clear(from);
        }

        private void clear(int from) {
            Arrays.fill(firstReadEnd, from, firstReadEnd.length, Operation.NEVER);
            Arrays.fill(lastReadStart, from, lastReadStart.length, -1);
            Arrays.fill(expects, from, expects.length, NONE);
            Arrays.fill(next, from, next.length, NONE);
        }

        /** False where a value is made twice, or the operation is of another kind. */
        boolean add(Operation operation, int event) {
            int end = FastCase.deadline(operation, event);
            switch (operation.f()) {
                case "read", "get":
                    return end == Operation.NEVER || read(operation.output(), operation.invoked(), end);
                case "write", "put":
                    return make(operation.input(), NONE, operation.invoked(), end);
                case "cas":
                    List<?> pair = (List<?>) operation.input();
                    if (Objects.equals(pair.get(0), pair.get(1))) {
                        return end == Operation.NEVER || read(pair.get(0), operation.invoked(), end);
                    }
                    return make(pair.get(1), number(pair.get(0)), operation.invoked(), end);
                default:
                    return false;
            }
        }

        private boolean read(Object value, int start, int end) {
            int number = number(value);
            isRead[number] = true;
            firstReadEnd[number] = Math.min(firstReadEnd[number], end);
            lastReadStart[number] = Math.max(lastReadStart[number], start);
            return true;
        }

        private boolean make(Object value, int expected, int start, int end) {
            int number = number(value);
            if (isMade[number]) {
                return false;
            }
            isMade[number] = true;
            call[number] = start;
            ret[number] = end;
            expects[number] = expected;
            return true;
        }

        /** Finds which values existed: what is read, what was made for certain, and what a maker that existed expects. Of two that follow one value, one is in no chain. */
        private boolean findExisting() {
            for (int value = 0; value < values.size(); value++) {
                boolean certain = isRead[value] || isMade[value] && ret[value] != Operation.NEVER;
                int after = NONE;
                for (int at = value; certain && at != NONE && (!exists[at] || after != NONE); at = expects[at]) {
                    if (!isMade[at]) {
                        return false;
                    }
                    next[at] = after != NONE ? after : next[at];
                    if (exists[at]) {
                        break;
                    }
                    exists[at] = true;
                    after = at;
                }
            }
            return true;
        }

        /** Whether each chain is linearizable by itself; notes its zone. */
        boolean chain() {
            if (!findExisting()) {
                return false;
            }
            int existing = 0;
            int chained = 0;
            for (int value = 0; value < values.size(); value++) {
                existing += exists[value] ? 1 : 0;
                if (exists[value] && expects[value] == NONE) {
                    int length = chainFrom(value);
                    if (length == NONE) {
                        return false;
                    }
                    chained += length;
                }
            }
            return chained == existing;
        }

        /** The length of the chain from that value, or NONE where no order of it respects real time. */
        private int chainFrom(int head) {
            int earliest = -1;
            int first = Operation.NEVER;
            int last = -1;
            int length = 0;
            for (int value = head; value != NONE; value = next[value]) {
                length++;
                earliest = Math.max(earliest, call[value]);
                if (value != INITIAL && earliest >= ret[value] || earliest >= firstReadEnd[value]) {
                    return NONE;
                }
                earliest = Math.max(earliest, lastReadStart[value]);
                first = Math.min(first, Math.min(ret[value], firstReadEnd[value]));
                last = Math.max(last, Math.max(call[value], lastReadStart[value]));
            }
            addZone(first, last);
            return length;
        }

        private void addZone(int first, int last) {
            if (first < last) {
                forward = forwards == forward.length ? Arrays.copyOf(forward, forwards * 2) : forward;
                forward[forwards++] = first + 1L << 32 | last;
            } else if (first > last) {
                backward = backwards == backward.length ? Arrays.copyOf(backward, backwards * 2) : backward;
                backward[backwards++] = last + 1L << 32 | first;
            }
        }

        boolean zonesAreApart() {
            Arrays.sort(forward, 0, forwards);
            for (int i = 1; i < forwards; i++) {
                if ((int) (forward[i] >>> 32) - 1 < (int) forward[i - 1]) {
                    return false;
                }
            }
            for (int i = 0; i < backwards && forwards > 0; i++) {
                int place = Arrays.binarySearch(forward, 0, forwards, backward[i] & -1L << 32);
                int before = (place < 0 ? ~place : place) - 1;
                if (before >= 0 && (int) forward[before] > (int) backward[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
