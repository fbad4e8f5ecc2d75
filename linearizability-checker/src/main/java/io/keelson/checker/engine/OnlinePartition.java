package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.model.Model;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/**
 * One key of the online engine. Events wait in a queue until the operation that the first of them invokes has ended; then that
 * operation is known, and comes under consideration. At each completion, the configurations that explain all before it are carried
 * on to those in which its operation has happened as well; where none is left, it cannot be explained.
 */
final class OnlinePartition {
    private static final int MAX_OPEN = Long.SIZE;
    private static final long BYTES_PER_EVENT = 80;

    private final Object key;
    private final OnlineTable table;
    private final CrashedUses crashed;
    /** Operations twice each, where they begin and where they end; what is open now has only begun. */
    private final ArrayDeque<OnlineOperation> events = new ArrayDeque<>(8);
    private final OnlineOperation[] open = new OnlineOperation[MAX_OPEN];
    private long openReads;
    private long openOthers;
    /** Configurations: which open operations have happened, the state, and which crashed operations were used. */
    private ConfigurationSet frontier = new ConfigurationSet();
    private ConfigurationSet next = new ConfigurationSet();
    private final ConfigurationSet seen = new ConfigurationSet();
    private String reason;
    /** What the checker has counted of its memory. */
    long accounted;

    OnlinePartition(Object key, Model model) {
        this.key = key;
        table = new OnlineTable(model);
        crashed = new CrashedUses(table);
        frontier.add(0, table.initial(), CrashedUses.NONE);
    }

    Object key() {
        return key;
    }

    /** Whether it is no longer judged: it was violated, or it took too much memory. */
    boolean isGivenUp() {
        return frontier == null;
    }

    String reason() {
        return reason;
    }

    /** Notes that an operation begins, or, of one that is known to have happened, that it ends. */
    void add(OnlineOperation operation) {
        if (!isGivenUp()) {
            events.add(operation);
        }
    }

    /**
     * Considers all events that can be.
     *
     * @param allowed how much memory it may take
     * @return the operation that cannot be explained, or null
     */
    OnlineOperation advance(long allowed) {
        while (!events.isEmpty() && events.peekFirst().outcome != null && !isGivenUp()) {
            OnlineOperation operation = events.pollFirst();
            if (operation.slot < 0) {
                if (!complete(operation, allowed)) {
                    if (reason == null) {
                        giveUp("a violation");
                        return operation;
                    }
                    giveUp(reason);
                }
            } else {
                consider(operation);
            }
        }
        if (!isGivenUp() && bytes() > allowed) {
            giveUp("the limit of memory");
        }
        return null;
    }

    private void giveUp(String why) {
        reason = why;
        frontier = null;
        events.clear();
        table.clear();
        crashed.clear();
    }

    /** An operation that has ended comes under consideration where it began. */
    private void consider(OnlineOperation operation) {
        if (operation.outcome == EventType.FAIL) {
            return;
        }
        operation.transition = table.transition(operation);
        if (operation.outcome == EventType.INFO) {
            crashed.add(operation.transition);
            return;
        }
        long free = ~(openReads | openOthers);
        if (free == 0) {
            giveUp("more than " + MAX_OPEN + " operations open at once");
            return;
        }
        int slot = Long.numberOfTrailingZeros(free);
        open[slot] = operation;
        if (table.isReadOnly(operation.transition)) {
            openReads |= 1L << slot;
        } else {
            openOthers |= 1L << slot;
        }
        operation.slot = ~slot;
    }

    /** Carries the frontier over a completion; false where nothing is left, or, with a reason, where it is too large. */
    private boolean complete(OnlineOperation operation, long allowed) {
        int slot = ~operation.slot;
        next.clear();
        seen.clear();
        for (int i = 0; i < frontier.size(); i++) {
            expand(frontier.mask(i), frontier.state(i), frontier.uses(i), operation, slot);
        }
        // Expanding adds to what is expanded here.
        for (int i = 0; i < seen.size(); i++) {
            expand(seen.mask(i), seen.state(i), seen.uses(i), operation, slot);
            if (bytes() > allowed) {
                reason = "the limit of memory";
                return false;
            }
        }
        seen.clear();
        ConfigurationSet passed = next;
        next = frontier;
        frontier = passed;
        openReads &= ~(1L << slot);
        openOthers &= ~(1L << slot);
        open[slot] = null;
        if (frontier.size() == 0) {
            return false;
        }
        crashed.keepBest(frontier);
        if (table.isDue()) {
            table.compact(frontier, open, openReads | openOthers, crashed);
        }
        return true;
    }

    private void expand(long happened, int state, int uses, OnlineOperation due, int dueSlot) {
        long mask = happened;
        for (long bits = openReads & ~mask; bits != 0; bits &= bits - 1) {
            int slot = Long.numberOfTrailingZeros(bits);
            if (table.step(state, open[slot].transition) != StateTable.REFUSED) {
                mask |= 1L << slot;
            }
        }
        if ((mask & 1L << dueSlot) != 0) {
            next.add(mask & ~(1L << dueSlot), state, uses);
            return;
        }
        for (long bits = openOthers & ~mask; bits != 0; bits &= bits - 1) {
            int slot = Long.numberOfTrailingZeros(bits);
            int after = table.step(state, open[slot].transition);
            if (after != StateTable.REFUSED && !hasEarlierTwin(slot, mask)) {
                if (slot == dueSlot) {
                    next.add(mask, after, uses);
                } else {
                    seen.add(mask | 1L << slot, after, uses);
                }
            }
        }
        if (crashed.isPresent()) {
            crashed.addMoves(mask, state, uses, this);
        }
    }

    /** Of open operations with equal transitions, the one that completes first goes first. */
    private boolean hasEarlierTwin(int slot, long mask) {
        for (long bits = openOthers & ~mask & ~(1L << slot); bits != 0; bits &= bits - 1) {
            OnlineOperation other = open[Long.numberOfTrailingZeros(bits)];
            if (other.transition == open[slot].transition && other.completed < open[slot].completed) {
                return true;
            }
        }
        return false;
    }

    /** Asks for the transitions of open operations that have not happened. */
    void forEachWaiting(long mask, IntConsumer transitions) {
        for (long bits = (openOthers | openReads) & ~mask; bits != 0; bits &= bits - 1) {
            transitions.accept(open[Long.numberOfTrailingZeros(bits)].transition);
        }
    }

    /** Notes a configuration that a crashed operation leads to. */
    void reach(long mask, int state, int uses) {
        seen.add(mask, state, uses);
    }

    /** Roughly what it holds. */
    long bytes() {
        return isGivenUp() ? 0 : events.size() * BYTES_PER_EVENT + frontier.bytes() + next.bytes() + seen.bytes() + table.bytes() + crashed.bytes();
    }
}
