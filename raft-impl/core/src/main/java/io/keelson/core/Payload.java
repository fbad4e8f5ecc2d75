package io.keelson.core;

/** What an {@link Entry} carries. */
public sealed interface Payload permits Payload.Noop, Payload.Command, Configuration {
    /** The only value of {@link Noop}. */
    Noop NOOP = new Noop();

    /** The size that counts against the limits of a message, in bytes. */
    int size();

    /** The empty entry with which a leader opens its term, so that earlier entries can commit (thesis 6.4, step 1). */
    record Noop() implements Payload {
        @Override
        public int size() {
            return 0;
        }
    }

    /**
     * A command of the replicated state machine, opaque to the protocol.
     *
     * @param bytes the command, not null
     */
    record Command(Bytes bytes) implements Payload {
        @Override
        public int size() {
            return bytes.length();
        }
    }
}
