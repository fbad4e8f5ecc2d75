package io.keelson.simulation.schedule;

import java.util.List;

/**
 * One fault, and when it strikes. Each is complete in itself (what it breaks it also mends, after {@code lasting}), so that any subset of the
 * actions of a schedule is a schedule.
 *
 * <p>Times are milliseconds of virtual time. A node is named by its member id, or by {@link #LEADER}: whoever leads when the fault strikes.
 */
public sealed interface FaultAction {
    /** The node that leads when the fault strikes; if nobody does, nothing happens. */
    long LEADER = 0;

    /** When it strikes, from the start of the run. */
    long at();

    /** How long it takes until the damage is mended; 0 for what happens in an instant, and has no such component. */
    default long lasting() {
        return 0;
    }

    /** Returns the same fault at another time or for another while. */
    FaultAction with(long at, long lasting);

    /**
     * The power of a node fails, and the node is started again on what its disk kept.
     *
     * @param survival the seed that decides what unforced data survives
     */
    record Crash(long at, long node, long lasting, long survival) implements FaultAction {
        @Override
        public Crash with(long newAt, long newLasting) {
            return new Crash(newAt, node, newLasting, survival);
        }
    }

    /** A node stands still (a stopped process, a long collection); its inputs and its disk's answers wait for it. */
    record Pause(long at, long node, long lasting) implements FaultAction {
        @Override
        public Pause with(long newAt, long newLasting) {
            return new Pause(newAt, node, newLasting);
        }
    }

    /**
     * Nodes of different groups can't talk; a node in no group talks to all.
     *
     * @param groups sets of member ids, {@link #LEADER} among them perhaps; a node counts in the first group that names it
     */
    record Partition(long at, List<List<Long>> groups, long lasting) implements FaultAction {
        public Partition {
            groups = groups.stream().map(List::copyOf).toList();
        }

        @Override
        public Partition with(long newAt, long newLasting) {
            return new Partition(newAt, groups, newLasting);
        }
    }

    /** Messages of one direction of one link vanish. */
    record OneWay(long at, long from, long to, long lasting) implements FaultAction {
        @Override
        public OneWay with(long newAt, long newLasting) {
            return new OneWay(newAt, from, to, newLasting);
        }
    }

    /** Messages are lost, at this rate in thousandths. */
    record Loss(long at, int perMille, long lasting) implements FaultAction {
        @Override
        public Loss with(long newAt, long newLasting) {
            return new Loss(newAt, perMille, newLasting);
        }
    }

    /** Messages take longer, by up to {@code extra} milliseconds each. */
    record Delay(long at, long extra, long lasting) implements FaultAction {
        @Override
        public Delay with(long newAt, long newLasting) {
            return new Delay(newAt, extra, newLasting);
        }
    }

    /** Messages arrive twice, at this rate in thousandths; the second time up to seconds later. */
    record Duplicate(long at, int perMille, long lasting) implements FaultAction {
        @Override
        public Duplicate with(long newAt, long newLasting) {
            return new Duplicate(newAt, perMille, newLasting);
        }
    }

    /** Messages fall behind later ones, at this rate in thousandths. */
    record Reorder(long at, int perMille, long lasting) implements FaultAction {
        @Override
        public Reorder with(long newAt, long newLasting) {
            return new Reorder(newAt, perMille, newLasting);
        }
    }

    /** Forces of a node take longer, by up to {@code extra} milliseconds each. */
    record SlowDisk(long at, long node, long extra, long lasting) implements FaultAction {
        @Override
        public SlowDisk with(long newAt, long newLasting) {
            return new SlowDisk(newAt, node, extra, newLasting);
        }
    }

    /** A node's disk does not answer: no force ends before the damage is mended. */
    record StallDisk(long at, long node, long lasting) implements FaultAction {
        @Override
        public StallDisk with(long newAt, long newLasting) {
            return new StallDisk(newAt, node, newLasting);
        }
    }

