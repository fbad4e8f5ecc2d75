package io.keelson.jepsen.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import java.util.random.RandomGenerator;

/** Adds numbers to several sets and reads them whole; no number is added twice. An element is a key of its own under the set's name. */
public final class SetWorkload implements Workload {
    /** The name on the command line. */
    public static final String NAME = "set";

    private final Slots sets;
    private long nextElement = 1;

    /**
     * Begins with empty sets.
     *
     * @param keys how many sets are in use at once
     * @param operationsPerKey after so many operations a set is left
     */
    public SetWorkload(int keys, int operationsPerKey) {
        this.sets = new Slots(keys, operationsPerKey);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model model() {
        return Models.set().perKey();
    }

    @Override
    public List<String> functions() {
        return List.of("add", "read");
    }

    @Override
    public synchronized Operation next(RandomGenerator random) {
        long set = sets.take(random.nextInt(sets.count()));
        return random.nextInt(4) == 0 ? Operation.read(set) : Operation.change("add", set, nextElement++);
    }

    @Override
    public Reply carryOut(EtcdClient client, Operation operation) {
        String prefix = NAME + "/" + operation.key() + "/";
        if (operation.f().equals("add")) {
            client.put(prefix + operation.argument(), "");
            return new Reply.Ok(operation.argument(), 0);
        }
        Object[] elements = client.prefix(prefix).keySet().stream()
                .map(key -> Long.valueOf(key.substring(prefix.length()))).sorted().toArray();
        return new Reply.Ok(Values.vector(elements), 0);
    }

    @Override
    public synchronized List<Operation> lastReads() {
        return sets.all().stream().map(Operation::read).toList();
    }

    @Override
    public LostWrites count(History history, int nodes, List<FinalRead> reads) {
        return LostWrites.ofElements(history, nodes, reads, "add", operation -> List.of(operation.input()));
    }
}
