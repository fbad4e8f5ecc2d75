package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.Payload;
import io.keelson.node.session.CommandEnvelope;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;

/** An entry of the log as far as sessions go, in the words of the spec and in those of the code. */
sealed interface SessionEntry {
    /** What a leader opens its term with. */
    record Noop() implements SessionEntry {}

    /** A command outside of sessions. */
    record Command(int wall) implements SessionEntry {}

    /** A request for a session. */
    record Open(int wall, int timeToLive) implements SessionEntry {}

    /** A command of a session. */
    record InSession(int wall, int session, int sequence) implements SessionEntry {}

    /** The record of {@code RaftSessions}. */
    default Value inSpec() {
        RecordBuilder record = new RecordBuilder();
        return switch (this) {
            case Noop noop -> record.put("kind", new StringValue("Noop")).build();
            case Command command -> record.put("kind", new StringValue("Command")).put("wall", IntValue.gen(command.wall())).build();
            case Open open -> record.put("kind", new StringValue("OpenSession"))
                    .put("wall", IntValue.gen(open.wall()))
                    .put("timeToLive", IntValue.gen(open.timeToLive()))
                    .build();
            case InSession command -> record.put("kind", new StringValue("SessionCommand"))
                    .put("wall", IntValue.gen(command.wall()))
                    .put("session", IntValue.gen(command.session()))
                    .put("sequence", IntValue.gen(command.sequence()))
                    .build();
        };
    }

    /** The entry that a node would have in its log. */
    default Entry inCode(long index) {
        return new Entry(index, 1, switch (this) {
            case Noop noop -> Payload.NOOP;
            case Command command -> payload(CommandEnvelope.command(Bytes.EMPTY), command.wall());
            case Open open -> payload(CommandEnvelope.openSession(open.timeToLive()), open.wall());
            case InSession command ->
                payload(CommandEnvelope.inSession(command.session(), command.sequence(), Bytes.EMPTY), command.wall());
        });
    }

    private static Payload payload(CommandEnvelope envelope, int wall) {
        return new Payload.Command(envelope.stamped(wall).encode());
    }
}
