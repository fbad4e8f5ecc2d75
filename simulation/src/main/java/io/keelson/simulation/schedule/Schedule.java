package io.keelson.simulation.schedule;

import java.util.List;
import java.util.Locale;

/**
 * All that a run depends on: the same schedule gives the same run, event by event.
 *
 * @param seed of everything that the actions leave open: delays of messages and forces, election timeouts, what clients do
 * @param nodes how many members the cluster has, from 1
 * @param groups how many groups they form, each with clients of its own, from 1; faults that ask for the leader or for a change of members mean the first
 * @param snapshotEvery after how many applied entries a member takes a snapshot, from 1
 * @param length how long faults strike, in milliseconds of virtual time; the liveness phase follows
 * @param frame what the liveness phase begins with
 * @param actions the faults, in any order
 */
public record Schedule(long seed, int nodes, int groups, long snapshotEvery, long length, Frame frame, List<FaultAction> actions) {
    /** Where nothing is said of it, {@link #snapshotEvery} is this: so few that every member takes snapshot after snapshot. */
    public static final long SNAPSHOT_EVERY = 25;

    /** What the liveness phase begins with. */
    public enum Frame {
        /** Everything is mended. */
        HEALED,
        /** A majority is mended; the others stay as they are, dead or silent, for good. */
        CORE,
        /** Everything is mended, but one member that is heard and does not hear. */
        SEND_ONLY,
        /** Everything is mended, and then the leader hears nobody any more, but is heard. */
        DEAF_LEADER,
        /** Of five members only the links 1-2, 1-3, 2-3, 2-4 and 3-5 work; of other numbers, everything is mended. */
        PARTIAL,
        /** Everything is mended, and then the leader's disk does not answer any more. */
        STALLED_LEADER,
        /** Everything is mended, and then the leader is to hand over to a member that hears nobody and is not heard. */
        LOST_HEIR;

        /** The word for it in a schedule. */
        public String word() {
            return this == HEALED ? "heal" : name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * Returns the frame of a word.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Frame of(String word) {
            for (Frame frame : values()) {
                if (frame.word().equals(word)) {
                    return frame;
                }
            }
            throw new IllegalArgumentException("expected heal, core, send-only, deaf-leader, partial, stalled-leader or lost-heir, not " + word);
        }
    }

    public Schedule {
        if (nodes < 1 || nodes > 9) {
            throw new IllegalArgumentException("a schedule has 1 to 9 nodes: " + nodes);
        }
        if (groups < 1 || groups > 9) {
            throw new IllegalArgumentException("a schedule has 1 to 9 groups: " + groups);
        }
        if (snapshotEvery < 1) {
            throw new IllegalArgumentException("a snapshot is taken every 1 entry or more: " + snapshotEvery);
        }
        if (length < 0) {
            throw new IllegalArgumentException("a run's length is not negative: " + length);
        }
        actions = List.copyOf(actions);
    }

    /** A run of one group, with as many snapshots as where nothing is said of them. */
    public Schedule(long seed, int nodes, long length, Frame frame, List<FaultAction> actions) {
        this(seed, nodes, 1, SNAPSHOT_EVERY, length, frame, actions);
    }

    /** Says whether groups come and go in this run, as the first group wants. */
    public boolean keepsGroups() {
        return actions.stream().anyMatch(Actions::keepsGroups);
    }

    /** Returns the same run with other faults. */
    public Schedule withActions(List<FaultAction> others) {
        return new Schedule(seed, nodes, groups, snapshotEvery, length, frame, others);
    }

    /** Returns the same run with another length. */
    public Schedule withLength(long millis) {
        return new Schedule(seed, nodes, groups, snapshotEvery, millis, frame, actions);
    }

    /** Returns the same run with so many groups. */
    public Schedule withGroups(int number) {
        return new Schedule(seed, nodes, number, snapshotEvery, length, frame, actions);
    }

    /** Returns the same run with a snapshot after so many applied entries. */
    public Schedule withSnapshotEvery(long entries) {
        return new Schedule(seed, nodes, groups, entries, length, frame, actions);
    }

    /** Returns the same run with another frame. */
    public Schedule withFrame(Frame other) {
        return new Schedule(seed, nodes, groups, snapshotEvery, length, other, actions);
    }
}
