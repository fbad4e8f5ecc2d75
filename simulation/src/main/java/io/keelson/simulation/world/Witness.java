package io.keelson.simulation.world;

import io.keelson.simulation.schedule.FaultAction;
import java.nio.ByteBuffer;
import java.util.List;

/** Sees what happens in a run, in order, and changes nothing. Each method does nothing unless overridden. */
public interface Witness {
    /** Sees nothing. */
    Witness NONE = new Witness() {};

    /**
     * A fault strikes.
     *
     * @param action the fault
     * @param nodes whom it strikes, {@code leader} resolved; empty if it strikes all
     * @param now the moment
     * @param until when it is mended; {@code now} if it is over in an instant
     */
    default void struck(FaultAction action, List<Long> nodes, long now, long until) {}

    /** All faults are over; what follows is the liveness phase. {@code core} lists the members that must come back. */
    default void healed(List<Long> core, long now) {}

    /** A frame leaves a node. The number is its name: copies of it have the same. */
    default void sent(long number, long from, long to, ByteBuffer frame, long now) {}

    /** A frame, or a copy of it, vanishes. */
    default void lost(long number, long now) {}

    /** A frame, or a copy of it, arrives. */
    default void arrived(long number, long now) {}

    /** A node has taken a turn, or has started. */
    default void observed(SimNode node, long now) {}

    /** A node's process is gone. */
    default void gone(SimNode node, long now) {}

    /**
     * This cluster has come to its end, and another begins with the copy of a snapshot of it, in a world whose time begins anew.
     *
     * @param now when this one ended
     * @return who sees what happens there
     */
    default Witness restored(long now) {
        return NONE;
    }
}
