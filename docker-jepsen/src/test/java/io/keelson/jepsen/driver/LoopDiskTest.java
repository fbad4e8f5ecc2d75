package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk whose power goes; skipped where there can be none. */
class LoopDiskTest {
    @TempDir
    Path temporary;

    private Path mountPoint;

    @BeforeEach
    void disksCanBeMade() {
        assumeTrue(LoopDisk.obstacle() == null, LoopDisk::obstacle);
        mountPoint = temporary.resolve("n1").resolve("data");
    }

    @Test
    void whatWasForcedOutlivesThePowerAndTheRestDoesNot() throws IOException {
        try (LoopDisk disk = new LoopDisk(temporary.resolve("n1").resolve("disk"), mountPoint)) {
            write("forced", true);
            write("forgotten", false);
            assertTrue(Files.exists(mountPoint.resolve("forgotten")), "a kill alone would lose nothing");
            disk.losePower();
            assertArrayEquals("forced".getBytes(), Files.readAllBytes(mountPoint.resolve("forced")));
            assertFalse(Files.exists(mountPoint.resolve("forgotten")) && Files.size(mountPoint.resolve("forgotten")) > 0);
        }
        assertTrue(Files.exists(mountPoint.resolve("forced")), "the files of a run stay");
    }

    @Test
    void aFullDiskTakesNothingUntilThereIsRoomAgain() throws IOException {
        try (LoopDisk disk = new LoopDisk(temporary.resolve("n1").resolve("disk"), mountPoint)) {
            disk.fill();
            assertThrows(IOException.class, () -> Files.write(mountPoint.resolve("large"), new byte[1 << 16]));
            disk.free();
            write("small", true);
        }
    }

    private void write(String name, boolean force) throws IOException {
        try (FileChannel file = FileChannel.open(mountPoint.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileChannel directory = FileChannel.open(mountPoint)) {
            file.write(ByteBuffer.wrap(name.getBytes()));
            if (force) {
                file.force(false);
                directory.force(true);
            }
        }
    }
}
