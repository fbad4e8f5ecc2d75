package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.core.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The store against a deliberately plain twin: a list of whole maps, one for each revision. */
final class KvModelProperties {
    @Provide
    Arbitrary<List<KvCommand>> simpleCommands() {
        Arbitrary<KvCommand> puts = KvArbitraries.puts()
                .filter(put -> put.key().length() > 0)
                .map(put -> KvCommand.Put.of(put.key(), put.value()));
        Arbitrary<KvCommand> deletes = KvArbitraries.deletes().filter(delete -> delete.key().length() > 0).map(delete -> delete);
        return net.jqwik.api.Arbitraries.oneOf(puts, deletes).list().ofMaxSize(30);
    }

    @Property(tries = 300)
    void everyRevisionIsTheWholeMapOfItsTime(@ForAll("simpleCommands") List<KvCommand> commands) {
        Kv kv = Kv.inHeap();
        List<TreeMap<Bytes, KeyValue>> history = new ArrayList<>(List.of(new TreeMap<>(), new TreeMap<>()));
        for (KvCommand command : commands) {
            kv.apply(command);
            TreeMap<Bytes, KeyValue> next = new TreeMap<>(history.getLast());
            if (change(next, command, history.size())) {
                history.add(next);
            }
        }
        assertEquals(history.size() - 1, kv.machine.revision());
        RangeRequest everything = RangeRequest.of(Bytes.utf8("\0"), Bytes.utf8("\0"));
        for (int revision = 1; revision < history.size(); revision++) {
            assertEquals(
                    List.copyOf(history.get(revision).values()),
                    kv.range(everything.at(revision)).keyValues(),
                    "revision " + revision);
        }
    }

    private static boolean change(TreeMap<Bytes, KeyValue> map, KvCommand command, long revision) {
        if (command instanceof KvCommand.Put put) {
            KeyValue before = map.get(put.key());
            map.put(
                    put.key(),
                    new KeyValue(
                            put.key(),
                            before == null ? revision : before.createRevision(),
                            revision,
                            before == null ? 1 : before.version() + 1,
                            put.value(),
                            0));
            return true;
        }
        KvCommand.DeleteRange delete = (KvCommand.DeleteRange) command;
        String end = delete.rangeEnd().toUtf8();
        return map.keySet().removeIf(key -> end.isEmpty()
                ? key.equals(delete.key())
                : key.compareTo(delete.key()) >= 0 && (end.equals("\0") || key.compareTo(delete.rangeEnd()) < 0));
    }
}
