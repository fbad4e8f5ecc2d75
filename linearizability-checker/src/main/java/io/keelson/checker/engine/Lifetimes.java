package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.List;

/**
 * When each item of a collection came and went, where all items are different: the invocations and completions of what put it in
 * and took it out, as places on an axis that holds the events of this partition. Before place i and after it are moments; moment i
 * lies between places i and i + 1.
 */
final class Lifetimes {
    /** The place of what never happens. */
    static final int NEVER = Integer.MAX_VALUE;
    private static final int ABSENT = -1;

    /** What {@link #load} found. */
    enum Loaded { READY, IMPOSSIBLE, UNSUITABLE }

    private final Interner items = new Interner();
    /** How many items have their columns filled. */
    private int prepared;
    int[] putCall = new int[64];
    int[] putRet = new int[64];
    int[] takeCall = new int[64];
    int[] takeRet = new int[64];
    /** Invocations and completions of what found nothing. */
    int[] emptyCall = new int[16];
    int[] emptyRet = new int[16];
    int empties;
    /** How many places the axis has. */
    int places;

    int size() {
        return items.size();
    }

    Object item(int number) {
        return items.value(number);
    }

    /** Whether an item was never taken out: then it is there to the end. */
    boolean stays(int item) {
        return takeCall[item] == NEVER;
    }

    /** Reads operations by the names of the two functions; see {@link FastCase#judge}. */
    Loaded load(List<Operation> possible, int event, String put, String take) {
        boolean impossible = false;
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            int end = FastCase.deadline(operation, event);
            if (operation.f().equals(put)) {
                if (!put(number(operation.input()), operation.invoked(), end)) {
                    return Loaded.UNSUITABLE;
                }
            } else if (!operation.f().equals(take) || operation.isCrashed()) {
                return Loaded.UNSUITABLE;
            } else if (operation.output() != null) {
                impossible |= !take(number(operation.output()), operation.invoked(), end);
            } else if (end != Operation.NEVER) {
                addEmpty(operation.invoked(), end);
            }
        }
        if (impossible || !couldBeTaken()) {
            return Loaded.IMPOSSIBLE;
        }
        placeOnAxis();
        return Loaded.READY;
    }

    private int number(Object item) {
        int number = items.number(item);
        if (number == putCall.length) {
            putCall = Arrays.copyOf(putCall, number * 4);
            putRet = Arrays.copyOf(putRet, number * 4);
            takeCall = Arrays.copyOf(takeCall, number * 4);
            takeRet = Arrays.copyOf(takeRet, number * 4);
        }
        if (number == prepared) {
            putCall[number] = ABSENT;
            takeCall[number] = NEVER;
            takeRet[number] = NEVER;
            prepared++;
        }
        return number;
    }

    private boolean put(int item, int call, int ret) {
        if (putCall[item] != ABSENT) {
            return false;
        }
        putCall[item] = call;
        putRet[item] = ret;
        return true;
    }

    /** False where it is taken twice for certain. One that is still open gives way to one that is not. */
    private boolean take(int item, int call, int ret) {
        boolean isTaken = takeCall[item] != NEVER;
        if (isTaken && ret == NEVER) {
            return true;
        }
        if (isTaken && takeRet[item] != NEVER) {
            return false;
        }
        takeCall[item] = call;
        takeRet[item] = ret;
        return true;
    }

    private void addEmpty(int call, int ret) {
        if (empties == emptyCall.length) {
            emptyCall = Arrays.copyOf(emptyCall, empties * 2);
            emptyRet = Arrays.copyOf(emptyRet, empties * 2);
        }
        emptyCall[empties] = call;
        emptyRet[empties++] = ret;
    }

    /** False where something was certainly taken out before it could be there. */
    private boolean couldBeTaken() {
        for (int i = 0; i < size(); i++) {
            if (takeRet[i] != NEVER && (putCall[i] == ABSENT || takeRet[i] < putCall[i])) {
                return false;
            }
        }
        return true;
    }

    /** Whether an item was there, as far as anybody could tell. */
    boolean counts(int item) {
        return putCall[item] != ABSENT && (putRet[item] != NEVER || takeCall[item] != NEVER);
    }

    /** Whether there is a moment at which it certainly is there: from its putting's completion to its taking's invocation. */
    boolean isCertain(int item) {
        return counts(item) && putRet[item] != NEVER && (stays(item) || putRet[item] < takeCall[item]);
    }

    /** The last moment, exclusive, at which it certainly is there. */
    int certainEnd(int item) {
        return stays(item) ? places : takeCall[item];
    }

    private void placeOnAxis() {
        int low = Integer.MAX_VALUE;
        int high = 0;
        int events = empties * 2;
        for (int i = 0; i < size(); i++) {
            if (putCall[i] != ABSENT) {
                low = Math.min(low, putCall[i]);
                high = Math.max(high, Math.max(last(putCall[i], putRet[i]), last(takeCall[i], takeRet[i])));
                events += 4;
            }
        }
        for (int i = 0; i < empties; i++) {
            low = Math.min(low, emptyCall[i]);
            high = Math.max(high, emptyRet[i]);
        }
        if (events == 0) {
            places = 0;
        } else if (high - (long) low < 8L * events + 64) {
            shift(low);
            places = high - low + 1;
        } else {
            compress(events);
        }
    }

    private static int last(int call, int ret) {
        return ret != NEVER ? ret : call != NEVER ? call : 0;
    }

    private void shift(int low) {
        for (int i = 0; i < size(); i++) {
            putCall[i] -= putCall[i] == ABSENT ? 0 : low;
            putRet[i] -= putRet[i] == NEVER ? 0 : low;
            takeCall[i] -= takeCall[i] == NEVER ? 0 : low;
            takeRet[i] -= takeRet[i] == NEVER ? 0 : low;
        }
        for (int i = 0; i < empties; i++) {
            emptyCall[i] -= low;
            emptyRet[i] -= low;
        }
    }

    private void compress(int events) {
        int[] axis = new int[events];
        int filled = 0;
        int[][] columns = {putCall, putRet, takeCall, takeRet};
        for (int[] column : columns) {
            for (int i = 0; i < size(); i++) {
                if (putCall[i] != ABSENT && column[i] != NEVER) {
                    axis[filled++] = column[i];
                }
            }
        }
        for (int i = 0; i < empties; i++) {
            axis[filled++] = emptyCall[i];
            axis[filled++] = emptyRet[i];
        }
        Arrays.sort(axis, 0, filled);
        places = filled;
        for (int i = 0; i < size(); i++) {
            boolean isPut = putCall[i] != ABSENT;
            for (int c = columns.length - 1; c >= 0; c--) {
                if (isPut && columns[c][i] != NEVER) {
                    columns[c][i] = Arrays.binarySearch(axis, 0, filled, columns[c][i]);
                }
            }
        }
        for (int i = 0; i < empties; i++) {
            emptyCall[i] = Arrays.binarySearch(axis, 0, filled, emptyCall[i]);
            emptyRet[i] = Arrays.binarySearch(axis, 0, filled, emptyRet[i]);
        }
    }
}
