package io.keelson.jepsen.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Reads, writes and compare-and-sets on several registers at once. No value is written twice to one register, so that each read
 * tells which write it saw.
 */
public final class RegisterWorkload implements Workload {
    /** The name on the command line. */
    public static final String NAME = "register";

    private final Slots registers;
    private final Map<Object, Long> lastKnown = new ConcurrentHashMap<>();
    private long nextValue = 1;

    /**
     * Begins with fresh registers.
     *
     * @param keys how many registers are in use at once
     * @param operationsPerKey after so many operations a register is left
     */
    public RegisterWorkload(int keys, int operationsPerKey) {
        this.registers = new Slots(keys, operationsPerKey);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model model() {
        return Models.casRegister().perKey();
    }

    @Override
    public List<String> functions() {
        return List.of("read", "write", "cas");
    }

    /** Reads, writes and compare-and-sets in equal parts. */
    @Override
    public synchronized Operation next(RandomGenerator random) {
        long key = registers.take(random.nextInt(registers.count()));
        Long expected = lastKnown.get(key);
        return switch (random.nextInt(3)) {
            case 0 -> Operation.read(key);
            case 1 -> Operation.change("write", key, nextValue++);
            // Expecting what was seen last makes some succeed and, under contention, some fail.
            default -> expected == null
                    ? Operation.change("write", key, nextValue++)
                    : Operation.change("cas", key, Values.vector(expected, nextValue++));
        };
    }

    @Override
    public Reply carryOut(EtcdClient client, Operation operation) {
        String register = NAME + "/" + operation.key();
        switch (operation.f()) {
            case "read" -> {
                EtcdClient.Found found = client.get(register);
                return found == null ? new Reply.Ok(null, 0, 0)
                        : new Reply.Ok(Long.valueOf(found.value()), found.version(), found.modRevision());
            }
            case "write" -> {
                return new Reply.Ok(operation.argument(), 0, client.put(register, operation.argument().toString()));
            }
            default -> {
                List<?> pair = (List<?>) operation.argument();
                long revision = client.putIfValue(register, pair.get(0).toString(), pair.get(1).toString());
                return revision < 0 ? new Reply.Failed("differs") : new Reply.Ok(operation.argument(), 0, revision);
            }
        }
    }

    @Override
    public void learn(Operation operation, Reply.Ok reply) {
        Object seen = operation.f().equals("cas") ? ((List<?>) operation.argument()).get(1) : reply.value();
        if (seen != null) {
            lastKnown.put(operation.key(), (Long) seen);
        }
    }

    @Override
    public synchronized List<Operation> lastReads() {
        return registers.all().stream().map(Operation::read).toList();
    }

    @Override
    public LostWrites count(History history, int nodes, List<FinalRead> reads) {
        return LostWrites.ofRegisters(history, nodes, reads);
    }
}
