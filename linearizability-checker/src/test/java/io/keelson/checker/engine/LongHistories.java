package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/**
 * Long histories of one true register under a random schedule: each operation takes effect at a random moment of its life, so the
 * history is linearizable, and its processes overlap as much as they can.
 */
final class LongHistories {
    private final Random random;
    private final int clients;
    private final int values;
    private final double crashShare;
    private final History.Builder builder = History.builder();
    private final long[] process;
    private final String[] f;
    private final Object[] input;
    private final Object[] output;
    /** Idle, invoked, applied, or applied and refused. */
    private final int[] phase;
    private Object register;
    private long nextProcess;
    private long nextUnique;

    private LongHistories(long seed, int clients, int values, double crashShare) {
        this.random = new Random(seed);
        this.clients = clients;
        this.values = values;
        this.crashShare = crashShare;
        process = new long[clients];
        f = new String[clients];
        input = new Object[clients];
        output = new Object[clients];
        phase = new int[clients];
        for (int i = 0; i < clients; i++) {
            process[i] = nextProcess++;
        }
    }

    /**
     * A linearizable history.
     *
     * @param values     how many values there are; 0 for a new one at each write, without compare-and-set
     * @param crashShare the share of operations whose outcome stays unknown, half of which take effect
     */
    static History linearizable(long seed, int operations, int clients, int values, double crashShare) {
        return new LongHistories(seed, clients, values, crashShare).run(operations).build();
    }

    /** The same, with a read at its end that sees a value that was never written. */
    static History notLinearizable(long seed, int operations, int clients, int values, double crashShare) {
        LongHistories histories = new LongHistories(seed, clients, values, crashShare);
        History.Builder builder = histories.run(operations);
        builder.invoke(histories.nextProcess, "read", null, null, 0);
        builder.add(histories.nextProcess, EventType.OK, "read", null, "never written", 0, null);
        return builder.build();
    }

    private History.Builder run(int operations) {
        int begun = 0;
        while (begun < operations) {
            int client = random.nextInt(clients);
            if (phase[client] == 0) {
                invoke(client);
                begun++;
            } else if (phase[client] == 1) {
                step(client);
            } else {
                complete(client);
            }
        }
        return builder;
    }

    private void invoke(int client) {
        int kind = random.nextInt(values == 0 ? 2 : 3);
        f[client] = kind == 0 ? "read" : kind == 1 ? "write" : "cas";
        input[client] = kind == 0 ? null : kind == 1 ? value() : Values.vector(value(), value());
        builder.invoke(process[client], f[client], null, input[client], 0);
        phase[client] = 1;
    }

    private Object value() {
        return values == 0 ? nextUnique++ : (long) random.nextInt(values);
    }

    private void step(int client) {
        boolean crashes = random.nextDouble() < crashShare;
        if (!crashes || random.nextBoolean()) {
            apply(client);
        }
        if (crashes) {
            add(client, EventType.INFO);
            process[client] = nextProcess++;
        }
    }

    private void apply(int client) {
        phase[client] = 2;
        output[client] = input[client];
        if (f[client].equals("read")) {
            output[client] = register;
        } else if (f[client].equals("write")) {
            register = input[client];
        } else {
            List<?> pair = (List<?>) input[client];
            if (Objects.equals(pair.get(0), register)) {
                register = pair.get(1);
            } else {
                phase[client] = 3;
            }
        }
    }

    private void complete(int client) {
        add(client, phase[client] == 3 ? EventType.FAIL : EventType.OK);
    }

    private void add(int client, EventType type) {
        builder.add(process[client], type, f[client], null, type == EventType.OK ? output[client] : input[client], 0, null);
        phase[client] = 0;
    }
}
