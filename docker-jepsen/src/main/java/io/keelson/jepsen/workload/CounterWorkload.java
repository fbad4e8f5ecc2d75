package io.keelson.jepsen.workload;

import io.grpc.StatusRuntimeException;
import io.keelson.checker.history.History;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Adds one to several counters and reads them. An addition is not idempotent, and one of unknown outcome is sent again in the client's session, under the same number: it must count
 * once (thesis 6.3). A counter is the number of times that a key was written.
 */
public final class CounterWorkload implements Workload {
    /** The name on the command line. */
    public static final String NAME = "counter";

    private static final int ATTEMPTS = 4;

    private final Slots counters;

    /**
     * Begins with counters at zero.
     *
     * @param keys how many counters are in use at once
     * @param operationsPerKey after so many operations a counter is left
     */
    public CounterWorkload(int keys, int operationsPerKey) {
        this.counters = new Slots(keys, operationsPerKey);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model model() {
        return Models.counter(0).perKey();
    }

    @Override
    public List<String> functions() {
        return List.of("add", "read");
    }

    @Override
    public synchronized Operation next(RandomGenerator random) {
        long counter = counters.take(random.nextInt(counters.count()));
        return random.nextInt(3) == 0 ? Operation.read(counter) : Operation.change("add", counter, 1L);
    }

    @Override
    public Reply carryOut(EtcdClient client, Operation operation) {
        String counter = NAME + "/" + operation.key();
        if (operation.readOnly()) {
            EtcdClient.Found found = client.get(counter);
            long count = found == null ? 0 : found.version();
            return new Reply.Ok(count, count);
        }
        return add(client, counter, operation);
    }

    /** Sends the addition again as long as nobody knows whether it counts. What is said of a later attempt says nothing of an earlier one, unless it has worked. */
    private static Reply add(EtcdClient client, String counter, Operation operation) {
        client.beginCommand();
        Reply reply = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                client.putInSession(counter, "");
                return new Reply.Ok(operation.argument(), 0);
            } catch (StatusRuntimeException failure) {
                Reply now = EtcdClient.reply(false, failure);
                if (reply == null && now instanceof Reply.Failed) {
                    return now;
                }
                reply = now instanceof Reply.Unknown ? now : reply;
            }
        }
        return reply;
    }

    @Override
    public synchronized List<Operation> lastReads() {
        return counters.all().stream().map(Operation::read).toList();
    }

    @Override
    public LostWrites count(History history, int nodes, List<FinalRead> reads) {
        return LostWrites.ofCounters(history, nodes, reads);
    }
}