    /** No fault but an operator's wish: whoever leads is asked to hand leadership over to a node. */
    record Transfer(long at, long node) implements FaultAction {
        @Override
        public Transfer with(long newAt, long newLasting) {
            return new Transfer(newAt, node);
        }
    }

    /** A node's disk is full: no file grows. */
    record FullDisk(long at, long node, long lasting) implements FaultAction {
        @Override
        public FullDisk with(long newAt, long newLasting) {
            return new FullDisk(newAt, node, newLasting);
        }
    }

    /** Forces of a node fail, which stops it for good; it is started again on what its disk kept. */
    record FailForce(long at, long node, long lasting, long survival) implements FaultAction {
        @Override
        public FailForce with(long newAt, long newLasting) {
            return new FailForce(newAt, node, newLasting, survival);
        }
    }

    /** A node's wall clock jumps by {@code millis}. */
    record WallClock(long at, long node, long millis) implements FaultAction {
        @Override
        public WallClock with(long newAt, long newLasting) {
            return new WallClock(newAt, node, millis);
        }
    }

    /**
     * The power of a node fails the next time it comes to a point of its work; it is started again on what its disk kept.
     *
     * @param point where
     * @param survival as of {@link Crash}
     */
    record CrashAt(long at, long node, CrashPoint point, long lasting, long survival) implements FaultAction {
        @Override
        public CrashAt with(long newAt, long newLasting) {
            return new CrashAt(newAt, node, point, newLasting, survival);
        }
    }

    /**
     * Of all links only these work, in both directions: a ring, a bridge, any graph.
     *
     * @param groups pairs of member ids
     */
    record Only(long at, List<List<Long>> groups, long lasting) implements FaultAction {
        public Only {
            groups = groups.stream().map(List::copyOf).toList();
            if (groups.stream().anyMatch(pair -> pair.size() != 2)) {
                throw new IllegalArgumentException("a link is between two nodes");
            }
        }

        @Override
        public Only with(long newAt, long newLasting) {
            return new Only(newAt, groups, newLasting);
        }
    }

    /**
     * Messages of one kind that a node sends vanish.
     *
     * @param kind the name of the message, {@code RequestVoteResponse}: one of {@link #KINDS}
     */
    record Drop(long at, long node, String kind, long lasting) implements FaultAction {
        /** Messages of the protocol, and what nodes send each other besides. */
        public static final List<String> KINDS = List.of(
                "AppendEntries", "AppendEntriesResponse", "RequestVote", "RequestVoteResponse", "PreVote", "PreVoteResponse", "InstallSnapshot", "InstallSnapshotResponse",
                "TimeoutNow", "ReadIndexRequest", "ReadIndexResponse", "ForwardedCommand", "ForwardedOutcome", "Beat", "Removed");

        /**
         * Checks the kind.
         *
         * @throws IllegalArgumentException if there is no such message
         */
        public Drop {
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException("no message is called " + kind + "; there are " + String.join(", ", KINDS));
            }
        }

