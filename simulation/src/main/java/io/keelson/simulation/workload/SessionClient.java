package io.keelson.simulation.workload;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Stream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A client with a session (thesis 6.3): it alone counts a register up by compare-and-set, and sends each command again and again, to any node, until
 * one answers. Since each is applied once and its answer kept, every comparison must hold; a command applied twice would find its own work and fail.
 */
final class SessionClient {
    private static final int ID = 99;
    /** Longer than any clock fault. */
    private static final long TIME_TO_LIVE_MILLIS = 30L * 24 * 3600 * 1000;

    private static final long SHORTEST_THOUGHT_NANOS = 5_000_000;

    private final Workload workload;
    private final long process;
    private long draws;
    private Long session;
    private long sequence;
    /** How many commands another session's client had done before. */
    private long former;
    private Operation operation;
    private Attempt<?> open;

    SessionClient(Workload workload) {
        this.workload = workload;
        this.process = workload.recorder().newProcess();
    }

    /** Says whether nothing is on its way. */
    boolean isIdle() {
        return operation == null && open == null;
    }

    /** So many commands were done in a session of somebody who is not here any more. */
    void resume(long commands) {
        former = commands;
        sequence = commands;
    }

    void nodeGone(SimNode node) {
        if (open != null) {
            open.nodeGone(node);
        }
    }

    private long draw(long bound) {
        return Indexed.below(bound, workload.world().seed(), Stream.CLIENT.of(TrialLoad.ofGroup(workload.group(), ID)), draws++);
    }

    /** Plans the next request, after a thought: a new command if the last has been answered, else the same again. */
    void think() {
        long thought = SHORTEST_THOUGHT_NANOS + draw(2 * workload.longestThoughtNanos());
        workload.world().queue().at(workload.world().now() + thought, this::act);
    }

    private void act() {
        if (open != null || (!workload.isOpen() && operation == null)) {
            return;
        }
        List<SimNode> nodes = workload.targets();
        SimNode node = nodes.get((int) draw(nodes.size()));
        if (!node.isUp() || (workload.isOpen() && workload.world().isQuiet())) {
            think();
        } else if (session == null) {
            openSession(node);
        } else {
            command(node);
        }
    }

    private void openSession(SimNode node) {
        open = Attempt.<Long>begin(
                workload.world(),
                node,
                workload.group(),
                Attempt.LONGEST_PATIENCE_NANOS,
                (door, reply) -> door.openSession(TIME_TO_LIVE_MILLIS, reply),
                over(done -> session = done.value()));
    }

    private void command(SimNode node) {
        Long before = sequence == 0 ? null : Long.valueOf(sequence);
        if (operation == null) {
            operation = new Operation(workload, process, "cas", Workload.SESSION_KEY, Arrays.asList(before, sequence + 1));
        } else {
            workload.counters().retried++;
        }
        Bytes command = Registers.compareAndSet(Workload.SESSION_KEY, before, sequence + 1);
        long number = sequence + 1;
        open = Attempt.<Bytes>begin(
                workload.world(),
                node,
                workload.group(),
                Attempt.LONGEST_PATIENCE_NANOS,
                (door, reply) -> door.propose(session, number - former, command, reply),
                over(done -> {
                    if (!Registers.succeeded(done.value())) {
                        throw workload.world().violation("ExactlyOnce", node, "command " + number + " of the session was applied twice").in(workload.group());
                    }
                    operation.acknowledged(done.index(), command);
                    operation.ok(Arrays.asList(before, number), done.index());
                    operation = null;
                    sequence = number;
                }));
    }

    private <T> Consumer<Outcome<T>> over(Consumer<Outcome.Done<T>> whenDone) {
        return outcome -> {
            open = null;
            if (outcome instanceof Outcome.Done<T> done) {
                whenDone.accept(done);
            } else if (outcome instanceof Outcome.Refused<T> refused) {
                throw workload.world().violation("SessionLives", null, "a session that has not expired is refused: " + refused.reason()).in(workload.group());
            }
            think();
        };
    }
}
