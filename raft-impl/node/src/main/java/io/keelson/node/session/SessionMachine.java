package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.Payload;
import io.keelson.node.Outcome;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import io.keelson.node.placement.GroupTable;

/**
 * The user's state machine with the sessions and the log's time around it: the whole of what a group replicates.
 *
 * <p>Deterministic: the outcome of an entry depends on the entries before it alone.
 */
public final class SessionMachine {
    private final StateMachine machine;
    private final SessionTable sessions = new SessionTable();
    private final MemberTable members = new MemberTable();
    private final GroupTable groups = new GroupTable();
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

    /** Returns what the group knows of its members. */
    public MemberTable members() {
        return members;
    }

    /** Returns what groups there shall be, if this is the metadata group; else it is empty. */
    public GroupTable groups() {
        return groups;
    }

    SessionTable sessions() {
        return sessions;
    }

    void logTime(long millis) {
        logTimeMillis = millis;
    }

    /** Pins the whole state: sessions, members, and the user's machine; null if that has no snapshots. See {@link StateMachine#snapshot}. */
    public Snapshot snapshot() {
        Snapshot machines = machine.snapshot();
        return machines == null ? null : new SessionSnapshot(logTimeMillis, members, groups, sessions, machines);
    }

    /** Begins to replace the whole state. See {@link StateMachine#restore}. */
    public SnapshotRestore restore() {
        SnapshotRestore machines = machine.restore();
        sessions.clear();
        groups.clear();
        return new SessionSnapshot.Restore(this, machines);
    }

    /**
     * Applies a committed entry that this member did not make, or does not remember.
     *
     * @param entry the next one
     * @return what its proposer is told, null for an entry that nobody proposed
     */
    public Outcome<Bytes> apply(Entry entry) {
        return apply(entry, null);
    }

    /**
     * Applies a committed entry.
     *
     * @param entry the next one
     * @param own what this member made the entry of, null if another did
     * @return what its proposer is told, null for an entry that nobody proposed
     */
    public Outcome<Bytes> apply(Entry entry, CommandEnvelope own) {
        if (!(entry.payload() instanceof Payload.Command command)) {
            return null;
        }
        CommandEnvelope envelope = own == null ? CommandEnvelope.decode(command.bytes()) : own.asIn(command.bytes());
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
            case CHANGE_MEMBERSHIP -> new Outcome.Refused<>("a change of membership is no command");
            case CHANGE_GROUPS -> groups.apply(envelope.command(), entry.index());
            case CLAIM_MEMBER, SET_MEMBER, FORGET_MEMBER -> applyToMembers(entry, envelope);
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

    private Outcome<Bytes> applyToMembers(Entry entry, CommandEnvelope envelope) {
        long member = envelope.session();
        switch (envelope.kind()) {
            case SET_MEMBER -> members.set(member, envelope.command());
            case FORGET_MEMBER -> members.forget(member);
            default -> {
                if (!members.claim(member, envelope.command())) {
                    return new Outcome.NotApplied<>("member id " + member + " is or was somebody else's; ids up to " + members.lastId() + " are taken", 0);
                }
            }
        }
        return new Outcome.Done<>(entry.index(), Bytes.EMPTY);
    }

    private Bytes applyTo(Entry entry, CommandEnvelope envelope) {
        return machine.apply(
                new StateMachine.ApplyContext(entry.index(), entry.term(), logTimeMillis), envelope.command());
    }
}