        @Override
        public Drop with(long newAt, long newLasting) {
            return new Drop(newAt, node, kind, newLasting);
        }
    }

    /** A node is cut off, and back, and cut off again, every {@code period} milliseconds. */
    record Flap(long at, long node, long period, long lasting) implements FaultAction {
        public Flap {
            if (period < 1) {
                throw new IllegalArgumentException("a link flaps every millisecond at most");
            }
        }

        @Override
        public Flap with(long newAt, long newLasting) {
            return new Flap(newAt, node, period, newLasting);
        }
    }

    /** Messages of one direction of one link take longer, by up to {@code extra} milliseconds each. */
    record SlowLink(long at, long from, long to, long extra, long lasting) implements FaultAction {
        @Override
        public SlowLink with(long newAt, long newLasting) {
            return new SlowLink(newAt, from, to, extra, newLasting);
        }
    }

    /** Of the messages under way on a link, no more than this many fit; what comes on top is lost. */
    record Queue(long at, long length, long lasting) implements FaultAction {
        @Override
        public Queue with(long newAt, long newLasting) {
            return new Queue(newAt, length, newLasting);
        }
    }

    /** Messages are damaged on their way, at this rate in thousandths: one byte is another. */
    record Damage(long at, int perMille, long lasting) implements FaultAction {
        @Override
        public Damage with(long newAt, long newLasting) {
            return new Damage(newAt, perMille, newLasting);
        }
    }

    /** The connections between two nodes are reset: all that is under way between them is lost. */
    record Reset(long at, long from, long to) implements FaultAction {
        @Override
        public Reset with(long newAt, long newLasting) {
            return new Reset(newAt, from, to);
        }
    }

    /** A node's clocks run faster by this many thousandths, or slower. A run in which that leaves the bound of leases reads without them. */
    record ClockRate(long at, long node, long perMille, long lasting) implements FaultAction {
        public ClockRate {
            if (perMille < -900 || perMille > 9_000) {
                throw new IllegalArgumentException("a clock runs at a tenth of the rate at least, at ten times at most");
            }
        }

        @Override
        public ClockRate with(long newAt, long newLasting) {
            return new ClockRate(newAt, node, perMille, newLasting);
        }
    }

    /** A node's wall clock jumps by {@code millis} and back, every {@code period} milliseconds. */
    record Strobe(long at, long node, long millis, long period, long lasting) implements FaultAction {
        public Strobe {
            if (period < 1) {
                throw new IllegalArgumentException("a clock jumps every millisecond at most");
            }
        }

        @Override
        public Strobe with(long newAt, long newLasting) {
            return new Strobe(newAt, node, millis, period, newLasting);
        }
    }

    /** No fault: between two requests a client thinks for up to {@code most} milliseconds. Whoever thinks longest counts where several say so. */
    record Think(long at, long most, long lasting) implements FaultAction {
        public Think {
            if (most < 1) {
                throw new IllegalArgumentException("a client thinks for a millisecond at least");
            }
        }

        @Override
        public Think with(long newAt, long newLasting) {
            return new Think(newAt, most, newLasting);
        }
    }

    /** No fault but an operator's wish: the membership of a node is changed. What the cluster refuses is not asked for again. */
    record Member(long at, long node, Change change) implements FaultAction {
        /** What is wanted of the node. */
        public enum Change {
            /** That it receives entries and does not vote. */
            ADD,
            /** That a learner votes. */
            PROMOTE,
            /** That a voter does not vote any more. */
            DEMOTE,
            /** That it belongs to the group no longer. Its process goes on. */
            REMOVE
        }

        @Override
        public Member with(long newAt, long newLasting) {
            return new Member(newAt, node, change);
        }
    }

    /** No fault but an operator's wish: a node takes a snapshot as soon as it can, and drops its log up to there. */
    record Compact(long at, long node) implements FaultAction {
        @Override
        public Compact with(long newAt, long newLasting) {
            return new Compact(newAt, node);
        }
    }

    /**
     * No fault but an operator's wish: the latest snapshot that a node holds is copied. When the run is over a new cluster begins with the copy that was taken last, and meets what struck the former
     * one after that.
     */
    record Restore(long at, long node) implements FaultAction {
        @Override
        public Restore with(long newAt, long newLasting) {
            return new Restore(newAt, node);
        }
    }

    /** A byte that a node's disk holds durably becomes another: nobody notices before it is read. */
    record Rot(long at, long node, long choice) implements FaultAction {
        @Override
        public Rot with(long newAt, long newLasting) {
            return new Rot(newAt, node, choice);
        }
    }

    /** One sector of what a node's disk makes durable next goes to another place of the same file: it is missing where it belongs, and stands where something else stood. */
    record Misdirect(long at, long node, long choice) implements FaultAction {
        @Override
        public Misdirect with(long newAt, long newLasting) {
            return new Misdirect(newAt, node, choice);
        }
    }

    /** A node's disk is replaced by an empty one while its power is off. */
    record Wipe(long at, long node, long lasting) implements FaultAction {
        @Override
        public Wipe with(long newAt, long newLasting) {
            return new Wipe(newAt, node, newLasting);
        }
    }

    /**
     * The power of a node fails, and a block of its disk is lost meanwhile: eight sectors that stand together, in one of which its log tells of a vote, and perhaps in the next again.
     *
     * @param choice decides which, and what else the disk keeps
     */
    record LoseBlock(long at, long node, long choice, long lasting) implements FaultAction {
        @Override
        public LoseBlock with(long newAt, long newLasting) {
            return new LoseBlock(newAt, node, choice, newLasting);
        }
    }

    /** Whatever a node reads from its disk can't be read. */
    record ReadError(long at, long node, long lasting) implements FaultAction {
        @Override
        public ReadError with(long newAt, long newLasting) {
            return new ReadError(newAt, node, newLasting);
        }
    }

    /** The next write of a node ends in the midst of it, which stops the node for good; it is started again on what its disk kept. */
    record ShortWrite(long at, long node, long lasting, long survival) implements FaultAction {
        @Override
        public ShortWrite with(long newAt, long newLasting) {
            return new ShortWrite(newAt, node, newLasting, survival);
        }
    }

    /**
     * No fault but an operator's wish: there shall be another group, as the first group wants it, on whoever holds the fewest. It has clients of its own.
     *
     * @param group its number, of which its name is made
     * @param voters how many it shall have; as many as there are nodes at most
     */
    record CreateGroup(long at, long group, long voters) implements FaultAction {
        public CreateGroup {
            requireGroup(group);
            if (voters < 1 || voters > 9) {
                throw new IllegalArgumentException("a group has 1 to 9 voters: " + voters);
            }
        }

        @Override
        public CreateGroup with(long newAt, long newLasting) {
            return new CreateGroup(newAt, group, voters);
        }
    }

    /** No fault but an operator's wish: a group that was created shall be no more. */
    record DeleteGroup(long at, long group) implements FaultAction {
        public DeleteGroup {
            requireGroup(group);
        }

        @Override
        public DeleteGroup with(long newAt, long newLasting) {
            return new DeleteGroup(newAt, group);
        }
    }

    /** No fault but an operator's wish: one node shall hold a group that was created instead of another. Nothing happens if that is so, or can't be. */
    record MoveReplica(long at, long group, long from, long to) implements FaultAction {
        public MoveReplica {
            requireGroup(group);
        }

        @Override
        public MoveReplica with(long newAt, long newLasting) {
            return new MoveReplica(newAt, group, from, to);
        }
    }

    /** No fault but an operator's wish: the replicas of the groups that were created shall be spread evenly. */
    record BalanceReplicas(long at) implements FaultAction {
        @Override
        public BalanceReplicas with(long newAt, long newLasting) {
            return new BalanceReplicas(newAt);
        }
    }

    /** No fault but an operator's wish: a node hands over what it leads beyond its share, as far as it knows. */
    record SpreadLeaders(long at, long node) implements FaultAction {
        @Override
        public SpreadLeaders with(long newAt, long newLasting) {
            return new SpreadLeaders(newAt, node);
        }
    }

    private static void requireGroup(long group) {
        if (group < 1 || group > 9) {
            throw new IllegalArgumentException("groups that are created have the numbers 1 to 9: " + group);
        }
    }

    /** No fault: the clients ask for nothing. */
    record Quiet(long at, long lasting) implements FaultAction {
        @Override
        public Quiet with(long newAt, long newLasting) {
            return new Quiet(newAt, newLasting);
        }
    }
}
