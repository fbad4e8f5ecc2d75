package io.keelson.jepsen.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.model.Model;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What the clients of a run do, and what must be true of it afterwards.
 *
 * <p>Safe for use by many threads.
 */
public interface Workload {
    /** The name on the command line. */
    String name();

    /** What the history must be linearizable against. */
    Model model();

    /** The functions of which each must have succeeded at least once, or the run has not tried what it was meant to. */
    List<String> functions();

    /** Makes what the clients find at first, before the run; does nothing by default. */
    default void setUp(EtcdClient client) {}

    /** The next thing to do, for whoever asks. */
    Operation next(RandomGenerator random);

    /** Does it, in one call or several of which at most one changes anything; what the client throws is judged by {@link EtcdClient#call}. */
    Reply carryOut(EtcdClient client, Operation operation);

    /** Learns what an operation saw or wrote: a hint for what to do next, nothing more. */
    default void learn(Operation operation, Reply.Ok reply) {}

    /** What is read on every node after everything has healed. */
    List<Operation> lastReads();

    /**
     * What became of the acknowledged writes.
     *
     * @param history all that the clients did
     * @param nodes how many nodes were asked
     * @param reads what they said
     */
    LostWrites count(History history, int nodes, List<FinalRead> reads);

    /** What else is wrong, one line each. */
    default List<String> violations(History history, List<FinalRead> reads) {
        return List.of();
    }
}
