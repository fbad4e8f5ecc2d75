package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Payload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is encoded is decoded, and whatever else arrives is refused or is exactly what would have been encoded. */
class PayloadCodecProperties {
    @Provide
    Arbitrary<Payload> payloads() {
        Arbitrary<Payload> commands = Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(64)
                .map(content -> new Payload.Command(Bytes.wrap(content)));
        Arbitrary<List<Long>> voters = Arbitraries.longs().between(1, 50).set().ofMaxSize(6).map(List::copyOf);
        Arbitrary<List<Long>> outgoing = Arbitraries.longs().between(1, 200).set().ofMaxSize(6).map(List::copyOf);
        Arbitrary<List<Long>> learners = Arbitraries.longs().between(51, Long.MAX_VALUE).set().ofMaxSize(6).map(List::copyOf);
        Arbitrary<Payload> configurations = Combinators.combine(voters, outgoing, learners, Arbitraries.longs().between(1, Long.MAX_VALUE), Arbitraries.integers().between(1, 4))
                .as((v, o, l, incarnation, every) -> bound(new Configuration(v, o, l), incarnation, every));
        return Arbitraries.oneOf(Arbitraries.just(Payload.NOOP), commands, configurations);
    }

    /** Binds one of so many members. */
    private static Configuration bound(Configuration members, long incarnation, int every) {
        TreeMap<Long, Long> incarnations = new TreeMap<>();
        members.members().stream().filter(member -> member % every == 0).forEach(member -> incarnations.put(member, incarnation));
        return members.boundTo(incarnations);
    }

    private static byte[] encoded(Payload payload) {
        ByteBuffer out = ByteBuffer.allocate(PayloadCodec.size(payload));
        PayloadCodec.encode(payload, out);
        assertEquals(0, out.remaining(), "the size is exact");
        return out.array();
    }

    @Property
    void whatIsEncodedIsDecoded(@ForAll("payloads") Payload first, @ForAll("payloads") Payload second) throws Exception {
        ByteBuffer both = ByteBuffer.allocate(PayloadCodec.size(first) + PayloadCodec.size(second));
        both.put(encoded(first)).put(encoded(second)).flip();
        assertEquals(first, PayloadCodec.decode(both));
        assertEquals(second, PayloadCodec.decode(both));
        assertEquals(0, both.remaining());
    }

    @Property
    void whatIsCutIsRefused(@ForAll("payloads") Payload payload) {
        byte[] whole = encoded(payload);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThrows(MalformedFrameException.class, () -> PayloadCodec.decode(cut));
        }
    }

    @Property
    void whatIsAlteredIsRefusedOrIsAnotherPayload(
            @ForAll("payloads") Payload payload, @ForAll int where, @ForAll byte value) {
        byte[] altered = encoded(payload);
        altered[Math.floorMod(where, altered.length)] = value;
        ByteBuffer in = ByteBuffer.wrap(altered);
        try {
            Payload decoded = PayloadCodec.decode(in);
            assertArrayEquals(java.util.Arrays.copyOf(altered, in.position()), encoded(decoded));
        } catch (MalformedFrameException refused) {
            assertEquals(1, refused.getMessage().lines().count());
        }
    }

    @Example
    void aLengthBeyondTheBytesIsRefusedBeforeAllocation() {
        byte[] huge = {1, 0x7f, -1, -1, -1, 0};
        MalformedFrameException refused =
                assertThrows(MalformedFrameException.class, () -> PayloadCodec.decode(ByteBuffer.wrap(huge)));
        assertEquals("a command needs 2147483647 bytes, 1 remain", refused.getMessage());
    }
}
