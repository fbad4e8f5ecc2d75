package io.keelson.spec;

import io.keelson.core.LogWrite;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One record for all that mean the same: writes are counted from 1, since tickets are names of which only the order matters, and messages that wait
 * are a set, as they are in the spec.
 */
final class NormalForm {
    private NormalForm() {}

    /** The same state in its normal form. */
    static MemberState of(MemberState state) {
        List<PendingWrite> writes = new ArrayList<>();
        for (PendingWrite pending : state.pendingWrites()) {
            LogWrite write = pending.write();
            writes.add(new PendingWrite(
                    new LogWrite(writes.size() + 1, write.hardState(), write.base(), write.firstIndex(), write.entries()), asSet(pending.sendAfterPersist())));
        }
        return state.withPendingWrites(writes);
    }

    /** Each message once, in an order that depends on the messages alone. */
    private static List<Message> asSet(List<Message> messages) {
        return messages.size() < 2 ? messages : messages.stream().distinct().sorted(Comparator.comparing(Message::toString)).toList();
    }
}
