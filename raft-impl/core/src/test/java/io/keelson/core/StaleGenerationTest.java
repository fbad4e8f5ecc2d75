package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to an earlier term, or to an earlier generation of the log, vouches for nothing in a later one. */
class StaleGenerationTest {
    private static final MemberSettings SETTINGS = new MemberSettings(10, 1, 4, 1 << 20, 8, true, true);

    private final RaftProtocol member = new RaftProtocol(SETTINGS, MemberState.restarted(
            new MemberIdentity(1, 2, 1),
            new Recovered(new HardState(3, 0), LogBase.bootstrap(Configuration.of(1, 2, 3)), List.of())));

    @Test
    void aStaleLeaderIsToldOfTheTermButItsReadRoundIsNotEchoed() {
        Effects effects = member.step(receive(new Message.AppendEntries(1, 1, 2, 0, 1, 0, 0, List.of(), 0, 5)));
        assertEquals(
                List.of(new Message.AppendEntriesResponse(2, 1, 1, 3, false, 0, 0, 0, 0, false)),
                effects.sendNow(),
                "member 1 may lead term 3 by now, and would take the echo for its round 5 of that term");
    }

    @Test
    void ofTwoWritesDurableAtOnceTheLaterSaysWhereTheDurableLogEnds() {
        Entry first = new Entry(1, 3, Payload.NOOP);
        Entry second = new Entry(2, 3, Payload.NOOP);
        member.step(receive(new Message.AppendEntries(1, 1, 2, 0, 3, 0, 0, List.of(first, second), 0, 0)));
        Entry other = new Entry(1, 4, Payload.NOOP);
        Effects effects = member.step(receive(new Message.AppendEntries(3, 1, 2, 0, 4, 0, 0, List.of(other), 0, 0)));
        member.step(new Input.Persisted(effects.write().ticket()));
        assertEquals(1, member.capture().durableIndex());
    }

    private static Input receive(Message message) {
        return new Input.Receive(message, false);
    }
}
