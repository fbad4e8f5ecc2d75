package io.keelson.simulation.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.node.log.DurableLog;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.SnapshotFiles;
import io.keelson.node.snapshot.SnapshotWriter;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/**
 * A short run of the durable log and of the snapshots that it begins with is cut off at each write, force, rename and deletion that it asks of its disk, with the disk keeping what it likes of what was not
 * forced; then all is opened, cut off at each such point of the opening as well, and opened again. What was told to be durable is there, and the rest is a prefix of what was written; and the snapshot that
 * stands for the log's base is whole.
 */
class CrashPointsTest {
    private static final long GROUP = 1;
    private static final int OPERATIONS = 40;
    private static final int SURVIVALS = 10;
    private static final int SEGMENT = 4096;
    private static final long CLUSTER = 7;
    private static final int CHUNK = 700;
    private static final int CHUNKS = 3;
    private static final Configuration INITIAL = Configuration.of(1, 2, 3);

    /** The power fails at the call with this number. */
    private static final class Cut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A disk whose device does one thing after the other, when it is told to, and the log on it. */
    private static final class Machine implements SimDisk.Host, DurableLog.Listener {
        final SimDisk disk = new SimDisk(this);
        final ArrayDeque<Runnable> device = new ArrayDeque<>();
        final List<LogWrite> written = new ArrayList<>();
        int process;
        long callsLeft;
        long calls;
        long told;
        boolean settled;
        DurableLog log;
        SnapshotFiles snapshots;

        @Override
        public void later(long delayNanos, Runnable action) {
            device.add(action);
        }

        @Override
        public void complete(int asked, Runnable completion) {
            device.add(() -> {
                if (asked == process) {
                    completion.run();
                }
            });
        }

        @Override
        public long forceNanos(long number) {
            return 0;
        }

        @Override
        public void durable(long group, long ticket) {
            told = ticket;
        }

        @Override
        public void failed(String oneLine) {
            throw new AssertionError(oneLine);
        }

        @Override
        public void settled() {
            settled = true;
        }

        void call() {
            calls++;
            if (--callsLeft < 0) {
                throw new Cut();
            }
        }

        void deviceWorks() {
            while (!device.isEmpty()) {
                device.remove().run();
            }
        }

        Recovered open(long cutAfter) throws Exception {
            callsLeft = cutAfter;
            process++;
            settled = false;
            Storage storage = new Counted(this, disk.mount(process));
            log = DurableLog.open(storage, () -> 5, CLUSTER, 2, SEGMENT);
            log.listener(this);
            Recovered found = log.recovered(GROUP, INITIAL);
            snapshots = new SnapshotFiles(storage, CLUSTER);
            snapshots.deleteUnfinished();
            snapshots.deleteAllBut(GROUP, found.base());
            if (found.base().index() > 0) {
                snapshots.open(GROUP, found.base()).close();
            }
            return found;
        }

        void crash(Consumer<SimDisk> power) {
            process++;
            device.clear();
            power.accept(disk);
        }

        /** Writes a snapshot, and waits until all of it is durable: before that nobody may count on it. */
        void takeSnapshot(LogBase base) throws StorageException {
            SnapshotWriter writer = snapshots.begin(GROUP, CHUNK, this::failed);
            for (int k = 1; k <= CHUNKS; k++) {
                byte[] chunk = new byte[k < CHUNKS ? CHUNK : CHUNK / 2];
                Arrays.fill(chunk, (byte) (base.index() + k));
                assertTrue(writer.reserve(chunk.length, k < CHUNKS ? null : base));
                writer.append(chunk);
            }
            boolean[] whole = new boolean[1];
            writer.finish(base, stored -> whole[0] = true);
            deviceWorks();
            assertTrue(whole[0]);
        }

