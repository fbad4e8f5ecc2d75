package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.keelson.core.Configuration;
import io.keelson.core.LogBase;
import io.keelson.node.port.Storage;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What an operator copies of a disk, and what of that may be begun with. */
class SnapshotCopyTest {
    private static final int CHUNK = 64;

    private final SnapshotCopy.Shelf shelf = new SnapshotCopy.Shelf();
    private final SimDisk disk = shelf.disk;
    private final Storage storage = disk.mount(1);

    private void snapshot(long group, long index) throws Exception {
        SnapshotWriter writer = new SnapshotFiles(storage, 1).begin(group, CHUNK, failure -> {});
        LogBase base = new LogBase(index, 2, Configuration.of(1, 2, 3), 1);
        byte[] content = ("snapshot of " + index).getBytes(StandardCharsets.UTF_8);
        writer.reserve(content.length, base);
        writer.append(content);
        boolean[] stored = {false};
        writer.finish(base, snapshot -> stored[0] = true);
        shelf.until(() -> stored[0]);
    }

    @Test
    void theLatestOfTheGroupIsCopied() throws Exception {
        assertNull(disk.latestSnapshot(1));
        snapshot(1, 9);
        snapshot(1, 10);
        snapshot(2, 11);
        SnapshotCopy copy = SnapshotCopy.of(disk.latestSnapshot(1), 5);
        assertEquals(10, copy.base().index());
        assertEquals(2, copy.base().term());
        assertEquals(5, copy.takenAt());
        disk.unreadable(1);
        assertNull(disk.latestSnapshot(1));
    }

    @Test
    void nobodyBeginsWithADamagedCopy() throws Exception {
        snapshot(1, 9);
        byte[] sound = disk.latestSnapshot(1);
        assertNotNull(SnapshotCopy.of(sound, 0));
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 4;
            assertNull(SnapshotCopy.of(damaged, 0), "byte " + at);
        }
        assertNull(SnapshotCopy.of(new byte[0], 0));
    }

    @Test
    void aDiskHoldsWhatAnotherDoes() throws Exception {
        snapshot(1, 9);
        SimDisk other = new SimDisk(null);
        other.mount(1).open("before");
        other.hold(disk);
        assertEquals(storage.list(), other.mount(1).list());
        assertArrayEquals(disk.latestSnapshot(1), other.latestSnapshot(1));
        other.crash(1);
        assertArrayEquals(disk.latestSnapshot(1), other.latestSnapshot(1), "it is as durable there");
    }
}
