package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The operations of one partition as flat arrays. Completed operations are numbered by the order of their completions; while one
 * is open it holds a slot, the smallest that was free. Crashed operations have no end and no slot: those with equal transitions
 * form a class, of which only the number counts.
 */
final class Timeline {
    /** Completed operations, in order of completion. */
    final Operation[] completed;
    /** The slot of each completed operation. */
    final int[] slot;
    /** The transition of each completed operation. */
    final int[] transition;
    /** Invocations in order: the number of a completed operation, or {@code ~class} of a crashed one. */
    final int[] calls;
    /** How many of {@code calls} come before each completion. */
    final int[] callsBefore;
    final int slots;
    /** The transition of each crashed class. */
    final int[] classTransition;
    /** The operations of each crashed class, in order of invocation. */
    final List<List<Operation>> classMembers = new ArrayList<>();

    Timeline(Columns columns, int transitions) {
        int[] byCompletion = byCompletion(columns.ret());
        int count = byCompletion.length;
        completed = new Operation[count];
        transition = new int[count];
        calls = new int[columns.size()];
        callsBefore = new int[count];
        for (int i = 0, call = 0; i < count; i++) {
            int place = byCompletion[i];
            completed[i] = columns.operations()[place];
            transition[i] = columns.transition()[place];
            calls[place] = i;
            while (call < calls.length && columns.call()[call] < columns.ret()[place]) {
                call++;
            }
            callsBefore[i] = call;
        }
        classTransition = count == calls.length ? new int[0] : gatherCrashed(columns, transitions);
        slot = new int[count];
        slots = assignSlots();
    }

    /** The places of completed operations in order of completion: by counting where the events are dense, else by sorting. */
    private static int[] byCompletion(int[] ret) {
        int low = Integer.MAX_VALUE;
        int high = -1;
        int count = 0;
        for (int event : ret) {
            if (event != Operation.NEVER) {
                low = Math.min(low, event);
                high = Math.max(high, event);
                count++;
            }
        }
        return high - (long) low < 8L * count + 64 ? counted(ret, low, high, count) : sorted(ret, count);
    }

    private static int[] counted(int[] ret, int low, int high, int count) {
        int[] placeOf = new int[Math.max(high - low + 1, 0)];
        for (int i = 0; i < ret.length; i++) {
            if (ret[i] != Operation.NEVER) {
                placeOf[ret[i] - low] = i + 1;
            }
        }
        int[] places = new int[count];
        int filled = 0;
        for (int place : placeOf) {
            if (place != 0) {
                places[filled++] = place - 1;
            }
        }
        return places;
    }

    private static int[] sorted(int[] ret, int count) {
        long[] keys = new long[count];
        int filled = 0;
        for (int i = 0; i < ret.length; i++) {
            if (ret[i] != Operation.NEVER) {
                keys[filled++] = (long) ret[i] << 32 | i;
            }
        }
        Arrays.sort(keys);
        int[] places = new int[count];
        Arrays.setAll(places, i -> (int) keys[i]);
        return places;
    }

    /** Gathers crashed operations in classes, and puts these into {@code calls}; the transition of each class. */
    private int[] gatherCrashed(Columns columns, int transitions) {
        int[] classOf = new int[transitions];
        int[] classes = new int[transitions];
        for (int i = 0; i < calls.length; i++) {
            if (columns.ret()[i] == Operation.NEVER) {
                int crashed = columns.transition()[i];
                if (classOf[crashed] == 0) {
                    classes[classMembers.size()] = crashed;
                    classMembers.add(new ArrayList<>());
                    classOf[crashed] = classMembers.size();
                }
                classMembers.get(classOf[crashed] - 1).add(columns.operations()[i]);
                calls[i] = ~(classOf[crashed] - 1);
            }
        }
        return Arrays.copyOf(classes, classMembers.size());
    }

    private int assignSlots() {
        Slots free = new Slots();
        for (int i = 0, call = 0; i < completed.length; i++) {
            for (; call < callsBefore[i]; call++) {
                if (calls[call] >= 0) {
                    slot[calls[call]] = free.take();
                }
            }
            free.giveBack(slot[i]);
        }
        return free.highest();
    }

    int[] classSizes() {
        return classMembers.stream().mapToInt(List::size).toArray();
    }
}
