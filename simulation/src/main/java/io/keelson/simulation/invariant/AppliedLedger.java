package io.keelson.simulation.invariant;

import io.keelson.core.Bytes;
import io.keelson.node.StateMachine;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * What the members' state machines were given and what they answered: after each index the same on all, in this life and the next. The answers stand for
 * the state.
 */
public final class AppliedLedger {
    /**
     * What was applied at an index.
     *
     * @param chain digest of this application and all before it
     * @param command digest of the command alone
     */
    public record Applied(long chain, long command) {}

    private final World world;
    private final long group;
    /** By index; null where nobody has applied a command, for which there may be none. */
    private final List<Applied> applied = new ArrayList<>();

    AppliedLedger(World world, long group) {
        this.world = world;
        this.group = group;
    }

    /** What was applied in another world up to an index: here others begin with that. */
    static AppliedLedger restored(World world, AppliedLedger former, long index) {
        AppliedLedger restored = new AppliedLedger(world, former.group);
        restored.applied.addAll(former.applied.subList(0, (int) Math.min(index + 1, former.applied.size())));
        return restored;
    }

    /** Returns what any member has applied at an index, null if nobody has. */
    public Applied at(long index) {
        return index < applied.size() ? applied.get((int) index) : null;
    }

    private void note(long index, Applied now) {
        while (applied.size() <= index) {
            applied.add(null);
        }
        applied.set((int) index, now);
    }

    /** Digests a command. */
    public static long digest(Bytes command) {
        return Indexed.digest(command.shared(), 0, command.length());
    }

    /** Returns a watched replica. */
    public WatchedMachine watch(SimNode node, StateMachine machine) {
        return new WatchedMachine(machine, new WatchedMachine.Listener() {
            @Override
            public void applied(long index, Applied now) {
                Applied earlier = at(index);
                if (earlier == null) {
                    note(index, now);
                } else if (!earlier.equals(now)) {
                    throw world.violation("AppliedState", node, "after index " + index + " its state differs from another's").in(group);
                }
            }

            @Override
            public void restored(long index, long chain) {
                Applied known = at(index);
                if (index > 0 && (known == null || known.chain() != chain)) {
                    throw world.violation("RestoredState", node, "restored to index " + index + " its state differs from another's").in(group);
                }
            }
        });
    }
}
