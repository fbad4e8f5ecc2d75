package io.keelson.server.admin;

import io.keelson.kv.KvStateMachine;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.server.Replica;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the probes are told. A cluster without a quorum is not ready, but alive: restarting its survivors would help nobody. */
final class Health {
    private static final long PATIENCE_SECONDS = 2;

    /**
     * One check.
     *
     * @param name of the check
     * @param failure null if it passed, else why it did not
     */
    record Check(String name, String failure) {
        String line() {
            return failure == null ? "[+]" + name + " ok" : "[-]" + name + " failed: " + failure;
        }
    }

    private final Replica replica;

    Health(Replica replica) {
        this.replica = replica;
    }

    /** Alive: the node has not stopped and its thread answers. */
    List<Check> live() {
        return List.of(node());
    }

    /** Ready: it leads or follows a leader, a linearizable read succeeds, and there is room to write. */
    List<Check> ready() {
        List<Check> checks = new ArrayList<>();
        checks.add(node());
        checks.add(check("leader", replica.status().thenApply(Health::whyNoLeader)));
        checks.add(check("linearizable-read", replica.read(KvStateMachine::revision).thenApply(Health::whyNotDone)));
        checks.add(check("quota", replica.readLocal(machine -> machine.quota().isFull() ? "the store is full" : null)));
        return checks;
    }

    private Check node() {
        return check("node", replica.status().thenApply(status -> status.stopped() ? "the node has stopped" : null));
    }

    private static String whyNoLeader(NodeStatus status) {
        NodeStatus.GroupStatus group = status.groups().getFirst();
        return group.leader() == 0 ? "no leader is known in term " + group.term() : null;
    }

    private static String whyNotDone(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> null;
            case Outcome.NotApplied<?> notApplied -> notApplied.reason();
            case Outcome.Unknown<?> unknown -> unknown.reason();
            case Outcome.Refused<?> refused -> refused.reason();
        };
    }

    private static Check check(String name, CompletableFuture<String> failure) {
        try {
            return new Check(name, failure.copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        } catch (CompletionException failed) {
            return new Check(
                    name,
                    failed.getCause() instanceof TimeoutException
                            ? "no answer within " + PATIENCE_SECONDS + " s"
                            : String.valueOf(failed.getCause()));
        }
    }
}