        /** The log begins after its last entry but two from now on; the earlier snapshot goes once that is durable. */
        void compact(long ticket) throws StorageException {
            Recovered now = Recovered.nothing(INITIAL).after(written, Integer.MAX_VALUE);
            Entry entry = now.entries().get(now.entries().size() - 3);
            LogBase base = new LogBase(entry.index(), entry.term(), INITIAL, CHUNKS);
            takeSnapshot(base);
            LogWrite write = new LogWrite(ticket, null, base, 0, List.of());
            written.add(write);
            log.append(GROUP, write);
            log.flush();
            deviceWorks();
            assertEquals(ticket, told);
            snapshots.deleteAllBut(GROUP, base);
        }

        /** Terms rise now and then, entries replace others now and then, forces complete now and then, and the log is compacted now and then. */
        void work() throws StorageException {
            long term = 1;
            long last = 0;
            for (int i = 1; i <= OPERATIONS; i++) {
                if (i % 8 == 0) {
                    compact(i);
                    continue;
                }
                boolean replaces = i % 7 == 0;
                term += replaces || i % 5 == 0 ? 1 : 0;
                last = replaces ? Math.max(0, last - 2) : last;
                List<Entry> entries = new ArrayList<>();
                for (int k = 0; k < 1 + i % 3; k++) {
                    entries.add(new Entry(++last, term, new Payload.Command(Bytes.wrap(new byte[100 + 61 * (i % 9)]))));
                }
                LogWrite write = new LogWrite(i, replaces || i % 5 == 0 ? new HardState(term, 1 + i % 3) : null, entries);
                written.add(write);
                log.append(GROUP, write);
                if (i % 4 != 3) {
                    log.flush();
                }
                if (i % 3 == 0) {
                    deviceWorks();
                }
            }
            log.flush();
            deviceWorks();
        }
    }

    /** Counts what is asked of the disk, and is the place where the power fails. */
    private record Counted(Machine machine, Storage wrapped) implements WrappedStorage {
        @Override
        public StorageFile wrap(StorageFile file) {
            return new CountedFile(machine, file);
        }

        @Override
        public void prepare(String name, long size, Prepared completion) {
            machine.call();
            WrappedStorage.super.prepare(name, size, completion);
        }

        @Override
        public void recycle(String from, String to, Prepared completion) {
            machine.call();
            WrappedStorage.super.recycle(from, to, completion);
        }

        @Override
        public void rename(String from, String to) throws StorageException {
            machine.call();
            wrapped.rename(from, to);
        }

        @Override
        public void delete(String name) throws StorageException {
            machine.call();
            wrapped.delete(name);
        }

        @Override
        public void forceNames(Completion completion) {
            machine.call();
            wrapped.forceNames(completion);
        }
    }

    private record CountedFile(Machine machine, StorageFile wrapped) implements WrappedFile {
        @Override
        public void write(long position, ByteBuffer bytes) throws StorageException {
            machine.call();
            wrapped.write(position, bytes);
        }

        @Override
        public void resize(long size) throws StorageException {
            machine.call();
            wrapped.resize(size);
        }

        @Override
        public void force(Storage.Completion completion) {
            machine.call();
            wrapped.force(completion);
        }
    }

    private static long callsOfAWholeRun() throws Exception {
        Machine machine = new Machine();
        machine.open(Long.MAX_VALUE);
        machine.deviceWorks();
        machine.work();
        assertEquals(OPERATIONS, machine.told);
        return machine.calls;
    }

    /** Runs up to a point, and fails the power there. */
    private static Machine cutAt(long point, long survival) throws Exception {
        return cutAt(point, disk -> disk.crash(survival));
    }

    private static Machine cutAt(long point, Consumer<SimDisk> power) throws Exception {
        Machine machine = new Machine();
        try {
            machine.open(point);
            machine.deviceWorks();
            machine.work();
        } catch (Cut cut) {
            // That is the point.
        }
        machine.crash(power);
        return machine;
    }

