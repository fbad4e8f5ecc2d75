package io.keelson.server;

import io.keelson.node.Outcome;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.ReplicaPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Groups of a member that has none but the default one. */
public final class NoGroups implements Groups {
    @Override
    public CompletableFuture<Outcome<List<KeptGroup>>> list() {
        return CompletableFuture.completedFuture(new Outcome.Done<>(1, List.of()));
    }

    @Override
    public CompletableFuture<Outcome<PlacedGroup>> create(String name, int replicas) {
        return CompletableFuture.completedFuture(new Outcome.Refused<>("no groups here"));
    }

    @Override
    public CompletableFuture<Outcome<Long>> delete(String name) {
        return CompletableFuture.completedFuture(new Outcome.Refused<>("there is no group '" + name + "'"));
    }

    @Override
    public CompletableFuture<Outcome<ReplicaPlan>> balance(boolean dryRun) {
        return CompletableFuture.completedFuture(new Outcome.Done<>(1, new ReplicaPlan(List.of(), List.of())));
    }

    @Override
    public Replica named(String name) {
        return new NamedReplica(() -> CompletableFuture.completedFuture(new Outcome.Refused<>("there is no group '" + name + "'")));
    }
}
