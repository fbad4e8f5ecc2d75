package io.keelson.simulation.workload;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.simulation.world.Door;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A client that reads, writes, and compares and sets registers, one operation at a time, on nodes it picks at random. What it does next is a hash of
 * (seed, client, number of the operation).
 */
final class Client {
    private static final long SHORTEST_THOUGHT_NANOS = 1_000_000;
    private static final long AGAIN_NANOS = 20_000_000;
    private static final int DECISIONS = 8;
    private static final long VALUES = 1_000_000;
    /** The most impatient clients turn to another node in the midst of an election; the others wait for what comes of it. */
    private static final long[] PATIENCE_NANOS = {150_000_000L, 500_000_000L, Attempt.LONGEST_PATIENCE_NANOS};

    private enum Decision {
        THINK,
        NODE,
        KEY,
        KIND,
        PATIENCE
    }

    private final Workload workload;
    private final int id;
    private final long patience;
    /** By key: the value this client saw last. */
    private final TreeMap<String, Long> seen = new TreeMap<>();

    private long process;
    private long number;
    private Attempt<Bytes> open;
    /** Whether the last read was answered. */
    private boolean readIsDone;

    Client(Workload workload, int id) {
        this.workload = workload;
        this.id = id;
        this.process = workload.recorder().newProcess();
        this.patience = PATIENCE_NANOS[(int) decide(Decision.PATIENCE, PATIENCE_NANOS.length)];
    }

    boolean isIdle() {
        return open == null;
    }

    void nodeGone(SimNode node) {
        if (open != null) {
            open.nodeGone(node);
        }
    }

    private long decide(Decision about, long bound) {
        return Indexed.below(bound, workload.world().seed(), Stream.CLIENT.of(TrialLoad.ofGroup(workload.group(), id)), number * DECISIONS + about.ordinal());
    }

    /** Plans the next operation, after a thought. */
    void think() {
        number++;
        long thought = SHORTEST_THOUGHT_NANOS + decide(Decision.THINK, workload.longestThoughtNanos());
        workload.world().queue().at(workload.world().now() + thought, this::act);
    }

    private void act() {
        if (workload.isOpen() && workload.world().isQuiet()) {
            think();
        } else if (workload.isOpen()) {
            List<SimNode> nodes = workload.targets();
            SimNode node = nodes.get((int) decide(Decision.NODE, nodes.size()));
            String key = workload.key((int) decide(Decision.KEY, workload.registers()));
            long kind = decide(Decision.KIND, 10);
            if (!node.isUp()) {
                think();
            } else if (kind < 4) {
                read(node, key, this::think);
            } else if (kind < 7) {
                write(node, key, this::think);
            } else {
                compareAndSet(node, key);
            }
        }
    }

    /** Reads every register and writes one, on these nodes; every operation must succeed. */
    void serve(List<SimNode> nodes, Runnable whenDone) {
        number++;
        List<Runnable> steps = new ArrayList<>();
        SimNode node = nodes.get((int) decide(Decision.NODE, nodes.size()));
        steps.add(() -> writeUntilDone(node, workload.key(id % workload.registers()), () -> steps.remove(0).run()));
        for (int i = 0; i <= workload.registers(); i++) {
            String key = workload.key((i + id) % (workload.registers() + 1));
            steps.add(() -> readUntilDone(node, key, () -> steps.remove(0).run()));
        }
        steps.add(whenDone);
        steps.remove(0).run();
    }

    /** A message that a fault has delayed may still depose a leader: a write that is not done is followed by another, and all of them must be over in time. */
    private void writeUntilDone(SimNode node, String key, Runnable next) {
        number++;
        Long value = id * VALUES + number;
        write(node, key, () -> {
            if (value.equals(seen.get(key))) {
                next.run();
            } else {
                workload.world().queue().at(workload.world().now() + AGAIN_NANOS, () -> writeUntilDone(node, key, next));
            }
        });
    }

    /** The same of reads: while it is deposed and another is elected, nobody may be known to lead. */
    private void readUntilDone(SimNode node, String key, Runnable next) {
        read(node, key, () -> {
            if (readIsDone) {
                next.run();
            } else {
                workload.world().queue().at(workload.world().now() + AGAIN_NANOS, () -> readUntilDone(node, key, next));
            }
        });
    }

    private void read(SimNode node, String key, Runnable next) {
        Operation operation = new Operation(workload, process, "read", key, null);
        begin(node, (door, reply) -> door.read(machine -> Registers.get(machine, key), reply), outcome -> {
            if (outcome instanceof Outcome.Done<Bytes> done) {
                Long value = Registers.decode(done.value());
                remember(key, value);
                operation.ok(value, done.index());
            } else {
                operation.noEffect(outcome);
            }
            readIsDone = outcome instanceof Outcome.Done<Bytes>;
            next.run();
        });
    }

    private void write(SimNode node, String key, Runnable next) {
        long value = id * VALUES + number;
        Bytes command = Registers.put(key, value);
        Operation operation = new Operation(workload, process, "write", key, value);
        propose(node, command, operation, done -> {
            remember(key, value);
            operation.acknowledged(done.index(), command);
            operation.ok(value, done.index());
        }, next);
    }

    private void compareAndSet(SimNode node, String key) {
        long value = id * VALUES + number;
        Long expected = seen.get(key);
        Bytes command = Registers.compareAndSet(key, expected, value);
        Operation operation = new Operation(workload, process, "cas", key, java.util.Arrays.asList(expected, value));
        propose(node, command, operation, done -> {
            if (Registers.succeeded(done.value())) {
                remember(key, value);
                operation.acknowledged(done.index(), command);
                operation.ok(java.util.Arrays.asList(expected, value), done.index());
            } else {
                seen.remove(key);
                operation.refused();
            }
        }, this::think);
    }

    private void propose(
            SimNode node, Bytes command, Operation operation, Consumer<Outcome.Done<Bytes>> whenDone, Runnable next) {
        begin(node, (door, reply) -> door.propose(command, reply), outcome -> {
            if (outcome instanceof Outcome.Done<Bytes> done) {
                whenDone.accept(done);
            } else if (outcome instanceof Outcome.Unknown<Bytes>) {
                operation.unknown(outcome);
                process = workload.recorder().newProcess();
            } else {
                operation.noEffect(outcome);
            }
            next.run();
        });
    }

    private void remember(String key, Long value) {
        if (value == null) {
            seen.remove(key);
        } else {
            seen.put(key, value);
        }
    }

    private void begin(
            SimNode node, BiConsumer<Door, Consumer<Outcome<Bytes>>> request, Consumer<Outcome<Bytes>> whenOver) {
        open = Attempt.begin(workload.world(), node, workload.group(), patience, request, outcome -> {
            open = null;
            whenOver.accept(outcome);
        });
    }
}
