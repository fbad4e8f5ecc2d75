package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A log whose appends learned their offsets, but for those of unknown outcome, which are known by a read of their value where that
 * is the only one of its kind. The offsets tell the order; a read of an offset comes after its append, or before it where it saw
 * nothing, and one of the end in between.
 */
final class PlacedAppends implements FastCase {
    @Override
    public Verdict judge(List<Operation> possible, int event) {
        Offsets offsets = new Offsets(event);
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (!offsets.add(operation)) {
                return null;
            }
        }
        return offsets.judge();
    }

    /** What happened at each offset. */
    private static final class Offsets {
        private final int event;
        private final List<Operation> reads = new ArrayList<>();
        /** Appends of unknown offset by value; null where there are several of one value. */
        private final Map<Object, Operation> unplaced = new HashMap<>();
        private boolean anyUnplaced;
        private boolean impossible;
        private Operation[] appends = new Operation[64];
        /** How many values the log held at least in the end. */
        private int length;

        Offsets(int event) {
            this.event = event;
        }

        /** False where the history is not of this kind. */
        boolean add(Operation operation) {
            boolean certain = FastCase.deadline(operation, event) != Operation.NEVER;
            if (!operation.f().equals("append")) {
                if (certain) {
                    reads.add(operation);
                }
                return operation.f().equals("read") || operation.f().equals("end");
            }
            if (operation.isOk() && !Objects.equals(operation.output(), operation.input())) {
                return place(operation, (Long) ((List<?>) operation.output()).get(0), certain);
            }
            anyUnplaced = true;
            unplaced.put(operation.input(), unplaced.containsKey(operation.input()) ? null : operation);
            return !operation.isOk();
        }

        /** One that is still open gives way to one that is certain. False where an offset is too large for this way. */
        private boolean place(Operation append, long offset, boolean certain) {
            if (offset >= Math.max(1 << 20, event) || offset < 0) {
                return false;
            }
            int at = (int) offset;
            if (at >= appends.length) {
                appends = Arrays.copyOf(appends, Math.max(at + 1, appends.length * 2));
            }
            if (appends[at] != null && certain && FastCase.deadline(appends[at], event) != Operation.NEVER) {
                impossible = true;
            }
            if (appends[at] == null || certain) {
                appends[at] = append;
            }
            length = certain ? Math.max(length, at + 1) : length;
            return true;
        }

        Verdict judge() {
            if (impossible) {
                return Verdict.INVALID;
            }
            for (Operation read : reads) {
                Verdict verdict = read.f().equals("end") ? hold((Long) read.output(), null, null)
                    : hold((Long) read.input(), ((List<?>) read.output()).get(1), read);
                if (verdict != Verdict.VALID) {
                    return verdict;
                }
            }
            for (int offset = 0; offset < length; offset++) {
                if (appends[offset] == null) {
                    return anyUnplaced ? null : Verdict.INVALID;
                }
                if (!unplaced.isEmpty() && isOpen(appends[offset])) {
                    return null;
                }
            }
            return isOrdered() ? Verdict.VALID : Verdict.INVALID;
        }

        /** Notes that a value was seen at an offset, or, without a read, that so many values were there. */
        private Verdict hold(long offset, Object value, Operation read) {
            if (read != null && value == null) {
                return Verdict.VALID;
            }
            if (offset >= Math.max(1 << 20, event) || offset < 0) {
                return null;
            }
            int at = (int) offset;
            int needed = read == null ? at : at + 1;
            appends = needed > appends.length ? Arrays.copyOf(appends, Math.max(needed, appends.length * 2)) : appends;
            length = Math.max(length, needed);
            if (read == null) {
                return Verdict.VALID;
            }
            if (appends[at] == null) {
                if (anyUnplaced && unplaced.get(value) == null) {
                    return null;
                }
                appends[at] = unplaced.remove(value);
            }
            return appends[at] != null && appends[at].input().equals(value) ? Verdict.VALID
                : appends[at] == null || FastCase.deadline(appends[at], event) != Operation.NEVER ? Verdict.INVALID : null;
        }

        /** Whether it has yet to learn its offset at the event: until then another may have that. */
        private boolean isOpen(Operation append) {
            return append.isOk() && FastCase.deadline(append, event) == Operation.NEVER;
        }

        private boolean isOrdered() {
            int[] latestBefore = filled(-1);
            int[] firstEndOfHeld = filled(Operation.NEVER);
            int[] firstEndOfEnd = filled(Operation.NEVER);
            int[] latestEnd = filled(-1);
            for (Operation read : reads) {
                boolean isEnd = read.f().equals("end");
                int at = (int) Math.min(isEnd ? (Long) read.output() : (Long) read.input(), length);
                if (isEnd) {
                    firstEndOfEnd[at] = Math.min(firstEndOfEnd[at], read.completed());
                    latestEnd[at] = Math.max(latestEnd[at], read.invoked());
                } else if (((List<?>) read.output()).get(1) == null) {
                    latestBefore[at] = Math.max(latestBefore[at], read.invoked());
                } else {
                    firstEndOfHeld[at] = Math.min(firstEndOfHeld[at], read.completed());
                }
            }
            int earliest = -1;
            for (int offset = 0; offset <= length; offset++) {
                if (earliest >= firstEndOfEnd[offset]) {
                    return false;
                }
                if (offset < length) {
                    earliest = Math.max(Math.max(earliest, appends[offset].invoked()), Math.max(latestBefore[offset], latestEnd[offset]));
                    if (earliest >= FastCase.deadline(appends[offset], event) || earliest >= firstEndOfHeld[offset]) {
                        return false;
                    }
                }
            }
            return true;
        }

        private int[] filled(int with) {
            int[] numbers = new int[length + 1];
            Arrays.fill(numbers, with);
            return numbers;
        }
    }
}
