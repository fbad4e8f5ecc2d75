package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of messages. */
class SimNetworkTest {
    private static final int MESSAGES = 500;

    private final EventQueue queue = new EventQueue();
    private final RunCounters counters = new RunCounters();
    private final List<String> arrived = new ArrayList<>();
    private final SimNetwork network = new SimNetwork(
            7, 3, queue, Trace.digestOnly(), (from, to, frame, damaged) -> arrived.add(from + ">" + to + ":" + frame.getInt()), counters, Witness.NONE);

    private void send(long from, long to, int number) {
        network.port(from).send(to, ByteBuffer.allocate(4).putInt(number).flip());
    }

    private void sendMany(long from, long to) {
        for (int i = 0; i < MESSAGES; i++) {
            send(from, to, i);
        }
    }

    private List<String> inOrder(String link) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            expected.add(link + ":" + i);
        }
        return expected;
    }

    private List<String> settle() {
        queue.runUntil(queue.now() + 10_000_000_000L);
        List<String> seen = new ArrayList<>(arrived);
        arrived.clear();
        return seen;
    }

    @Test
    void inFairWeatherEveryMessageArrivesOnceAndInOrder() {
        sendMany(1, 2);
        assertEquals(inOrder("1>2"), settle());
    }

    @Test
    void whatIsUnderWayIsCountedUntilItArrivesOrIsLost() {
        send(1, 2, 0);
        send(1, 3, 1);
        assertEquals(2, network.underWay());
        assertEquals(8, network.bytesUnderWay());
        network.reset(1, 3);
        assertEquals(List.of("1>2:0"), settle());
        assertEquals(0, network.underWay());
        assertEquals(0, network.bytesUnderWay());
    }

    @Test
    void aCutIsOneWayAndEndsWhatIsUnderWay() {
        SimNetwork.Cut cut = (from, to) -> from == 1 && to == 2;
        send(1, 2, 0);
        network.add(cut);
        send(1, 2, 1);
        send(2, 1, 2);
        assertEquals(List.of("2>1:2"), settle());
        network.remove(cut);
        send(1, 2, 3);
        assertEquals(List.of("1>2:3"), settle());
        assertEquals(2, counters.messagesLost);
    }

    @Test
    void lossTakesItsShare() {
        network.begin(SimNetwork.Weather.LOSS, 250);
        sendMany(1, 2);
        int seen = settle().size();
        assertTrue(seen > MESSAGES * 6 / 10 && seen < MESSAGES * 9 / 10, "arrived: " + seen);
        network.end(SimNetwork.Weather.LOSS, 250);
        sendMany(1, 2);
        assertEquals(inOrder("1>2"), settle());
    }

    @Test
    void duplicatesArriveTwiceAndReorderedMessagesLate() {
        network.begin(SimNetwork.Weather.DUPLICATE, 1000);
        sendMany(1, 2);
        assertEquals(2 * MESSAGES, settle().size());
        network.heal();
        network.begin(SimNetwork.Weather.REORDER, 200);
        sendMany(1, 2);
        List<String> seen = settle();
        assertNotEquals(inOrder("1>2"), seen);
        assertEquals(inOrder("1>2").stream().sorted().toList(), seen.stream().sorted().toList());
    }

    @Test
    void theFateOfALinksMessagesDoesNotDependOnOtherTraffic() {
        network.begin(SimNetwork.Weather.LOSS, 300);
        sendMany(1, 2);
        List<String> alone = settle();
        SimNetwork again = new SimNetwork(
                7, 3, queue, Trace.digestOnly(), (from, to, frame, damaged) -> arrived.add(from + ">" + to + ":" + frame.getInt()), counters, Witness.NONE);
        again.begin(SimNetwork.Weather.LOSS, 300);
        for (int i = 0; i < MESSAGES; i++) {
            again.port(3).send(2, ByteBuffer.allocate(4).putInt(i).flip());
            again.port(1).send(2, ByteBuffer.allocate(4).putInt(i).flip());
        }
        assertEquals(alone, settle().stream().filter(message -> message.startsWith("1>2")).toList());
    }
}
