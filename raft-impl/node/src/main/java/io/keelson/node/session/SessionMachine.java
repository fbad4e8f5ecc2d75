package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.Payload;
import io.keelson.node.Outcome;
import io.keelson.node.StateMachine;

/**
 * The user's state machine with the sessions and the log's time around it: the whole of what a group replicates.
 *
 * <p>Deterministic: the outcome of an entry depends on the entries before it alone.
 */
public final class SessionMachine {
    private final StateMachine machine;
    private final SessionTable sessions = new SessionTable();
    private long logTimeMillis;

    /**
     * Wraps a state machine.
     *
     * @param machine empty
     */
    public SessionMachine(StateMachine machine) {
        this.machine = machine;
    }

    /** Returns the user's state machine. */
    public StateMachine machine() {
        return machine;
    }

    /**
     * Applies a committed entry.
     *
     * @param entry the next one
     * @return what its proposer is told, null for an entry that nobody proposed
     */
    public Outcome<Bytes> apply(Entry entry) {
        if (!(entry.payload() instanceof Payload.Command command)) {
            return null;
        }
        CommandEnvelope envelope = CommandEnvelope.decode(command.bytes());
        if (envelope == null) {
            throw new IllegalStateException("entry " + entry.index() + " holds no command envelope");
        }
        logTimeMillis = Math.max(logTimeMillis, envelope.wallMillis());
        sessions.expire(logTimeMillis);
        return switch (envelope.kind()) {
            case COMMAND -> new Outcome.Done<>(entry.index(), applyTo(entry, envelope));
            case OPEN_SESSION -> {
                sessions.open(entry.index(), envelope.session(), logTimeMillis);
                yield new Outcome.Done<>(entry.index(), Bytes.EMPTY);
            }
            case SESSION_COMMAND -> applyOnce(entry, envelope);
        };
    }

    private Outcome<Bytes> applyOnce(Entry entry, CommandEnvelope envelope) {
        return switch (sessions.judge(envelope.session(), envelope.sequence())) {
            case NEW -> {
                Bytes answer = applyTo(entry, envelope);
                sessions.record(envelope.session(), envelope.sequence(), entry.index(), answer, logTimeMillis);
                yield new Outcome.Done<>(entry.index(), answer);
            }
            case REPEATED -> sessions.lastOutcome(envelope.session());
            case FORGOTTEN -> new Outcome.Refused<>("command " + envelope.sequence() + " of session " + envelope.session()
                    + " is older than its last one, whose answer alone is kept; number commands upwards");
            case EXPIRED -> new Outcome.Refused<>(
                    "session " + envelope.session() + " does not exist or has expired; open a new one");
        };
    }

    private Bytes applyTo(Entry entry, CommandEnvelope envelope) {
        return machine.apply(
                new StateMachine.ApplyContext(entry.index(), entry.term(), logTimeMillis), envelope.command());
    }
}
