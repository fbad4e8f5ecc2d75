package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.keelson.simulation.world.SimFile.Kept;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A crash of which is said what each sector keeps: a sector and a bit are forced, and from the second sector on two are written over. */
class SaidCrashTest {
    private static final int SECTOR = SimFile.SECTOR;
    private static final int FORCED = SECTOR + 88;

    private static SimFile crashed(Kept second, Kept third, boolean grown) {
        SimFile file = new SimFile();
        file.write(0, bytes(FORCED, 1));
        file.promote(file.mark());
        file.write(SECTOR, bytes(2 * SECTOR, 2));
        assertEquals(List.of(1, 2), file.unforcedSectors());
        file.crash(sector -> sector == 1 ? second : third, grown);
        assertFalse(file.hasUnforced());
        assertArrayEquals(bytes(SECTOR, 1), file.read(0, SECTOR));
        return file;
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] third(Kept kept) {
        return crashed(Kept.OLD, kept, false).read(2 * SECTOR, SECTOR);
    }

    @Test
    void aSectorThatNeverWasForcedIsLeftInEachWay() {
        assertArrayEquals(bytes(SECTOR, 2), third(Kept.NEW));
        assertArrayEquals(bytes(SECTOR, 0), third(Kept.ZERO));
        assertFalse(Arrays.equals(bytes(SECTOR, 2), third(Kept.GARBAGE)) || Arrays.equals(bytes(SECTOR, 0), third(Kept.GARBAGE)));
        assertEquals(0, third(Kept.OLD).length);
    }

    @Test
    void aSectorThatHoldsAForcedByteIsOldOrNew() {
        for (Kept kept : List.of(Kept.NEW, Kept.ZERO, Kept.GARBAGE)) {
            assertArrayEquals(bytes(SECTOR, 2), crashed(kept, Kept.OLD, false).read(SECTOR, SECTOR), kept.name());
        }
        assertArrayEquals(bytes(FORCED - SECTOR, 1), crashed(Kept.OLD, Kept.OLD, false).read(SECTOR, SECTOR));
    }

    @Test
    void aFileMayHaveGrownAndHoldNothingThere() {
        SimFile file = crashed(Kept.OLD, Kept.OLD, true);
        assertEquals(3 * SECTOR, file.size());
        assertArrayEquals(bytes(SECTOR, 0), file.read(2 * SECTOR, SECTOR));
        assertEquals(FORCED, crashed(Kept.OLD, Kept.OLD, false).size());
    }
}
