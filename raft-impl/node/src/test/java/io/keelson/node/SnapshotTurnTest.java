package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.node.MemoryCluster.Box;
import io.keelson.node.MemoryCluster.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** However many groups of a node have a snapshot to take, one does at a time, and each does in the end. */
class SnapshotTurnTest {
    private static final int GROUPS = 6;
    private static final long FIRST = 10;

    /** The groups whose machines are pinned at this moment. */
    private final TreeSet<Long> pinned = new TreeSet<>();
    /** Which groups have been read out whole, in order. */
    private final List<Long> taken = new ArrayList<>();
    private int mostPinned;

    private final class Pinned implements StateMachine {
        private final long group;
        private int applied;

        Pinned(long group) {
            this.group = group;
        }

        @Override
        public Bytes apply(ApplyContext context, Bytes command) {
            applied++;
            return Bytes.EMPTY;
        }

        @Override
        public Snapshot snapshot() {
            pinned.add(group);
            mostPinned = Math.max(mostPinned, pinned.size());
            int records = 20 * applied;
            return new Snapshot() {
                private int next;

                @Override
                public Bytes next() {
                    if (next == records) {
                        taken.add(group);
                        return null;
                    }
                    return Bytes.utf8("record " + next++);
                }

                @Override
                public void close() {
                    pinned.remove(group);
                }
            };
        }

        @Override
        public SnapshotRestore restore() {
            throw new UnsupportedOperationException("nobody is behind here");
        }
    }

    private final MemoryCluster cluster = new MemoryCluster(1);

    /** A lone member with several groups, each of which has applied a few commands, and that writes chunks of 64 bytes. */
    private Machine hosting() throws NodeOpenException {
        cluster.snapshots = new SnapshotSettings(1_000, 1 << 20, 0, 0, 64);
        Machine alone = cluster.machine(1);
        alone.start();
        cluster.leader();
        for (long group = FIRST; group < FIRST + GROUPS; group++) {
            alone.node.groups().create(new GroupSettings(group, Configuration.of(1), new Pinned(group)));
        }
        for (long group = FIRST; group < FIRST + GROUPS; group++) {
            put(alone, group);
        }
        return alone;
    }

    private void put(Machine alone, long group) {
        for (int i = 0; i < 3; i++) {
            cluster.until("it is led", () -> alone.node.status().groups().stream().anyMatch(known -> known.group() == group && known.leader() == 1));
            Box<Bytes> answer = alone.ask(reply -> alone.node.propose(group, Bytes.utf8("x"), reply));
            cluster.until("an answer", answer::isFull);
            answer.done();
        }
    }

    /** One whose groups all want a snapshot at once. */
    private Machine compactingAll() throws NodeOpenException {
        Machine alone = hosting();
        for (long group = FIRST; group < FIRST + GROUPS; group++) {
            alone.node.compactNow(group);
        }
        alone.node.flush();
        return alone;
    }

    @Test
    void oneIsTakenAtATimeAndAllAreInTheEnd() throws NodeOpenException {
        Machine alone = compactingAll();
        cluster.until("each has its snapshot", () -> alone.node.status().counters().logCompactions() == GROUPS);
        assertEquals(1, mostPinned);
        assertEquals(GROUPS, new TreeSet<>(taken).size());
        assertEquals(GROUPS, taken.size(), "none was begun again");
    }

    @Test
    void aGroupThatLeavesInTheMidstOfItsSnapshotGivesItsTurnBack() throws NodeOpenException {
        Machine alone = compactingAll();
        cluster.until("one is being taken", () -> !pinned.isEmpty());
        long leaves = pinned.first();
        assertTrue(taken.isEmpty());
        alone.node.groups().remove(leaves);
        cluster.until("the others have theirs", () -> alone.node.status().counters().logCompactions() == GROUPS - 1);
        assertEquals(1, mostPinned);
        assertTrue(!taken.contains(leaves), "it was given up");
    }

    @Test
    void theTurnOfAFullDiskIsGivenBack() throws NodeOpenException {
        Machine alone = hosting();
        alone.disk.capacity(alone.disk.used());
        alone.node.compactNow(FIRST);
        alone.node.flush();
        cluster.run(50);
        assertEquals(0, alone.node.status().counters().snapshotsTaken());
        assertTrue(pinned.isEmpty());
        alone.disk.capacity(Long.MAX_VALUE);
        alone.node.compactNow(FIRST + 1);
        alone.node.flush();
        cluster.until("another has its snapshot", () -> taken.contains(FIRST + 1));
    }
}
