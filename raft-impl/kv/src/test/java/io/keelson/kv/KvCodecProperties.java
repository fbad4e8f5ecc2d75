package io.keelson.kv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.Bytes;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Commands and results survive their encoding, and no bytes at all make the state machine fail. */
final class KvCodecProperties {
    @Provide
    Arbitrary<KvCommand> commands() {
        return KvArbitraries.commands();
    }

    @Property(tries = 500)
    void commandsComeBack(@ForAll("commands") KvCommand command) throws MalformedException {
        assertEquals(command, CommandCodec.decode(CommandCodec.encode(command)));
    }

    @Property(tries = 300)
    void resultsComeBack(@ForAll("commands") KvCommand first, @ForAll("commands") KvCommand second)
            throws MalformedException {
        Kv kv = Kv.inHeap();
        for (KvCommand command : List.of(first, second)) {
            Bytes answer = kv.applyRaw(CommandCodec.encode(command));
            assertEquals(answer, ResultCodec.encode(ResultCodec.decode(answer)));
        }
    }

    @Property(tries = 200)
    void aCutCommandIsMalformed(@ForAll("commands") KvCommand command) {
        byte[] whole = CommandCodec.encode(command).toArray();
        int step = Math.max(1, whole.length / 50);
        for (int length = 0; length < whole.length; length += step) {
            Bytes cut = Bytes.wrap(Arrays.copyOf(whole, length));
            assertThrows(MalformedException.class, () -> CommandCodec.decode(cut));
        }
        Bytes longer = Bytes.wrap(Arrays.copyOf(whole, whole.length + 1));
        assertThrows(MalformedException.class, () -> CommandCodec.decode(longer));
    }

    @Property(tries = 1000)
    void damagedBytesHaveADeterministicAnswer(
            @ForAll("commands") KvCommand command, @ForAll int position, @ForAll byte value) {
        byte[] bytes = CommandCodec.encode(command).toArray();
        bytes[Math.floorMod(position, bytes.length)] = value;
        assertSameAnswer(Bytes.wrap(bytes));
    }

    @Property(tries = 1000)
    void anyBytesHaveADeterministicAnswer(@ForAll byte[] bytes) {
        assertSameAnswer(Bytes.wrap(bytes));
    }

    private static void assertSameAnswer(Bytes command) {
        assertEquals(Kv.inHeap().applyRaw(command), Kv.inHeap().applyRaw(command));
    }

    @Example
    void aNegativeLengthOrCountIsMalformed() {
        for (int negative : new int[] {-1, -4, -5, Integer.MIN_VALUE}) {
            Bytes length = Bytes.wrap(new ByteWriter().u8(1).i32(negative).i64(0).toArray());
            assertThrows(MalformedException.class, () -> CommandCodec.decode(length));
            Bytes count = Bytes.wrap(new ByteWriter().u8(3).i32(negative).i64(0).toArray());
            assertThrows(MalformedException.class, () -> CommandCodec.decode(count));
        }
    }

    @Example
    void aLengthThatTheBytesDoNotCoverIsNotBelieved() {
        byte[] huge = new ByteWriter().u8(1).i32(Integer.MAX_VALUE).toArray();
        MalformedException refused =
                assertThrows(MalformedException.class, () -> CommandCodec.decode(Bytes.wrap(huge)));
        assertEquals("2147483647 bytes expected at byte 5 of 5", refused.getMessage());
        Kv kv = Kv.inHeap();
        assertEquals(
                new KvResult.Refused(1, KvError.MALFORMED),
                assertInstanceOf(KvResult.Refused.class, KvCommands.result(kv.applyRaw(Bytes.wrap(huge)))));
    }
}