    /** What was durable is there, and of what was written after it a prefix, record by record. */
    private static void holds(Machine machine, Recovered found, String when) {
        Recovered durable = Recovered.nothing(INITIAL).after(machine.written.subList(0, (int) machine.told), Integer.MAX_VALUE);
        List<LogWrite> rest = machine.written.subList((int) machine.told, machine.written.size());
        int records = rest.stream().mapToInt(LogWrite::records).sum();
        for (int kept = 0; kept <= records; kept++) {
            if (durable.after(rest, kept).equals(found)) {
                return;
            }
        }
        throw new AssertionError(when + ": up to write " + machine.told + " was durable, " + machine.written.size() + " were written, and the disk gave back " + found.hardState()
                + " and " + found.entries().size() + " entries");
    }

    @Test
    void whatWasDurableIsFoundWhereverTheRunIsCutOff() throws Exception {
        long points = callsOfAWholeRun();
        assertTrue(points > 60, points + " points");
        for (long point = 0; point <= points; point++) {
            for (long survival = 0; survival < SURVIVALS; survival++) {
                Machine machine = cutAt(point, survival);
                holds(machine, machine.open(Long.MAX_VALUE), "cut at call " + point + ", survival " + survival);
                machine.deviceWorks();
                assertTrue(machine.settled);
            }
        }
    }

    /**
     * What a crash leaves.
     *
     * @param keepsName which changes of names
     * @param kept what of the place with this number
     */
    private record Tear(IntPredicate keepsName, Function<Integer, SimFile.Kept> kept) {
        void strike(SimDisk disk) {
            List<SimDisk.Place> places = disk.unforced();
            disk.crash(keepsName, place -> kept.apply(places.indexOf(place)));
        }
    }

    /** Each set of names with all content old, and all new; each prefix of the content; and each place alone old, new, zero or garbage, among others that are old, and that are new. */
    private static List<Tear> tears(int names, int places) {
        List<Tear> tears = new ArrayList<>();
        for (SimFile.Kept rest : List.of(SimFile.Kept.OLD, SimFile.Kept.NEW)) {
            for (int set = 0; set < 1 << names; set++) {
                int chosen = set;
                tears.add(new Tear(name -> (chosen >> name & 1) == 1, place -> rest));
            }
            for (int struck = 0; struck < places; struck++) {
                for (SimFile.Kept kept : SimFile.Kept.values()) {
                    int alone = struck;
                    tears.add(new Tear(name -> true, place -> place == alone ? kept : rest));
                }
            }
        }
        for (int length = 2; length < places; length++) {
            int end = length;
            tears.add(new Tear(name -> true, place -> place < end ? SimFile.Kept.NEW : SimFile.Kept.OLD));
        }
        return tears;
    }

    @Test
    void soItIsWithEachTear() throws Exception {
        long points = callsOfAWholeRun();
        long torn = 0;
        for (long point = 0; point <= points; point++) {
            int[] unforced = new int[2];
            cutAt(point, disk -> {
                unforced[0] = disk.unforcedNames();
                unforced[1] = disk.unforced().size();
            });
            for (Tear tear : tears(unforced[0], unforced[1])) {
                Machine machine = cutAt(point, tear::strike);
                String when = "cut at call " + point + ", tear " + torn++;
                try {
                    holds(machine, machine.open(Long.MAX_VALUE), when);
                } catch (DamagedSnapshotException e) {
                    throw new AssertionError(when + ": the snapshot is gone: " + e.getMessage());
                }
            }
        }
        assertTrue(torn > 1_000, torn + " tears");
    }

    @Test
    void soItIsWhenTheOpeningIsCutOffAsWell() throws Exception {
        long points = callsOfAWholeRun();
        for (long point = 3; point <= points; point += 5) {
            for (long opening = 0; opening < 6; opening++) {
                Machine machine = cutAt(point, point);
                try {
                    machine.open(opening);
                    machine.deviceWorks();
                    continue;
                } catch (Cut cut) {
                    long survival = opening + 31 * point;
                    machine.crash(disk -> disk.crash(survival));
                }
                assertFalse(machine.settled);
                holds(machine, machine.open(Long.MAX_VALUE), "cut at call " + point + ", and at call " + opening + " of the opening");
            }
        }
    }
}
