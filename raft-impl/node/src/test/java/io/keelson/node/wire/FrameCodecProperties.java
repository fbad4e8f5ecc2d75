package io.keelson.node.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Decoding undoes encoding, and whatever else the network brings is refused by its one exception. */
class FrameCodecProperties {
    private static final FrameHeader HEADER = new FrameHeader(1, 2, 77, 3);
    private static final FrameHeader OF_NODE = new FrameHeader(FrameHeader.NO_GROUP, 2, 77, 3);

    @Property(tries = 500)
    void decodingUndoesEncoding(@ForAll("frames") Frame frame) throws MalformedFrameException {
        ByteBuffer encoded = FrameCodec.encode(frame);
        assertEquals(0, encoded.position());
        assertEquals(frame, FrameCodec.decode(encoded));
    }

    @Property(tries = 500)
    void aFlippedBitIsFound(@ForAll("frames") Frame frame, @ForAll @IntRange(min = 0) int where) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        int bit = where % (encoded.remaining() * 8);
        encoded.put(bit / 8, (byte) (encoded.get(bit / 8) ^ 1 << bit % 8));
        assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
    }

    /** What a faulty or hostile sender could write: the checksum is right, the rest is not. */
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void damageUnderAValidChecksumIsRefusedOrIsAnotherFrame(
            @ForAll("frames") Frame frame, @ForAll @IntRange(min = 0) int where, @ForAll byte value) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        encoded.put(where % (encoded.remaining() - Integer.BYTES), value);
        seal(encoded);
        try {
            assertEquals(encoded, FrameCodec.encode(FrameCodec.decode(encoded.duplicate())), "a frame has exactly one encoding");
        } catch (MalformedFrameException refused) {
            assertTrue(refused.getMessage().length() > 0);
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aTruncatedFrameIsRefused(@ForAll("frames") Frame frame, @ForAll @IntRange(min = 0) int where, @ForAll boolean sealed) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        encoded.limit(where % encoded.limit());
        if (sealed && encoded.remaining() >= Integer.BYTES) {
            seal(encoded);
        }
        assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void trailingBytesAreRefused(@ForAll("frames") Frame frame, @ForAll @Size(min = 1, max = 20) byte[] trailing) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        ByteBuffer longer = ByteBuffer.allocate(encoded.remaining() + trailing.length);
        longer.put(encoded.limit(encoded.limit() - Integer.BYTES)).put(trailing).putInt(0).flip();
        seal(longer);
        assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(longer));
    }

    @Property(tries = 1000)
    void noiseIsRefused(@ForAll @Size(max = 200) byte[] noise) {
        assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(ByteBuffer.wrap(noise)));
    }

    @Property(tries = 300)
    void aHelloSurvives(
            @ForAll long cluster, @ForAll long incarnation, @ForAll @IntRange(min = 1) int member, @ForAll @IntRange(min = 1, max = 32_767) int version)
            throws MalformedFrameException {
        Hello hello = new Hello(cluster, member, incarnation, (version + 1) / 2, version);
        assertEquals(hello, HelloCodec.decode(HelloCodec.encode(hello)));
    }

    @Example
    void twoEndsSpeakTheNewestVersionThatBothKnow() {
        Hello oneToThree = new Hello(1, 1, 1, 1, 3);
        assertEquals(3, oneToThree.commonVersion(new Hello(1, 2, 1, 3, 9)));
        assertEquals(2, oneToThree.commonVersion(new Hello(1, 2, 1, 2, 2)));
        assertEquals(Hello.NONE_IN_COMMON, oneToThree.commonVersion(new Hello(1, 2, 1, 4, 9)));
        assertEquals(Hello.NONE_IN_COMMON, new Hello(1, 2, 1, 4, 9).commonVersion(oneToThree));
    }

    @Property(tries = 300)
    void noiseIsNoHello(@ForAll @Size(max = 40) byte[] noise) {
        assertThrows(MalformedFrameException.class, () -> HelloCodec.decode(ByteBuffer.wrap(noise)));
    }

    @Example
    void anotherVersionIsNamed() {
        ByteBuffer encoded = FrameCodec.encode(new Frame.ForwardedCommand(HEADER, 1, 1, Bytes.EMPTY));
        encoded.put(2, (byte) 9);
        MalformedFrameException refused = assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
        assertEquals("a frame of version 9; this node speaks versions " + FrameCodec.OLDEST_VERSION + " to " + FrameCodec.PROTOCOL_VERSION, refused.getMessage());
    }

    /** Nodes of the version before read all frames but those of several groups: these bytes must stay as they are. */
    @Property(tries = 200)
    void whatTheVersionBeforeKnowsIsSaidInItsWords(@ForAll("frames") Frame frame) {
        int version = frame instanceof Frame.OfSeveralGroups ? FrameCodec.GATHERING_VERSION : 4;
        assertEquals(version, FrameCodec.encode(frame).get(2));
    }

    @Example
    void aKindUnderAnotherVersionIsRefused() {
        ByteBuffer encoded = FrameCodec.encode(new Frame.Removed(HEADER));
        encoded.put(2, (byte) 5);
        seal(encoded);
        MalformedFrameException refused = assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
        assertEquals("a frame of kind 35 is of version 4, not 5", refused.getMessage());
    }

    @Example
    void onlyHeartbeatsOrOnlyTheirAnswersAreGathered() {
        Frame.OfGroup heartbeat = new Frame.OfGroup(1, new Message.AppendEntries(2, 77, 3, 0, 5, 0, 0, List.of(), 0, 0));
        Frame.OfGroup answer = new Frame.OfGroup(2, new Message.AppendEntriesResponse(2, 77, 3, 5, true, 0, 0, 0, 0, false));
        Frame.OfGroup entries = new Frame.OfGroup(3, new Message.AppendEntries(2, 77, 3, 0, 5, 0, 0, List.of(new Entry(1, 5, Payload.NOOP)), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Frame.OfSeveralGroups(OF_NODE, List.of(heartbeat, answer)));
        assertThrows(IllegalArgumentException.class, () -> new Frame.OfSeveralGroups(OF_NODE, List.of(heartbeat, entries)));
        assertThrows(IllegalArgumentException.class, () -> FrameCodec.encode(new Frame.OfSeveralGroups(new FrameHeader(FrameHeader.NO_GROUP, 1, 77, 3), List.of(heartbeat))));
    }

    @Example
    void aFrameOfSeveralGroupsWithoutAMessageOrWithEntriesIsRefused() {
        Frame.OfGroup heartbeat = new Frame.OfGroup(1, new Message.AppendEntries(2, 77, 3, 0, 5, 0, 0, List.of(), 0, 0));
        ByteBuffer none = FrameCodec.encode(new Frame.OfSeveralGroups(OF_NODE, List.of(heartbeat)));
        int count = FrameCodec.OVERHEAD - Integer.BYTES;
        none.putInt(count, 0).putInt(count + Integer.BYTES, 0).limit(count + 2 * Integer.BYTES);
        seal(none);
        assertEquals("a frame of several messages has none", assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(none)).getMessage());

        Message append = new Message.AppendEntries(2, 77, 3, 0, 5, 0, 0, List.of(new Entry(1, 5, Payload.NOOP)), 0, 0);
        ByteBuffer alone = FrameCodec.encode(new Frame.Protocol(OF_NODE, append));
        byte[] message = new byte[alone.remaining() - FrameCodec.OVERHEAD];
        alone.get(count, message);
        ByteBuffer smuggled = ByteBuffer.allocate(FrameCodec.OVERHEAD + Integer.BYTES + Long.BYTES + message.length);
        smuggled.put(none.duplicate().limit(count)).putInt(1).putLong(1).put(message).putInt(0).flip();
        seal(smuggled);
        assertEquals("entries among heartbeats", assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(smuggled)).getMessage());
    }

    @Example
    void aClaimOfABillionMessagesAllocatesNothing() {
        Frame.OfGroup answer = new Frame.OfGroup(2, new Message.AppendEntriesResponse(2, 77, 3, 5, true, 0, 0, 0, 0, false));
        ByteBuffer encoded = FrameCodec.encode(new Frame.OfSeveralGroups(OF_NODE, List.of(answer)));
        encoded.putInt(FrameCodec.OVERHEAD - Integer.BYTES, 1_000_000_000);
        seal(encoded);
        refusedWithoutAllocating(encoded);
    }

    @Example
    void aClaimOfABillionEntriesAllocatesNothing() {
        Message heartbeat = new Message.AppendEntries(2, 77, 3, 0, 5, 0, 0, List.of(), 0, 0);
        refusedWithoutAllocating(withBillionAtTheEnd(new Frame.Protocol(HEADER, heartbeat)));
    }

    @Example
    void aClaimOfABillionBytesAllocatesNothing() {
        refusedWithoutAllocating(withBillionAtTheEnd(new Frame.ForwardedCommand(HEADER, 1, 1, Bytes.EMPTY)));
    }

    @Example
    void entriesBeyondTheLastIndexAreRefused() {
        long last = Long.MAX_VALUE;
        Message append = new Message.AppendEntries(2, 77, 3, 0, 5, last - 1, 4, List.of(new Entry(last, 5, Payload.NOOP)), 0, 0);
        ByteBuffer encoded = FrameCodec.encode(new Frame.Protocol(HEADER, append));
        int prevLogIndex = FrameCodec.OVERHEAD - Integer.BYTES + 2 * Long.BYTES;
        assertEquals(last - 1, encoded.getLong(prevLogIndex));
        encoded.putLong(prevLogIndex, last);
        seal(encoded);
        assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
    }

    @Example
    void aHeaderThatIsNotTheMessagesIsNotSent() {
        Message message = new Message.RequestVoteResponse(1, 77, 3, 1, 5, true);
        assertThrows(IllegalArgumentException.class, () -> FrameCodec.encode(new Frame.Protocol(HEADER, message)));
    }

    private static ByteBuffer withBillionAtTheEnd(Frame frame) {
        ByteBuffer encoded = FrameCodec.encode(frame);
        encoded.putInt(encoded.limit() - 2 * Integer.BYTES, 1_000_000_000);
        seal(encoded);
        return encoded;
    }

    private static void refusedWithoutAllocating(ByteBuffer encoded) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        MalformedFrameException refused = assertThrows(MalformedFrameException.class, () -> FrameCodec.decode(encoded));
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(refused.getMessage().contains("1000000000"), refused.getMessage());
        assertTrue(allocated < 10_000_000, allocated + " bytes were allocated");
    }

    private static void seal(ByteBuffer frame) {
        int end = frame.limit() - Integer.BYTES;
        CRC32C crc = new CRC32C();
        crc.update(frame.duplicate().limit(end));
        frame.putInt(end, (int) crc.getValue());
    }

    @Provide
    Arbitrary<Frame> frames() {
        return FrameArbitraries.frames();
    }
}
