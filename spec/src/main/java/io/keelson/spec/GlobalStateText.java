package io.keelson.spec;

import io.keelson.core.MemberState;
import io.keelson.core.Message;

/** A state of the cluster for people: a line for each member, disk and message. */
final class GlobalStateText {
    private GlobalStateText() {}

    static String of(GlobalState state) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < state.members().size(); i++) {
            MemberState member = state.members().get(i);
            text.append("  s").append(member.identity().member()).append("    ").append(member).append('\n');
            text.append("  disk  ").append(state.disks().get(i)).append('\n');
        }
        for (Message message : state.network()) {
            text.append("  net   ").append(message).append('\n');
        }
        return text.append("  ").append(state.history()).toString();
    }
}
