package io.keelson.bench.compare;

import java.util.Locale;

/**
 * One kind of load.
 *
 * @param kind puts or linearizable reads
 * @param members the processes of the cluster
 * @param outstanding requests in flight all the time
 * @param producers threads that share them
 * @param valueBytes the length of a value; keys have 16 bytes more
 */
public record Workload(Kind kind, int members, int outstanding, int producers, int valueBytes) {
    /** What is asked for. */
    public enum Kind {
        /** A replicated, durable write. */
        PUT,
        /** A linearizable read that a quorum confirms. */
        GET
    }

    /** The usual values, by one producer, to three members. */
    static Workload of(Kind kind, int outstanding) {
        return new Workload(kind, 3, outstanding, 1, 256);
    }

    /** For tables: what differs from the usual is said. */
    public String describe() {
        StringBuilder text = new StringBuilder(kind.name().toLowerCase(Locale.ROOT)).append(", ").append(outstanding).append(" outstanding");
        if (valueBytes != 256) {
            text.append(", ").append(valueBytes).append(" B");
        }
        if (producers != 1) {
            text.append(", ").append(producers).append(" producers");
        }
        if (members != 3) {
            text.append(", one node");
        }
        return text.toString();
    }
}
