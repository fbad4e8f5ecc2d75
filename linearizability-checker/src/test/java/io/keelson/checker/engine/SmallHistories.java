package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a list of numbers into a small history of a few processes on a few registers. The numbers drive a true register, so that
 * histories are often linearizable, and now and then let a read lie, so that they often are not.
 */
final class SmallHistories {
    private static final int PROCESSES = 4;
    private static final int VALUES = 3;
    private static final int MAX_OPERATIONS = 8;

    private final boolean withCas;
    private final int keys;
    private final int crashesOfTen;
    private final History.Builder builder = History.builder();
    private final Map<Object, Object> truth = new HashMap<>();
    private final long[] processOf = {0, 1, 2, 3};
    private final Call[] open = new Call[PROCESSES];
    private long nextProcess = PROCESSES;
    private int operations;

    private static final class Call {
        String f;
        Object key;
        Object input;
        boolean applied;
        boolean refused;
        Object seen;
    }

    private SmallHistories(boolean withCas, int keys, int crashesOfTen) {
        this.crashesOfTen = crashesOfTen;
        this.withCas = withCas;
        this.keys = keys;
    }

    /** @param keys how many keys; 0 for a history without */
    static History of(List<Integer> script, boolean withCas, int keys) {
        return of(script, new SmallHistories(withCas, keys, 1));
    }

    /** Compare-and-set without keys, where about half of all operations that change something have an unknown outcome. */
    static History crashing(List<Integer> script) {
        return of(script, new SmallHistories(true, 0, 6));
    }

    private static History of(List<Integer> script, SmallHistories history) {
        script.forEach(history::step);
        return history.builder.build();
    }

    private void step(int number) {
        int slot = number % PROCESSES;
        int choice = number / PROCESSES;
        if (open[slot] == null) {
            invoke(slot, choice);
        } else if (choice % 3 == 0 && !open[slot].applied) {
            apply(open[slot]);
        } else {
            complete(slot, choice / 3);
        }
    }

    private void invoke(int slot, int choice) {
        if (operations == MAX_OPERATIONS) {
            return;
        }
        operations++;
        Call call = new Call();
        call.f = List.of("read", "write", withCas ? "cas" : "read").get(choice % 3);
        call.key = keys == 0 ? null : "k" + choice / 3 % keys;
        long a = choice / 6 % VALUES;
        long b = choice / 18 % VALUES;
        call.input = call.f.equals("read") ? null : call.f.equals("write") ? (Object) a : Values.vector(a, b);
        builder.invoke(processOf[slot], call.f, call.key, call.input, operations);
        open[slot] = call;
    }

    private void apply(Call call) {
        call.applied = true;
        Object state = truth.get(call.key);
        switch (call.f) {
            case "read" -> call.seen = state;
            case "write" -> truth.put(call.key, call.input);
            default -> {
                List<?> pair = (List<?>) call.input;
                call.refused = !pair.get(0).equals(state);
                if (!call.refused) {
                    truth.put(call.key, pair.get(1));
                }
            }
        }
    }

    private void complete(int slot, int choice) {
        Call call = open[slot];
        open[slot] = null;
        int fate = choice % 10;
        if (fate < (call.f.equals("read") ? 1 : crashesOfTen)) {
            add(slot, call, EventType.INFO, call.input);
            processOf[slot] = nextProcess++;
            return;
        }
        if (fate == 1 && !call.applied) {
            add(slot, call, EventType.FAIL, call.input);
            return;
        }
        if (!call.applied) {
            apply(call);
        }
        boolean lies = fate >= 2 && fate <= 5;
        Object output = !call.f.equals("read") ? call.input : lies ? (Object) (long) (choice / 10 % VALUES) : call.seen;
        add(slot, call, call.refused ? EventType.FAIL : EventType.OK, output);
    }

    private void add(int slot, Call call, EventType type, Object value) {
        builder.add(processOf[slot], type, call.f, call.key, value, operations, null);
    }
}
