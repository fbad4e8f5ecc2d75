package io.keelson.node.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.keelson.core.Bytes;
import io.keelson.core.Payload;
import io.keelson.node.wire.PayloadCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A million entries stay on the heap: of a command there is one copy, and of what a leader adds to those of one batch as well. */
class CommandEnvelopeTest {
    private static final int HEADER = 9;

    private final Bytes command = Bytes.utf8("a command");

    @Test
    void anEntryHoldsTheCommandItselfAndAStateMachineGetsIt() {
        Bytes encoded = CommandEnvelope.command(command).encodeStamped(7, null);
        assertSame(command.shared(), encoded.from(HEADER).shared());
        assertSame(command.shared(), CommandEnvelope.decode(encoded).command().shared());
        assertEquals(new CommandEnvelope(CommandEnvelope.Kind.COMMAND, 7, 0, 0, command), CommandEnvelope.decode(encoded));
    }

    @Test
    void commandsOfOneTimeShareWhatPrecedesThem() {
        Bytes first = CommandEnvelope.command(command).encodeStamped(7, null);
        Bytes second = CommandEnvelope.command(Bytes.utf8("another")).encodeStamped(7, first);
        Bytes later = CommandEnvelope.command(command).encodeStamped(8, second);
        Bytes inSession = CommandEnvelope.inSession(1, 2, command).encodeStamped(8, later);
        Bytes afterwards = CommandEnvelope.command(command).encodeStamped(8, inSession);
        assertSame(first.upTo(HEADER).shared(), second.upTo(HEADER).shared());
        assertEquals(7, CommandEnvelope.decode(second).wallMillis());
        assertEquals(new CommandEnvelope(CommandEnvelope.Kind.COMMAND, 8, 0, 0, command), CommandEnvelope.decode(later));
        assertEquals(new CommandEnvelope(CommandEnvelope.Kind.SESSION_COMMAND, 8, 1, 2, command), CommandEnvelope.decode(inSession));
        assertEquals(later, afterwards);
    }

    @Test
    void whatArrivesTogetherSharesItToo() throws Exception {
        List<Bytes> sent = new ArrayList<>();
        for (long millis : new long[] {7, 7, 8, 7}) {
            sent.add(CommandEnvelope.command(Bytes.utf8("command " + sent.size())).encodeStamped(millis, null));
        }
        ByteBuffer wire = ByteBuffer.allocate(1000);
        sent.forEach(bytes -> PayloadCodec.encode(new Payload.Command(bytes), wire));
        wire.flip();
        List<Bytes> received = new ArrayList<>();
        Payload before = null;
        for (int i = 0; i < sent.size(); i++) {
            before = PayloadCodec.decode(wire, before);
            received.add(((Payload.Command) before).bytes());
        }
        assertEquals(sent, received);
        assertSame(received.get(0).upTo(HEADER).shared(), received.get(1).upTo(HEADER).shared());
        assertNotSame(received.get(1).upTo(HEADER).shared(), received.get(2).upTo(HEADER).shared());
        for (Bytes one : received) {
            assertSame(one.from(HEADER).shared(), CommandEnvelope.decode(one).command().shared());
        }
    }
}
