package io.keelson.simulation.workload;

import io.keelson.core.Bytes;
import io.keelson.kv.KvCommands;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.StateMachine;
import io.keelson.simulation.world.WrappedMachine;

/** The key-value store as the workloads see it: registers that hold whole numbers. */
final class Registers {
    private Registers() {}

    /** The command that sets a register. */
    static Bytes put(String key, long value) {
        return KvCommands.put(Bytes.utf8(key), encode(value));
    }

    /** The command that sets a register if it holds what is expected; null means that it holds nothing yet. */
    static Bytes compareAndSet(String key, Long expected, long value) {
        return KvCommands.compareAndSet(Bytes.utf8(key), expected == null ? null : encode(expected), encode(value));
    }

    /** Says whether a compare-and-set did set, from its answer. */
    static boolean succeeded(Bytes answer) {
        return KvCommands.succeeded(answer);
    }

    /** Reads a register from a replica; empty if it holds nothing yet. */
    static Bytes get(StateMachine machine, String key) {
        Bytes value = store(machine).get(Bytes.utf8(key));
        return value == null ? Bytes.EMPTY : value;
    }

    /** Returns a hash of a replica's whole content. */
    static long contentHash(StateMachine machine) {
        return store(machine).stateHash();
    }

    /** Returns what {@link #get} has found, null if nothing. */
    static Long decode(Bytes value) {
        return value.length() == 0 ? null : Long.valueOf(value.toUtf8());
    }

    private static Bytes encode(long value) {
        return Bytes.utf8(Long.toString(value));
    }

    private static KvStateMachine store(StateMachine machine) {
        return (KvStateMachine) WrappedMachine.innermost(machine);
    }
}
