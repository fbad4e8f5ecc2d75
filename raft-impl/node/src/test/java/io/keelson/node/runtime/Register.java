package io.keelson.node.runtime;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import java.util.ArrayList;
import java.util.List;

/** Remembers every command; the answer is how many there have been. */
final class Register implements StateMachine {
    private final List<String> commands = new ArrayList<>();

    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        commands.add(command.toUtf8());
        return Bytes.utf8(Integer.toString(commands.size()));
    }

    @Override
    public Snapshot snapshot() {
        return Snapshot.of(commands.stream().map(Bytes::utf8).toList());
    }

    @Override
    public SnapshotRestore restore() {
        return record -> commands.add(record.toUtf8());
    }

    /** For queries, on the node's thread. */
    static List<String> commandsOf(StateMachine machine) {
        return List.copyOf(((Register) machine).commands);
    }
}
