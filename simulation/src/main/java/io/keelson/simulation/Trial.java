package io.keelson.simulation;

import io.keelson.core.Bytes;
import io.keelson.node.StateMachine;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Somebody else's state machine, to be put through the faults of a schedule: {@link Simulation#run(io.keelson.simulation.schedule.Schedule, Trial)}. All that the simulator
 * checks of a run is checked; of the machine it asks that each replica answers the same, and holds the same in the end.
 *
 * @param machines makes an empty replica
 * @param commands makes the command with a number; the numbers of a run are distinct
 * @param content tells two replicas apart that differ: a hash of all that one holds
 */
public record Trial(Supplier<StateMachine> machines, LongFunction<Bytes> commands, ToLongFunction<StateMachine> content) {}
