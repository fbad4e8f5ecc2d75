package io.keelson.bench.checker;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Histories of busy clients on one true object: each operation takes effect at a random moment of its life, so that the history is
 * linearizable, and the clients overlap as much as they can. A seed gives one history.
 */
final class BusyClients {
    /** The object, and what its clients want of it. */
    interface Target {
        /** The function of the next operation. */
        String f(SplittableRandom random);

        /** Its argument; may be null. */
        Object input(String f, SplittableRandom random);

        /** Takes effect and gives the result; {@link #REFUSED} where it fails. */
        Object apply(String f, Object input, SplittableRandom random);

        /** Its argument as it is recorded, once the result is known. */
        default Object recorded(Object input, Object output) {
            return input;
        }
    }

    static final Object REFUSED = new Object();

    private enum Phase { IDLE, BEGUN, APPLIED }

    private final SplittableRandom random;
    private final Target target;
    private final double crashShare;
    private final Operation[] operations;
    private final Phase[] phase;
    private final int[] running;
    private final long[] process;
    private final String[] f;
    private final Object[] input;
    private final Object[] output;
    private final int[] invoked;
    private long nextProcess;
    private int begun;
    private int events;

    private BusyClients(long seed, int count, int clients, double crashShare, Target target) {
        this.random = new SplittableRandom(seed);
        this.target = target;
        this.crashShare = crashShare;
        operations = new Operation[count];
        phase = new Phase[clients];
        Arrays.fill(phase, Phase.IDLE);
        running = new int[clients];
        process = new long[clients];
        f = new String[clients];
        input = new Object[clients];
        output = new Object[clients];
        invoked = new int[clients];
        nextProcess = clients;
        Arrays.setAll(process, client -> client);
    }

    /**
     * So many operations, all ended, in order of invocation.
     *
     * @param crashShare the share of operations whose outcome stays unknown, half of which take effect
     */
    static List<Operation> operations(long seed, int count, int clients, double crashShare, Target target) {
        return new BusyClients(seed, count, clients, crashShare, target).run();
    }

    private List<Operation> run() {
        int ended = 0;
        while (ended < operations.length) {
            int client = random.nextInt(phase.length);
            switch (phase[client]) {
                case IDLE -> begin(client);
                case BEGUN -> ended += apply(client);
                default -> ended += end(client, output[client] == REFUSED ? EventType.FAIL : EventType.OK);
            }
        }
        return Arrays.asList(operations);
    }

    private void begin(int client) {
        if (begun < operations.length) {
            running[client] = begun++;
            f[client] = target.f(random);
            input[client] = target.input(f[client], random);
            invoked[client] = events++;
            phase[client] = Phase.BEGUN;
        }
    }

    private int apply(int client) {
        boolean crashes = crashShare > 0 && random.nextDouble() < crashShare;
        if (!crashes || random.nextBoolean()) {
            output[client] = target.apply(f[client], input[client], random);
            phase[client] = Phase.APPLIED;
        }
        return crashes ? end(client, EventType.INFO) : 0;
    }

    private int end(int client, EventType outcome) {
        boolean isOk = outcome == EventType.OK;
        operations[running[client]] = new Operation(running[client], process[client], f[client], null,
            isOk ? target.recorded(input[client], output[client]) : input[client], isOk ? output[client] : null, outcome, invoked[client],
            outcome == EventType.INFO ? Operation.NEVER : events, 0, 0, null);
        events++;
        phase[client] = Phase.IDLE;
        if (outcome == EventType.INFO) {
            process[client] = nextProcess++;
        }
        return 1;
    }
}
