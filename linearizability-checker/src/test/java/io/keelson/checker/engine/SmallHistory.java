package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a list of numbers into a small history of a few processes on a true object, so that it is often linearizable, and now and
 * then lets a result lie, so that it often is not. It also tells in which order the operations took effect.
 */
final class SmallHistory {
    private static final int PROCESSES = 4;

    private final TrueObject object;
    private final int crashesOfTen;
    private final int most;
    private final int oneLieIn;
    private final History.Builder builder = History.builder();
    private final long[] processOf = {0, 1, 2, 3};
    private final Running[] open = new Running[PROCESSES];
    private final Map<Integer, Long> appliedAt = new HashMap<>();
    private long nextProcess = PROCESSES;
    private int operations;

    private static final class Running {
        final int id;
        final TrueObject.Call call;
        boolean applied;
        Object result;

        Running(int id, TrueObject.Call call) {
            this.id = id;
            this.call = call;
        }
    }

    private SmallHistory(TrueObject object, int crashesOfTen, int most, int oneLieIn) {
        this.object = object;
        this.crashesOfTen = crashesOfTen;
        this.most = most;
        this.oneLieIn = oneLieIn;
    }

    /**
     * A history of its script.
     *
     * @param crashesOfTen how many in ten operations end with an unknown outcome
     * @param most         how many operations there are at most
     * @param oneLieIn     one in so many results may be a lie
     */
    static SmallHistory of(List<Integer> script, TrueObject object, int crashesOfTen, int most, int oneLieIn) {
        SmallHistory history = new SmallHistory(object, crashesOfTen, most, oneLieIn);
        script.forEach(history::step);
        return history;
    }

    History history() {
        return builder.build();
    }

    /** The place of an operation in the order in which they took effect; null for those that did not. */
    Long appliedAt(int operation) {
        return appliedAt.get(operation);
    }

    private void step(int number) {
        Dice dice = new Dice(number);
        int slot = dice.roll(PROCESSES);
        if (open[slot] == null) {
            invoke(slot, dice);
        } else if (!open[slot].applied && dice.roll(3) == 0) {
            apply(open[slot]);
        } else {
            complete(slot, dice);
        }
    }

    private void invoke(int slot, Dice dice) {
        if (operations < most) {
            open[slot] = new Running(operations++, object.call(dice));
            add(slot, EventType.INVOKE, open[slot].call.input());
        }
    }

    private void apply(Running running) {
        running.applied = true;
        running.result = object.apply(running.call);
        if (running.result != TrueObject.FAILED) {
            appliedAt.put(running.id, (long) appliedAt.size());
        }
    }

    private void complete(int slot, Dice dice) {
        Running running = open[slot];
        int fate = dice.roll(10);
        if (fate < crashesOfTen) {
            add(slot, EventType.INFO, running.call.input());
            processOf[slot] = nextProcess++;
        } else if (fate == 9 && !running.applied) {
            add(slot, EventType.FAIL, running.call.input());
        } else {
            if (!running.applied) {
                apply(running);
            }
            boolean lies = dice.roll(oneLieIn) == 0;
            Object lie = lies ? object.lie(running.call, dice) : null;
            if (running.result == TrueObject.FAILED) {
                add(slot, EventType.FAIL, running.call.input());
            } else {
                add(slot, EventType.OK, lies ? lie : running.result);
            }
        }
        open[slot] = null;
    }

    private void add(int slot, EventType type, Object value) {
        builder.add(processOf[slot], type, open[slot].call.f(), open[slot].call.key(), value, operations, null);
    }
}
