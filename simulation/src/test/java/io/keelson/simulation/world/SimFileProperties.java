package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A file is what a plain array of bytes is, whatever of it is stored and whatever its two moments share. */
class SimFileProperties {
    private static final int SECTOR = SimFile.SECTOR;
    private static final int LONGEST = 6 * SECTOR;
    /** Kinds of crashes, as {@link SimFile} numbers them. */
    private static final int NOTHING = 0;

    private static final int EVERYTHING = 1;

    /** The same file, twice as a whole, and what lies between. */
    private static final class Model {
        private final List<byte[]> moments = new ArrayList<>();
        private final List<Long> marks = new ArrayList<>();

        Model() {
            moments.add(new byte[0]);
            marks.add(0L);
        }

        byte[] now() {
            return moments.get(moments.size() - 1);
        }

        byte[] forced() {
            return moments.get(0);
        }

        void write(int position, byte[] bytes, long mark) {
            byte[] next = Arrays.copyOf(now(), Math.max(now().length, position + bytes.length));
            System.arraycopy(bytes, 0, next, position, bytes.length);
            add(next, mark);
        }

        void resize(int size, long mark) {
            add(Arrays.copyOf(now(), size), mark);
        }

        private void add(byte[] next, long mark) {
            moments.add(next);
            marks.add(mark);
        }

        void promote(long mark) {
            while (moments.size() > 1 && marks.get(1) <= mark) {
                moments.remove(0);
                marks.remove(0);
            }
        }

        /** Says whether a sector of what a crash has left was there at any moment that was not yet past. */
        boolean knows(byte[] left, int sector) {
            return moments.stream().anyMatch(moment -> Arrays.equals(padded(moment, sector), padded(left, sector)));
        }

        private static byte[] padded(byte[] bytes, int sector) {
            return Arrays.copyOfRange(Arrays.copyOf(bytes, LONGEST + 2 * SECTOR), sector * SECTOR, (sector + 1) * SECTOR);
        }

        void crashed(byte[] left) {
            moments.clear();
            marks.clear();
            moments.add(left);
            marks.add(0L);
        }
    }

    private static byte[] whole(SimFile file) {
        return file.read(0, file.size());
    }

    /** The seed of a crash of this kind. */
    private static long survival(int kind) {
        long seed = 0;
        while (Indexed.below(4, seed, Stream.SURVIVING_FILE.of(0), 0) != kind) {
            seed++;
        }
        return seed;
    }

    /**
     * Writes, sizes, forces and crashes in any order; a force may have begun before the last changes. A crash that keeps nothing leaves what was forced, one that keeps all what was
     * read, and any other one, in each sector that held a forced byte, what stood there in between.
     */
    @Property(tries = 400)
    void aFileIsAnArrayOfBytes(@ForAll @Size(max = 60) List<@IntRange(max = 1_000_000) Integer> steps) {
        SimFile file = new SimFile();
        Model model = new Model();
        for (int step : steps) {
            take(file, model, step % 10, step / 10);
            assertArrayEquals(model.now(), whole(file), () -> "after step " + step);
            assertEquals(model.moments.size() > 1, file.hasUnforced());
        }
        file.crash(survival(NOTHING), 0);
        assertArrayEquals(model.forced(), whole(file), "what was forced");
    }

    private static void take(SimFile file, Model model, int kind, int choice) {
        switch (kind) {
            case 0, 1, 2, 3, 4 -> {
                int position = choice % LONGEST;
                byte[] bytes = new byte[Math.min(LONGEST - position, kind < 3 ? 1 + choice % 40 : choice % (3 * SECTOR))];
                Arrays.fill(bytes, (byte) (1 + choice % 120));
                file.write(position, bytes);
                model.write(position, bytes, file.mark());
            }
            case 5 -> {
                file.resize(choice % LONGEST);
                model.resize(choice % LONGEST, file.mark());
            }
            case 6, 7, 8 -> {
                long mark = file.mark() - (kind == 6 ? choice % 3 : 0);
                file.promote(mark);
                model.promote(mark);
            }
            default -> crash(file, model, choice);
        }
    }

    private static void crash(SimFile file, Model model, int choice) {
        boolean all = choice % 3 == 0;
        byte[] before = model.now();
        boolean lost = file.crash(all ? survival(EVERYTHING) : choice, 0);
        byte[] left = whole(file);
        assertEquals(!Arrays.equals(before, left), lost);
        if (all) {
            assertArrayEquals(before, left);
        }
        for (int sector = 0; sector * SECTOR < Math.min(model.forced().length, left.length); sector++) {
            boolean isCut = (sector + 1) * SECTOR > left.length;
            assertTrue(isCut || model.knows(left, sector), "sector " + sector);
        }
        model.crashed(left);
    }

    /** Damage strikes what is forced; where something was written since, that is read, and the rest of the sector stays damaged once the write is forced as well. */
    @Example
    void damageBelowAPendingWriteOutlivesIt() {
        int struck = 0;
        for (long choice = 0; choice < 40; choice++) {
            SimFile file = new SimFile();
            byte[] content = new byte[2 * SECTOR];
            Arrays.fill(content, (byte) 1);
            Arrays.fill(content, SECTOR, 2 * SECTOR, (byte) 2);
            file.write(0, content);
            file.promote(file.mark());
            byte[] later = {7, 7, 7};
            file.write(5, later);
            assertTrue(file.damage(choice, true, true));
            boolean isBelow = file.read(SECTOR, 1)[0] == 2;
            assertEquals(1, file.read(0, 1)[0], "what is pending hides it");
            file.promote(file.mark());
            file.crash(survival(NOTHING), 0);
            byte[] expected = new byte[2 * SECTOR];
            Arrays.fill(expected, (byte) (isBelow ? 2 : 1));
            System.arraycopy(later, 0, expected, 5, later.length);
            assertArrayEquals(expected, whole(file));
            struck += isBelow ? 1 : 0;
        }
        assertTrue(struck > 0 && struck < 40, struck + " of 40 below the write");
    }
}
