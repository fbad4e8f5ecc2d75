package io.keelson.simulation.workload;

import io.keelson.checker.history.History;
import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;
import io.keelson.simulation.Trial;
import io.keelson.simulation.invariant.Invariants;
import io.keelson.simulation.world.Indexed;
import io.keelson.simulation.world.SimNode;
import io.keelson.simulation.world.Stream;
import io.keelson.simulation.world.World;
import io.keelson.simulation.world.WrappedMachine;
import java.util.ArrayList;
import java.util.List;

/** Clients that put commands to a state machine of which they know nothing else, one at a time each, at nodes they pick at random. */
public final class TrialLoad implements Load {
    private static final int CLIENTS = 4;
    private static final long CLIENTS_A_GROUP = 1_000;
    private static final long SHORTEST_THOUGHT_NANOS = 1_000_000;
    private static final long AGAIN_NANOS = 20_000_000;
    private static final long NUMBERS = 1_000_000;

    private final World world;
    private final long group;
    private final Trial trial;
    private final Promised promised;
    private final OperationCounters counters = new OperationCounters();
    private final List<Proposer> proposers = new ArrayList<>();
    private List<SimNode> targets;
    private boolean isOpen = true;
    private boolean mustSucceed;
    private int served;

    /** Clients of one group of a world that has not started, watched by these invariants. */
    public TrialLoad(World world, long group, Invariants invariants, Trial trial) {
        this.world = world;
        this.group = group;
        this.trial = trial;
        this.promised = new Promised(world, invariants);
        this.targets = world.nodes();
        for (int id = 1; id <= CLIENTS; id++) {
            proposers.add(new Proposer(id));
        }
    }

    @Override
    public void start() {
        proposers.forEach(Proposer::think);
    }

    @Override
    public void nodeGone(SimNode node) {
        proposers.forEach(proposer -> proposer.nodeGone(node));
    }

    @Override
    public void close(List<SimNode> core) {
        isOpen = false;
        targets = core;
    }

    @Override
    public boolean isIdle() {
        return proposers.stream().allMatch(proposer -> proposer.open == null);
    }

    @Override
    public void serve() {
        mustSucceed = true;
        proposers.forEach(Proposer::propose);
    }

    @Override
    public boolean isServed() {
        return served == CLIENTS;
    }

    @Override
    public long content(StateMachine machine) {
        return trial.content().applyAsLong(WrappedMachine.innermost(machine));
    }

    @Override
    public History history() {
        return History.builder().build();
    }

    @Override
    public OperationCounters counters() {
        return counters;
    }

    @Override
    public long lostWrites() {
        return promised.lost();
    }

    /** Clients of different groups decide for themselves. */
    static long ofGroup(long group, long client) {
        return (group - 1) * CLIENTS_A_GROUP + client;
    }

    private final class Proposer {
        private final int id;
        private long number;
        private Attempt<Bytes> open;

        Proposer(int id) {
            this.id = id;
        }

        private long draw(long bound, int about) {
            return Indexed.below(bound, world.seed(), Stream.CLIENT.of(ofGroup(group, id)), 2 * number + about);
        }

        void think() {
            number++;
            world.queue().at(world.now() + SHORTEST_THOUGHT_NANOS + draw(world.longestThoughtNanos(), 0), () -> {
                if (isOpen && !world.isQuiet()) {
                    propose();
                } else if (isOpen) {
                    think();
                }
            });
        }

        void nodeGone(SimNode node) {
            if (open != null) {
                open.nodeGone(node);
            }
        }

        void propose() {
            number++;
            SimNode node = targets.get((int) draw(targets.size(), 1));
            if (!node.isUp()) {
                think();
                return;
            }
            Bytes command = trial.commands().apply(id * NUMBERS + number);
            open = Attempt.<Bytes>begin(world, node, group, Attempt.LONGEST_PATIENCE_NANOS, (door, reply) -> door.propose(command, reply), outcome -> {
                open = null;
                over(command, outcome);
            });
        }

        private void over(Bytes command, Outcome<Bytes> outcome) {
            world.trace().event(world.now(), 0, "outcome", number, () -> "p" + id + " command " + number + " " + outcome);
            if (outcome instanceof Outcome.Done<Bytes> done) {
                counters.ok++;
                counters.acknowledgedWrites++;
                promised.acknowledge(done.index(), command);
            } else if (outcome instanceof Outcome.Unknown<Bytes>) {
                counters.info++;
            } else if (mustSucceed && outcome instanceof Outcome.Refused<Bytes>) {
                throw world.violation("Service", null, "the healed cluster does not serve a command: " + outcome).in(group);
            } else {
                counters.fail++;
            }
            goOn(outcome instanceof Outcome.Done<Bytes>);
        }

        /** A message that a fault has delayed may still depose a leader of the healed cluster: a command that is not done is followed by another, and all of them must be over in time. */
        private void goOn(boolean isDone) {
            if (mustSucceed && !isDone) {
                world.queue().at(world.now() + AGAIN_NANOS, this::propose);
            } else {
                served += mustSucceed ? 1 : 0;
                think();
            }
        }
    }
}
