package io.keelson.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much a leader sends ahead of acknowledgements (thesis 10.2.1). */
class InflightTest {
    private static final int COMMAND = 100;
    private static final int ENTRY = new Entry(1, 1, command()).size();

    private static Payload.Command command() {
        return new Payload.Command(Bytes.wrap(new byte[COMMAND]));
    }

    private static Cluster ledByOne(long maxInflightBytes) {
        MemberSettings settings =
                new MemberSettings(10, 1, 1, 1 << 20, 1000, maxInflightBytes, 0, true, true, MemberSettings.LEASES_OFF);
        Cluster cluster = new Cluster(settings, 1, 2, 3);
        cluster.elect(1, 1, 2, 3);
        return cluster;
    }

    private static long appendsTo(Cluster cluster, long member) {
        return cluster.network.stream().filter(m -> m.to() == member && m instanceof Message.AppendEntries).count();
    }

    @Test
    void noMoreIsSentOnceTheBytesInFlightReachTheLimit() {
        Cluster cluster = ledByOne(2 * ENTRY);
        for (int k = 0; k < 5; k++) {
            cluster.step(1, new Input.Propose(List.of(command())));
        }
        assertEquals(2, appendsTo(cluster, 2), "two are out: the third has to wait");
    }

    @Test
    void anAcknowledgementMakesRoom() {
        Cluster cluster = ledByOne(2 * ENTRY);
        for (int k = 0; k < 5; k++) {
            cluster.step(1, new Input.Propose(List.of(command())));
        }
        cluster.settle(1, 2, 3);
        assertEquals(cluster.state(1).entries(), cluster.state(2).entries());
        assertEquals(6, cluster.state(1).commitIndex());
    }

    @Test
    void anEntryLargerThanTheLimitTravelsAlone() {
        Cluster cluster = ledByOne(1);
        cluster.step(1, new Input.Propose(List.of(command(), command())));
        assertEquals(1, appendsTo(cluster, 2));
        cluster.settle(1, 2, 3);
        assertEquals(3, cluster.state(1).commitIndex());
    }

    /** The sums of sizes against adding up, whatever is appended, replaced and compacted. */
    @Test
    void theBytesOfARangeAreTheSumOfItsEntries() {
        Random random = new Random(5);
        RaftLog log = new RaftLog(LogBase.bootstrap(Configuration.of(1)), List.of(), 64);
        for (int k = 0; k < 500; k++) {
            if (random.nextInt(8) == 0 && log.lastIndex() > log.base().index()) {
                long index = log.base().index() + 1 + random.nextLong(log.lastIndex() - log.base().index());
                log.compactTo(new LogBase(index, 1, Configuration.of(1), 1));
            } else {
                long first = log.base().index() + 1 + random.nextLong(log.lastIndex() - log.base().index() + 1);
                List<Entry> entries = new ArrayList<>();
                for (int left = random.nextInt(4); left >= 0; left--) {
                    entries.add(new Entry(first + entries.size(), 1, new Payload.Command(Bytes.wrap(new byte[random.nextInt(50)]))));
                }
                log.append(entries);
            }
            long from = random.nextLong(log.lastIndex() + 2);
            long to = log.base().index() + random.nextLong(log.lastIndex() - log.base().index() + 1);
            long plain = log.all().stream().filter(e -> e.index() >= from && e.index() <= to).mapToLong(Entry::size).sum();
            assertEquals(plain, log.bytesBetween(from, to), from + " to " + to);
        }
    }
}
