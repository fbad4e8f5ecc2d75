package io.keelson.spec.certify;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Payload;
import java.util.ArrayList;
import java.util.List;

/** What time, clients, operators and the disk may do to a member in any state, whether or not it does anything there. */
final class EveryInput {
    private static final Payload.Command COMMAND = new Payload.Command(Bytes.utf8("a"));

    private EveryInput() {}

    static List<Input> at(MemberState state) {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.ElectionTimeout());
        inputs.add(new Input.HeartbeatDue());
        inputs.add(new Input.QuorumCheckDue());
        inputs.add(new Input.TransferTimeout());
        inputs.add(new Input.BindingDue());
        inputs.add(new Input.Propose(List.of(COMMAND)));
        inputs.add(new Input.ReadIndex(1, false));
        inputs.add(new Input.ReadIndex(1, true));
        inputs.add(new Input.StorageHealth(!state.healthy()));
        inputs.add(new Input.Compact(Math.min(state.commitIndex(), state.durableIndex()), 2));
        inputs.addAll(operators(state.base().configuration()));
        state.pendingWrites().forEach(pending -> inputs.add(new Input.Persisted(pending.write().ticket())));
        return inputs;
    }

    /** The first of the voters leads, votes no more, or is put aside for a while. */
    private static List<Input> operators(Configuration configuration) {
        if (configuration.voters().isEmpty()) {
            return List.of();
        }
        long first = configuration.voters().get(0);
        List<Long> rest = configuration.voters().subList(1, configuration.voters().size());
        return List.of(
                new Input.TransferLeadership(first),
                new Input.ChangeMembership(rest, List.of()),
                new Input.ChangeMembership(rest, List.of(first)));
    }
}
