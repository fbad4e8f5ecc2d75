package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.keelson.core.Bytes;
import io.keelson.node.StateMachine.ApplyContext;
import java.util.List;

/** A state machine and the few words that tests say to it. */
final class Kv {
    final KvStateMachine machine;
    private long index;

    Kv(KvStateMachine machine) {
        this.machine = machine;
    }

    static Kv inHeap() {
        return new Kv(KvStateMachine.inHeap());
    }

    static Bytes b(String text) {
        return Bytes.utf8(text);
    }

    static KvCommand.Put putOf(String key, String value) {
        return KvCommand.Put.of(b(key), b(value));
    }

    static KvCommand.DeleteRange deleteOf(String key, String rangeEnd) {
        return new KvCommand.DeleteRange(b(key), b(rangeEnd), true);
    }

    Bytes applyRaw(Bytes command) {
        index++;
        return machine.apply(new ApplyContext(index, 1, 0), command);
    }

    KvResult apply(KvCommand command) {
        return KvCommands.result(applyRaw(CommandCodec.encode(command)));
    }

    KvResult.Put put(String key, String value) {
        return assertInstanceOf(KvResult.Put.class, apply(putOf(key, value)));
    }

    KvResult.DeleteRange delete(String key, String rangeEnd) {
        return assertInstanceOf(KvResult.DeleteRange.class, apply(deleteOf(key, rangeEnd)));
    }

    KvResult.Txn txn(List<Compare> compares, List<KvOperation> success, List<KvOperation> failure) {
        return assertInstanceOf(KvResult.Txn.class, apply(new KvCommand.Txn(compares, success, failure)));
    }

    KvError refusal(KvCommand command) {
        return assertInstanceOf(KvResult.Refused.class, apply(command)).error();
    }

    KvResult.Range range(RangeRequest request) {
        return assertInstanceOf(KvResult.Range.class, machine.query(request));
    }

    KvError refusal(RangeRequest request) {
        return assertInstanceOf(KvResult.Refused.class, machine.query(request)).error();
    }

    String get(String key) {
        Bytes value = machine.get(b(key));
        return value == null ? null : value.toUtf8();
    }

    static List<String> keys(KvResult.Range range) {
        return range.keyValues().stream().map(keyValue -> keyValue.key().toUtf8()).toList();
    }
}
