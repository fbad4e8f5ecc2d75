package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;

/** An operation on its way through the online engine. */
final class OnlineOperation {
    final long process;
    final String f;
    final Object key;
    final Object input;
    final long invoked;
    OnlinePartition partition;
    Object output;
    /** Null while it is open. */
    EventType outcome;
    long completed;
    /** What it does, as a number of the partition's table, and its slot, once it is under consideration. */
    int transition;
    int slot;

    OnlineOperation(long process, String f, Object key, Object input, long invoked) {
        this.process = process;
        this.f = f;
        this.key = key;
        this.input = input;
        this.invoked = invoked;
    }
}
