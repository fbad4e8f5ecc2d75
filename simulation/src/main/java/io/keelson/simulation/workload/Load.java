package io.keelson.simulation.workload;

import io.keelson.checker.history.History;
import io.keelson.node.StateMachine;
import io.keelson.simulation.world.SimNode;
import java.util.List;

/** The clients of a run: what they ask for while faults strike, and what they demand of a cluster that has been healed. */
public interface Load {
    /**
     * The cluster holds something before the clients begin, who have not heard of it.
     *
     * @param machine a replica that holds it
     */
    default void resume(StateMachine machine) {}

    /** The clients begin. */
    void start();

    /** A node's process is gone, and its connections with it. */
    void nodeGone(SimNode node);

    /** The clients begin nothing new, and turn to these nodes with what they have begun. */
    void close(List<SimNode> core);

    /** Says whether every operation has ended. */
    boolean isIdle();

    /** From here on every operation must succeed; each client asks for something. */
    void serve();

    /** Says whether every client has been served. */
    boolean isServed();

    /** Returns a number that replicas with the same content share. */
    long content(StateMachine machine);

    /** Returns what the clients saw; empty where nobody is to judge it. */
    History history();

    /** Returns the books. */
    OperationCounters counters();

    /** Counts the acknowledged writes that are not on the disks of a majority now. */
    long lostWrites();
}
