package io.keelson.server;

import io.keelson.node.Outcome;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.ReplicaPlan;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The groups of a cluster beside the default one, as this member sees them. Thread-safe.
 *
 * <p>Futures complete on the node's thread: what is chained to them must be short and must not block.
 */
public interface Groups {
    /** Returns every group that there shall be, everything acknowledged before included. */
    CompletableFuture<Outcome<List<KeptGroup>>> list();

    /**
     * Has another group made, on the members that hold the fewest.
     *
     * @param name not another group's
     * @param replicas how many voters; 0 means three, or as many as there are members
     * @return done, with what is wanted, once the metadata group wants it: the nodes make it true within moments
     */
    CompletableFuture<Outcome<PlacedGroup>> create(String name, int replicas);

    /**
     * Has a group dropped, its data with it.
     *
     * @param name of the group
     * @return done, with its id
     */
    CompletableFuture<Outcome<Long>> delete(String name);

    /**
     * Spreads replicas evenly over the members.
     *
     * @param dryRun whether only to tell what would be moved
     * @return done, with the moves that were asked for, or would be, and why the other groups stay
     */
    CompletableFuture<Outcome<ReplicaPlan>> balance(boolean dryRun);

    /**
     * Returns a group's store. Whether there is such a group, and here, is told by each request.
     *
     * @param name of the group
     */
    Replica named(String name);
}
