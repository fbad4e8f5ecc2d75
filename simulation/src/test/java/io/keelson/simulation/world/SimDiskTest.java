package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the simulated disk keeps and what it loses. */
class SimDiskTest {
    private static final int SECTOR = SimFile.SECTOR;
    private static final int SEEDS = 400;
    /** As far as its kind, which is at the start of a record. */
    private static final byte[] HEADER_OF_A_VOTE = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 72, 'K', 'L', 'G', 2};

    /** A disk whose forces take a microsecond each, in a world of its own. */
    private static final class Bench implements SimDisk.Host {
        final EventQueue queue = new EventQueue();
        final SimDisk disk = new SimDisk(this);
        final Storage storage = disk.mount(1);
        final List<StorageException> failures = new ArrayList<>();

        @Override
        public void later(long delayNanos, Runnable action) {
            queue.at(queue.now() + delayNanos, action);
        }

        @Override
        public void complete(int process, Runnable completion) {
            completion.run();
        }

        @Override
        public long forceNanos(long number) {
            return 1_000;
        }

        void settle() {
            queue.runUntil(queue.now() + 1_000_000);
        }

        /** A file whose name and first content are forced. */
        StorageFile forcedFile(String name, byte[] content) throws StorageException {
            StorageFile file = storage.open(name);
            file.write(0, ByteBuffer.wrap(content));
            file.force(failures::add);
            storage.forceNames(failures::add);
            settle();
            assertEquals(List.of(), failures.stream().filter(failure -> failure != null).toList());
            return file;
        }

        byte[] content(String name) throws StorageException {
            StorageFile file = storage.open(name);
            ByteBuffer read = file.read(0, (int) file.size());
            byte[] bytes = new byte[read.remaining()];
            read.get(bytes);
            return bytes;
        }
    }

    private static byte[] filled(int sectors, int value) {
        byte[] bytes = new byte[sectors * SECTOR];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void aStalledDiskEndsNoForceUntilEveryStallIsOver() throws StorageException {
        Bench bench = new Bench();
        List<String> done = new ArrayList<>();
        bench.disk.stall();
        bench.disk.stall();
        bench.storage.forceNames(failure -> done.add("first"));
        bench.storage.forceNames(failure -> done.add("second"));
        bench.settle();
        bench.disk.unstall();
        bench.settle();
        assertEquals(List.of(), done);
        bench.disk.unstall();
        bench.settle();
        assertEquals(List.of("first", "second"), done);
    }

    /** Of a log, what was given to it last may not be taken: nothing on the disk could tell that from a crash that tore it. */
    @Test
    void damageTakesWhatLaterForcesVouchFor() throws StorageException {
        TreeSet<Integer> struck = new TreeSet<>();
        for (long choice = 0; choice < SEEDS; choice++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log-1", filled(1, 1));
            assertFalse(bench.disk.damage(choice, false), "the last batch");
            for (int sector = 1; sector < 5; sector++) {
                file.write(sector * SECTOR, ByteBuffer.wrap(filled(1, 1)));
                file.force(bench.failures::add);
                bench.settle();
            }
            assertTrue(bench.disk.damage(choice, false));
            assertTrue(bench.disk.isDamaged());
            byte[] left = bench.content("log-1");
            for (int at = 0; at < left.length; at++) {
                if (left[at] != 1) {
                    struck.add(at / SECTOR);
                }
            }
            bench.disk.crash(choice);
            assertArrayEquals(left, bench.content("log-1"), "it is as durable as what it took");
        }
        assertEquals(new TreeSet<>(List.of(0, 1, 2)), struck);
    }

    @Test
    void aMisdirectedSectorStandsWhereAnotherWas() throws StorageException {
        Bench bench = new Bench();
        byte[] content = filled(3, 1);
        Arrays.fill(content, SECTOR, 2 * SECTOR, (byte) 2);
        Arrays.fill(content, 2 * SECTOR, 3 * SECTOR, (byte) 3);
        bench.forcedFile("snapshot-1", content);
        assertTrue(bench.disk.damage(7, true));
        byte[] left = bench.content("snapshot-1");
        int differing = 0;
        for (int sector = 0; sector < 3; sector++) {
            assertEquals(left[sector * SECTOR], left[(sector + 1) * SECTOR - 1], "whole sectors");
            differing += left[sector * SECTOR] == content[sector * SECTOR] ? 0 : 1;
        }
        assertEquals(1, differing);
    }

    /** What a log's file holds is a batch a force: the last ones stay, for nothing vouches for them. */
    @Test
    void aLostBlockHoldsAVoteAndIsLostAsFarAsThatCanBeTold() throws StorageException {
        for (long choice = 0; choice < 20; choice++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log-1", filled(1, 1));
            for (int sector = 1; sector < 20; sector++) {
                byte[] content = filled(1, 1);
                if (sector == 10 || sector == 18) {
                    System.arraycopy(HEADER_OF_A_VOTE, 0, content, 24, HEADER_OF_A_VOTE.length);
                }
                file.write(sector * SECTOR, ByteBuffer.wrap(content));
                file.force(bench.failures::add);
                bench.settle();
            }
            assertTrue(bench.disk.loseVote(choice), "the vote in sector 10; nothing vouches for that in 18");
            assertTrue(bench.disk.isDamaged());
            bench.disk.crash(choice);
            byte[] left = bench.content("log-1");
            for (int sector = 0; sector < 20; sector++) {
                boolean lost = Arrays.equals(filled(1, 0), Arrays.copyOfRange(left, sector * SECTOR, (sector + 1) * SECTOR));
                assertEquals(sector >= 8 && sector < 16, lost, "sector " + sector);
            }
        }
    }

    @Test
    void whereNoLogTellsOfAVoteNoBlockIsLost() throws StorageException {
        Bench bench = new Bench();
        bench.forcedFile("snapshot-1", filled(9, 1));
        assertFalse(bench.disk.loseVote(1));
        assertFalse(bench.disk.isDamaged());
    }

    @Test
    void aWipedDiskIsEmptyAndANewProcessFindsIt() throws StorageException {
        Bench bench = new Bench();
        bench.forcedFile("log", filled(2, 1));
        bench.disk.wipe();
        assertEquals(List.of(), bench.storage.list());
        bench.disk.crash(3);
        assertEquals(List.of(), bench.storage.list());
    }

    @Test
    void whatCanNotBeReadIsReadAgainLater() throws StorageException {
        Bench bench = new Bench();
        StorageFile file = bench.forcedFile("log", filled(1, 1));
        List<StorageException> outcomes = new ArrayList<>();
        bench.disk.unreadable(1);
        assertTrue(bench.disk.isAiling());
        assertThrows(StorageException.class, () -> file.read(0, SECTOR));
        file.readLater(0, SECTOR, (bytes, failure) -> outcomes.add(failure));
        bench.settle();
        assertNotNull(outcomes.get(0));
        bench.disk.unreadable(-1);
        assertArrayEquals(filled(1, 1), bench.content("log"));
    }

    @Test
    void aWriteThatIsCutShortLeavesItsFirstHalfAndADiskThatFails() throws StorageException {
        Bench bench = new Bench();
        StorageFile file = bench.forcedFile("log", filled(4, 1));
        bench.disk.cutShort();
        StorageException cut = assertThrows(StorageException.class, () -> file.write(0, ByteBuffer.wrap(filled(4, 2))));
        assertEquals(StorageException.Kind.FAILED, cut.kind());
        byte[] left = bench.content("log");
        assertArrayEquals(filled(2, 2), Arrays.copyOf(left, 2 * SECTOR));
        assertArrayEquals(filled(2, 1), Arrays.copyOfRange(left, 2 * SECTOR, 4 * SECTOR));
        assertTrue(bench.disk.isFailing());
    }

    @Test
    void whatWasForcedSurvivesEveryCrash() throws StorageException {
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(4, 1));
            file.write(5 * SECTOR, ByteBuffer.wrap(filled(2, 2)));
            bench.disk.crash(seed);
            assertArrayEquals(filled(4, 1), Arrays.copyOf(bench.content("log"), 4 * SECTOR), "survival " + seed);
        }
    }

    @Test
    void anUnforcedSectorIsOldOrNewAndEveryMixtureHappens() throws StorageException {
        TreeSet<String> mixtures = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(3, 1));
            file.write(0, ByteBuffer.wrap(filled(3, 2)));
            bench.disk.crash(seed);
            StringBuilder mixture = new StringBuilder();
            byte[] content = bench.content("log");
            assertEquals(3 * SECTOR, content.length);
            for (int sector = 0; sector < 3; sector++) {
                byte value = content[sector * SECTOR];
                assertArrayEquals(filled(1, value), Arrays.copyOfRange(content, sector * SECTOR, (sector + 1) * SECTOR));
                mixture.append(value);
            }
            mixtures.add(mixture.toString());
        }
        assertEquals(List.of("111", "112", "121", "122", "211", "212", "221", "222"), List.copyOf(mixtures));
    }

    @Test
    void aSectorWrittenTwiceMayKeepEitherVersion() throws StorageException {
        TreeSet<Integer> versions = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(1, 1));
            file.write(0, ByteBuffer.wrap(filled(1, 2)));
            file.write(0, ByteBuffer.wrap(filled(1, 3)));
            bench.disk.crash(seed);
            versions.add((int) bench.content("log")[0]);
        }
        assertEquals(List.of(1, 2, 3), List.copyOf(versions));
    }

    @Test
    void aForceOnItsWayPromisesNothing() throws StorageException {
        boolean lost = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(1, 1));
            file.write(0, ByteBuffer.wrap(filled(1, 2)));
            int before = bench.failures.size();
            file.force(bench.failures::add);
            bench.disk.crash(seed);
            bench.settle();
            assertEquals(before, bench.failures.size(), "a force of a dead process completes");
            lost |= bench.content("log")[0] == 1;
        }
        assertTrue(lost);
    }

    @Test
    void aForceCoversWhatWasWrittenBeforeIt() throws StorageException {
        boolean lost = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(2, 1));
            file.write(0, ByteBuffer.wrap(filled(1, 2)));
            file.force(bench.failures::add);
            file.write(SECTOR, ByteBuffer.wrap(filled(1, 3)));
            bench.settle();
            bench.disk.crash(seed);
            assertEquals(2, bench.content("log")[0]);
            lost |= bench.content("log")[SECTOR] == 1;
        }
        assertTrue(lost);
    }

    @Test
    void onlySectorsWithoutAForcedByteTurnIntoGarbage() throws StorageException {
        boolean garbage = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(1, 1));
            file.write(0, ByteBuffer.wrap(filled(3, 2)));
            bench.disk.crash(seed);
            byte[] content = bench.content("log");
            assertTrue(content[0] == 1 || content[0] == 2);
            for (int position = SECTOR; position < content.length; position++) {
                garbage |= content[position] != 0 && content[position] != 2;
            }
        }
        assertTrue(garbage);
    }

    @Test
    void aNameSurvivesOnceItIsForced() throws StorageException {
        boolean lost = false;
        boolean kept = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            bench.forcedFile("old", filled(1, 1));
            bench.storage.open("new");
            bench.disk.crash(seed);
            assertTrue(bench.storage.list().contains("old"));
            boolean there = bench.storage.list().contains("new");
            lost |= !there;
            kept |= there;
        }
        assertTrue(lost && kept);
    }

    @Test
    void aRenameReplacesTheOldFileOrDoesNot() throws StorageException {
        TreeSet<String> outcomes = new TreeSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            bench.forcedFile("current", filled(1, 1));
            bench.forcedFile("next", filled(1, 2));
            bench.storage.rename("next", "current");
            assertEquals(List.of("current"), bench.storage.list());
            bench.disk.crash(seed);
            outcomes.add(bench.storage.list() + " " + bench.content("current")[0]);
        }
        assertEquals(List.of("[current, next] 1", "[current] 2"), List.copyOf(outcomes));
    }

    @Test
    void aFailingDeviceSaysSoAndMakesNothingDurable() throws StorageException {
        boolean lost = false;
        for (long seed = 0; seed < SEEDS; seed++) {
            Bench bench = new Bench();
            StorageFile file = bench.forcedFile("log", filled(1, 1));
            bench.failures.clear();
            bench.disk.failForces();
            file.write(0, ByteBuffer.wrap(filled(1, 2)));
            file.force(bench.failures::add);
            bench.settle();
            assertNotNull(bench.failures.get(0));
            bench.disk.crash(seed);
            lost |= bench.content("log")[0] == 1;
        }
        assertTrue(lost);
    }

    @Test
    void aFullDiskRefusesToGrowAndWritesWhereThereIsRoom() throws StorageException {
        Bench bench = new Bench();
        StorageFile file = bench.forcedFile("log", filled(2, 1));
        bench.disk.setFull(true);
        StorageException refused =
                assertThrows(StorageException.class, () -> file.write(SECTOR, ByteBuffer.wrap(filled(2, 2))));
        assertEquals(StorageException.Kind.NO_SPACE, refused.kind());
        file.write(SECTOR, ByteBuffer.wrap(filled(1, 3)));
        assertArrayEquals(filled(1, 1), Arrays.copyOf(bench.content("log"), SECTOR));
        bench.disk.setFull(false);
        file.resize(3L * SECTOR);
        assertEquals(3L * SECTOR, file.size());
    }

    @Test
    void aCrashWithNothingUnforcedLosesNothing() throws StorageException {
        Bench bench = new Bench();
        bench.forcedFile("log", filled(2, 1));
        SimDisk.CrashLoss loss = bench.disk.crash(3);
        assertFalse(loss.unforced());
        assertFalse(loss.lost());
        assertArrayEquals(filled(2, 1), bench.content("log"));
        assertNull(bench.failures.get(0));
    }
}
