package io.keelson.spec.certify;

import io.keelson.core.Bytes;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Payload;
import java.util.ArrayList;
import java.util.List;

/** What time, clients and the disk may do to a member in any state, whether or not it does anything there. */
final class EveryInput {
    private static final Payload.Command COMMAND = new Payload.Command(Bytes.utf8("a"));

    private EveryInput() {}

    static List<Input> at(MemberState state) {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.ElectionTimeout());
        inputs.add(new Input.HeartbeatDue());
        inputs.add(new Input.QuorumCheckDue());
        inputs.add(new Input.Propose(List.of(COMMAND)));
        inputs.add(new Input.ReadIndex(1, false));
        state.pendingWrites().forEach(pending -> inputs.add(new Input.Persisted(pending.write().ticket())));
        return inputs;
    }
}
