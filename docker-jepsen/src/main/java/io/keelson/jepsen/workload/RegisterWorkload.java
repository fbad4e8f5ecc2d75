package io.keelson.jepsen.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Reads, writes and compare-and-sets on several registers at once. No value is written twice to one register, so that each read
 * tells which write it saw. A register is left for a fresh one after a while: a bounded history can be judged exactly.
 *
 * <p>Safe for use by many threads.
 */
public final class RegisterWorkload {
    private final int operationsPerKey;
    private final long[] active;
    private final int[] spent;
    private final Map<Long, Long> lastKnown = new ConcurrentHashMap<>();
    private long nextKey;
    private long nextValue = 1;

    /**
     * Begins with fresh registers.
     *
     * @param keys how many registers are in use at once
     * @param operationsPerKey after so many operations a register is left
     */
    public RegisterWorkload(int keys, int operationsPerKey) {
        this.operationsPerKey = operationsPerKey;
        this.active = new long[keys];
        this.spent = new int[keys];
        for (int i = 0; i < keys; i++) {
            active[i] = nextKey++;
        }
    }

    /** Returns the next operation: reads, writes and compare-and-sets in equal parts. */
    public synchronized Operation next(RandomGenerator random) {
        int slot = random.nextInt(active.length);
        if (spent[slot]++ == operationsPerKey) {
            spent[slot] = 1;
            active[slot] = nextKey++;
        }
        long key = active[slot];
        Long expected = lastKnown.get(key);
        return switch (random.nextInt(3)) {
            case 0 -> Operation.read(key);
            case 1 -> Operation.write(key, nextValue++);
            // Expecting what was seen last makes some succeed and, under contention, some fail.
            default -> expected == null ? Operation.write(key, nextValue++) : Operation.cas(key, expected, nextValue++);
        };
    }

    /** Learns what an operation saw or wrote; a hint for later compare-and-sets, nothing more. */
    public void learn(Operation operation, Reply.Ok reply) {
        if (!operation.f().equals("read")) {
            lastKnown.put(operation.key(), operation.value());
        } else if (reply.value() != null) {
            lastKnown.put(operation.key(), reply.value());
        }
    }

    /** Returns every register that has been in use. */
    public synchronized List<Long> keys() {
        List<Long> keys = new ArrayList<>();
        for (long key = 0; key < nextKey; key++) {
            keys.add(key);
        }
        return keys;
    }
}
