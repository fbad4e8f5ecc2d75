package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** A sequence in two parts is the same as one in one part, whatever is asked of it. */
class BytesProperties {
    @Property
    void whatIsJoinedIsAsIfItHadNeverBeenApart(@ForAll @Size(max = 20) byte[] head, @ForAll @Size(max = 20) byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        Bytes whole = Bytes.copyOf(both);
        Bytes joined = Bytes.join(Bytes.copyOf(head), Bytes.copyOf(tail));
        assertEquals(whole, joined);
        assertEquals(joined, whole);
        assertEquals(whole.hashCode(), joined.hashCode());
        assertEquals(0, joined.compareTo(whole));
        assertEquals(whole.length(), joined.length());
        assertEquals(whole.toString(), joined.toString());
        assertEquals(whole.toUtf8(), joined.toUtf8());
        assertArrayEquals(both, joined.toArray());
        assertArrayEquals(both, joined.shared());
        ByteBuffer out = ByteBuffer.allocate(both.length);
        joined.putInto(out);
        assertArrayEquals(both, out.array());
        for (int i = 0; i < both.length; i++) {
            assertEquals(both[i], joined.at(i));
        }
        for (int i = 0; i + Long.BYTES <= both.length; i++) {
            assertEquals(whole.longAt(i), joined.longAt(i));
        }
        for (int i = 0; i <= both.length; i++) {
            assertEquals(Bytes.copyOf(Arrays.copyOf(both, i)), joined.upTo(i));
            assertEquals(Bytes.copyOf(Arrays.copyOfRange(both, i, both.length)), joined.from(i));
            assertEquals(whole.upTo(i), joined.upTo(i));
            assertEquals(whole.from(i), joined.from(i));
            assertEquals(joined, Bytes.join(whole.upTo(i), whole.from(i)));
        }
    }

    @Property
    void anotherByteAnywhereIsAnotherSequence(@ForAll @Size(min = 1, max = 20) byte[] head, @ForAll @Size(min = 1, max = 20) byte[] tail, @ForAll int where) {
        byte[] both = Bytes.join(Bytes.copyOf(head), Bytes.copyOf(tail)).toArray();
        both[Math.floorMod(where, both.length)]++;
        Bytes altered = Bytes.join(Bytes.wrap(Arrays.copyOf(both, head.length)), Bytes.wrap(Arrays.copyOfRange(both, head.length, both.length)));
        assertNotEquals(Bytes.join(Bytes.copyOf(head), Bytes.copyOf(tail)), altered);
        assertNotEquals(Bytes.wrap(both), Bytes.join(Bytes.copyOf(head), Bytes.copyOf(tail)));
    }

    @Example
    void whereItWasJoinedItIsTakenApartWithoutACopy() {
        Bytes head = Bytes.utf8("head");
        Bytes tail = Bytes.utf8("tail");
        Bytes joined = Bytes.join(head, tail);
        assertSame(head.shared(), joined.upTo(4).shared());
        assertSame(tail.shared(), joined.from(4).shared());
        assertSame(tail, Bytes.join(Bytes.EMPTY, tail));
        assertSame(head, Bytes.join(head, Bytes.EMPTY));
    }
}
