package io.keelson.bench.checker;

import io.keelson.checker.engine.OnlineChecker;
import io.keelson.checker.history.Values;
import java.util.Objects;
import java.util.SplittableRandom;

/** Ten clients at a hundred compare-and-set registers of five values, straight into an online checker; nothing is kept of it. */
final class OnlineCase {
    static final String NAME = "100,000,000 operations, online, 10 clients, 100 keys";
    static final long OPERATIONS = 100_000_000;
    private static final int CLIENTS = 10;
    private static final int KEYS = 100;
    private static final int VALUES = 5;

    private final SplittableRandom random;
    private final OnlineChecker checker;
    private final Object[] keys = new Object[KEYS];
    private final Object[] registers = new Object[KEYS];
    private final Object[] values = new Object[VALUES];
    private final Object[][] pairs = new Object[VALUES][VALUES];
    private final int[] phase = new int[CLIENTS];
    private final int[] key = new int[CLIENTS];
    private final int[] kind = new int[CLIENTS];
    private final int[] from = new int[CLIENTS];
    private final int[] to = new int[CLIENTS];
    private final Object[] result = new Object[CLIENTS];

    OnlineCase(long seed, OnlineChecker checker) {
        random = new SplittableRandom(seed);
        this.checker = checker;
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key" + i;
        }
        for (int i = 0; i < VALUES; i++) {
            values[i] = (long) i;
            for (int j = 0; j < VALUES; j++) {
                pairs[i][j] = Values.vector((long) i, (long) j);
            }
        }
    }

    void run(long operations) {
        long begun = 0;
        while (begun < operations) {
            int client = random.nextInt(CLIENTS);
            switch (phase[client]) {
                case 0 -> {
                    begin(client);
                    begun++;
                }
                case 1 -> apply(client);
                default -> end(client);
            }
        }
        checker.finish();
    }

    private void begin(int client) {
        key[client] = random.nextInt(KEYS);
        kind[client] = random.nextInt(3);
        from[client] = random.nextInt(VALUES);
        to[client] = random.nextInt(VALUES);
        String f = kind[client] == 0 ? "read" : kind[client] == 1 ? "write" : "cas";
        checker.invoke(client, f, keys[key[client]], input(client));
        phase[client] = 1;
    }

    private Object input(int client) {
        return kind[client] == 0 ? null : kind[client] == 1 ? values[to[client]] : pairs[from[client]][to[client]];
    }

    private void apply(int client) {
        int at = key[client];
        phase[client] = 2;
        if (kind[client] == 0) {
            result[client] = registers[at];
        } else if (kind[client] == 1 || Objects.equals(registers[at], values[from[client]])) {
            registers[at] = values[to[client]];
            result[client] = input(client);
        } else {
            phase[client] = 3;
        }
    }

    private void end(int client) {
        if (phase[client] == 3) {
            checker.fail(client);
        } else {
            checker.ok(client, result[client]);
        }
        phase[client] = 0;
    }
}
