package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of packets between hosts. */
@Timeout(30)
class PacketSwitchTest {
    private static final int PACKETS = 1000;
    private static final int LAST = -1;
    private static final Link LINK = new Link("n1", "n2");

    private final Port first = new Port();
    private final Port second = new Port();
    private final PacketSwitch carrier = new PacketSwitch(Map.of("n1", "10.0.0.1", "n2", "10.0.200.2"));

    @BeforeEach
    void hostsAreThere() {
        carrier.connect("n1", first);
        carrier.connect("n2", second);
    }

    /** A host that sends what the test gives it, and keeps what it gets. */
    private static final class Port implements PacketPort {
        private static final byte[] GONE = {};

        final BlockingQueue<byte[]> sending = new LinkedBlockingQueue<>();
        final BlockingQueue<Integer> got = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void read(ByteBuffer packet) throws IOException {
            try {
                byte[] next = sending.take();
                if (next == GONE) {
                    throw new IOException("gone");
                }
                packet.put(next).flip();
            } catch (InterruptedException end) {
                throw new IOException(end);
            }
        }

        @Override
        public void write(ByteBuffer packet) {
            got.add(packet.getInt(packet.limit() - Integer.BYTES));
        }

        @Override
        public void close() {
            closed.countDown();
        }

        /** Sends numbered packets to an address. */
        void send(int address, int... numbers) {
            for (int number : numbers) {
                sending.add(ByteBuffer.allocate(24).put(0, (byte) 0x45).putInt(16, address).putInt(20, number).array());
            }
        }

        /** What came before the last packet, in order. */
        List<Integer> untilLast() throws InterruptedException {
            List<Integer> all = new ArrayList<>();
            for (int next = got.take(); next != LAST; next = got.take()) {
                all.add(next);
            }
            return all;
        }
    }

    @AfterEach
    void hostsAreGone() {
        first.sending.add(Port.GONE);
        second.sending.add(Port.GONE);
        carrier.end();
    }

    /** A container that starts again has another network than before. */
    @Test
    void aHostThatComesAgainGetsWhatIsSentToItByItsNewPort() throws InterruptedException {
        second.sending.add(Port.GONE);
        second.closed.await();
        first.send(0x0a00c802, 1);
        Port third = new Port();
        carrier.connect("n2", third);
        first.send(0x0a00c802, 2, LAST);
        List<Integer> came = third.untilLast();
        assertEquals(2, came.getLast());
        assertEquals(List.of(), List.copyOf(second.got), "nothing is written to a port that is closed");
        Port fourth = new Port();
        carrier.connect("n2", fourth);
        third.sending.add(Port.GONE);
        third.closed.await();
        first.send(0x0a00c802, LAST);
        assertEquals(List.of(), fourth.untilLast(), "the old port's end is not the new one's");
        fourth.sending.add(Port.GONE);
    }

    /** What arrives of numbered packets over a link in this state, which is sound again for a last one, sent once so many of them have come. */
    private List<Integer> across(LinkState state, int least) throws InterruptedException {
        carrier.shape(Map.of(LINK, state));
        first.send(0x0a00c802, IntStream.range(0, PACKETS).toArray());
        while (!first.sending.isEmpty() || second.got.size() < least) {
            Thread.onSpinWait();
        }
        carrier.shape(Map.of());
        first.send(0x0a00c802, LAST);
        return second.untilLast();
    }

    private static List<Integer> all() {
        return IntStream.range(0, PACKETS).boxed().toList();
    }

    @Test
    void aSoundLinkBringsAllInOrder() throws Exception {
        assertEquals(all(), across(LinkState.SOUND, PACKETS));
    }

    @Test
    void aFifthIsLost() throws Exception {
        List<Integer> came = across(LinkState.losing(20), 0);
        assertTrue(came.size() > PACKETS * 7 / 10 && came.size() < PACKETS * 9 / 10, () -> came.size() + " came");
        assertEquals(came.stream().sorted().distinct().toList(), came, "in order, and none twice");
    }

    @Test
    void aTenthComesTwice() throws Exception {
        List<Integer> came = across(LinkState.duplicating(10), PACKETS);
        assertEquals(all(), came.stream().distinct().toList());
        assertTrue(came.size() > PACKETS * 105 / 100 && came.size() < PACKETS * 115 / 100, () -> came.size() + " came");
    }

    @Test
    void someAreOvertaken() throws Exception {
        List<Integer> came = across(LinkState.reordering(25), PACKETS);
        assertEquals(all(), came.stream().sorted().toList());
        long overtaken = IntStream.range(1, PACKETS).filter(i -> came.get(i) < came.get(i - 1)).count();
        assertTrue(overtaken > 0, "none was");
    }

    @Test
    void lateOnesKeepTheirOrder() throws Exception {
        assertEquals(all(), across(LinkState.delayed(Duration.ofMillis(20), Duration.ofMillis(10)), PACKETS));
    }

    @Test
    void theWayBackIsALinkOfItsOwn() throws Exception {
        carrier.shape(Map.of(LINK, LinkState.losing(100)));
        first.send(0x0a00c802, 1, 2, 3);
        second.send(0x0a000001, 4, 5, LAST);
        assertEquals(List.of(4, 5), first.untilLast());
        assertTrue(second.got.isEmpty());
    }

    @Test
    void whatIsForNoHostGoesNowhere() throws Exception {
        second.send(0x0a000009, 1);
        second.sending.add(new byte[] {0x60, 0, 0});
        second.send(0x0a000001, 2, LAST);
        assertEquals(List.of(2), first.untilLast());
    }
}
