package io.keelson.simulation.world;

import io.keelson.node.log.LogBytes;
import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import io.keelson.node.snapshot.SnapshotFiles;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The disk of one node: outlives its processes. What was written and not forced may be lost by a crash, in part or whole, sector by sector; so may a
 * name that was made, changed or deleted.
 */
public final class SimDisk {
    /** What the disk needs of its surroundings. */
    interface Host {
        /** Plans an action of the device after a delay. */
        void later(long delayNanos, Runnable action);

        /** Puts a completion before the process that asked for it, which may be gone. */
        void complete(int process, Runnable completion);

        /** Returns how long the force with this number takes, in nanoseconds. */
        long forceNanos(long number);

        /** Something rare has happened to what the process asked for. */
        default void saw(Sight sight) {}
    }

    private record Force(int process, Runnable promote, Storage.Completion completion) {}

    private record NameChange(String from, String to, SimFile created) {}

    private final Host host;
    private TreeMap<String, SimFile> names = new TreeMap<>();
    private TreeMap<String, SimFile> forcedNames = new TreeMap<>();
    private final List<NameChange> pendingNames = new ArrayList<>();
    private final ArrayDeque<Force> waiting = new ArrayDeque<>();
    private long forces;
    private int epoch;
    private boolean full;
    private boolean failing;
    private int stalls;
    private int unreadable;
    private boolean readsFailed;
    private boolean cutsShort;
    private boolean hasCutShort;
    private boolean damaged;
    /** Whether the force under way would have ended, were the disk not stalled. */
    private boolean overdue;

    /** An empty disk. */
    SimDisk(Host host) {
        this.host = host;
    }

    /** Returns the port through which one process uses the disk. */
    Storage mount(int process) {
        return new Mounted(process);
    }

    /** From here on no force ends, until each stall is over. */
    void stall() {
        stalls++;
    }

    /** One stall is over. */
    void unstall() {
        if (stalls > 0 && --stalls == 0 && overdue) {
            overdue = false;
            endForce(waiting.remove());
        }
    }

    /** All stalls are over. */
    void unstallForGood() {
        stalls = Math.min(stalls, 1);
        unstall();
    }

    /** Fills the disk, or makes space again: a full disk refuses to let files grow. */
    void setFull(boolean full) {
        this.full = full;
    }

    /** Says whether the disk is full. */
    boolean isFull() {
        return full;
    }

    /** From here to the next crash every force fails. */
    void failForces() {
        failing = true;
    }

    /** Says whether forces fail, or a write has ended in the midst of it, since the last crash. */
    boolean isFailing() {
        return failing || hasCutShort;
    }

    /** Nothing can be read (1), or no longer so (-1). */
    void unreadable(int change) {
        unreadable += change;
    }

    /** The next write ends in the midst of it. The writes after it do not, nor do forces fail: whoever goes on has a hole in its file. */
    void cutShort() {
        cutsShort = true;
    }

    /** Says whether reads, writes or forces fail now, or a write has. */
    boolean isAiling() {
        return isFailing() || unreadable > 0;
    }

    /** Says whether the process has met something that a healthy disk does not do, and whose end it need not have lived to see. */
    boolean hasFailedReads() {
        return readsFailed;
    }

    /** Nothing fails any more; what a failed force took is gone with the next crash. */
    void mend() {
        unreadable = 0;
        cutsShort = false;
    }

    /** Says whether something that was durable has been taken from this disk. */
    boolean isDamaged() {
        return damaged;
    }

    /**
     * Takes something that is durable.
     *
     * @param choice decides what
     * @param astray whether a whole sector goes, to another that was meant for another place; else it is one byte
     * @return false if nothing could be taken whose loss can be noticed
     */
    boolean damage(long choice, boolean astray) {
        List<String> files = new ArrayList<>(forcedNames.keySet());
        for (int i = 0; i < files.size(); i++) {
            String name = files.get((int) Indexed.below(files.size(), choice, Stream.DAMAGED_FILE.of(0), i));
            SimFile file = forcedNames.get(name);
            if (names.get(name) == file && file.damage(choice, astray, isWrittenOnce(name))) {
                damaged = true;
                return true;
            }
        }
        return false;
    }

    /**
     * Takes a block of what is durable in which a log tells of a vote. The power is off.
     *
     * @param choice decides which
     * @return false if there is none whose loss can be noticed
     */
    boolean loseVote(long choice) {
        List<Place> votes = new ArrayList<>();
        forcedNames.values().forEach(file -> file.vouchedFor(LogBytes::tellOfVotes).forEach(sector -> votes.add(new Place(file, sector))));
        if (votes.isEmpty()) {
            return false;
        }
        Place struck = votes.get((int) Indexed.below(votes.size(), choice, Stream.DAMAGED_FILE.of(2), 0));
        struck.file().loseBlock(struck.sector());
        damaged = true;
        return true;
    }

    /** A snapshot has its checksums with it; of a log, what came last is vouched for only by what follows. */
    private static boolean isWrittenOnce(String name) {
        return name.startsWith("snapshot");
    }

    /** Returns the bytes of a group's latest snapshot, as whoever copies the file reads them; null if there is none, or it can't be read. */
    byte[] latestSnapshot(long group) {
        String latest = null;
        for (String name : names.keySet()) {
            latest = SnapshotFiles.isOf(group, name) ? name : latest;
        }
        SimFile file = latest == null || unreadable > 0 ? null : names.get(latest);
        return file == null ? null : file.read(0, file.size());
    }

    /** What another disk holds, on which no power is, takes the place of what this one holds. */
    void hold(SimDisk other) {
        wipe();
        names.putAll(other.names);
        forcedNames.putAll(other.forcedNames);
    }

    /** An empty disk takes the place of this one. The power is off. */
    void wipe() {
        epoch++;
        waiting.clear();
        names.clear();
        forcedNames.clear();
        pendingNames.clear();
        damaged = false;
    }

    /** Returns how many forces were asked for. */
    public long forces() {
        return forces;
    }

    /**
     * The power fails: decides what survives, and forgets the rest.
     *
     * @param survival the seed of the decision
     * @return what became of the unforced data
     */
    CrashLoss crash(long survival) {
        powerFails();
        boolean unforced = !pendingNames.isEmpty();
        boolean lost = crashNames(survival);
        long number = 0;
        for (SimFile file : names.values()) {
            unforced |= file.hasUnforced();
            lost |= file.crash(survival, number++);
        }
        return new CrashLoss(unforced, lost);
    }

    private void powerFails() {
        epoch++;
        waiting.clear();
        overdue = false;
        failing = false;
        cutsShort = false;
        hasCutShort = false;
        readsFailed = false;
    }

    /** A sector that holds something unforced, or the size of a file if the sector is {@link #SIZE}. */
    record Place(SimFile file, int sector) {
        static final int SIZE = -1;
    }

    /** Returns what a crash may keep or lose, names apart. */
    List<Place> unforced() {
        List<Place> places = new ArrayList<>();
        for (SimFile file : names.values()) {
            if (file.hasUnforced()) {
                file.unforcedSectors().forEach(sector -> places.add(new Place(file, sector)));
                places.add(new Place(file, Place.SIZE));
            }
        }
        return places;
    }

    /** Returns how many changes of names a crash may keep or lose. */
    int unforcedNames() {
        return pendingNames.size();
    }

    /**
     * The power fails, and what survives is said instead of drawn.
     *
     * @param keepsName which changes of names
     * @param kept what of each place; of a size, whether it is old
     */
    void crash(IntPredicate keepsName, Function<Place, SimFile.Kept> kept) {
        powerFails();
        crashNames(keepsName);
        for (SimFile file : names.values()) {
            file.crash(sector -> kept.apply(new Place(file, sector)), kept.apply(new Place(file, Place.SIZE)) != SimFile.Kept.OLD);
        }
    }

    /**
     * What a crash did.
     *
     * @param unforced whether there was anything unforced
     * @param lost whether any of it was lost
     */
    record CrashLoss(boolean unforced, boolean lost) {}

    private boolean crashNames(long survival) {
        boolean keepAll = Indexed.chance(300, survival, Stream.SURVIVING_NAME.of(0), 0);
        return crashNames(i -> keepAll || Indexed.chance(500, survival, Stream.SURVIVING_NAME.of(1), i));
    }

    private boolean crashNames(IntPredicate keeps) {
        TreeMap<String, SimFile> survived = new TreeMap<>(forcedNames);
        boolean lost = false;
        for (int i = 0; i < pendingNames.size(); i++) {
            if (keeps.test(i)) {
                change(survived, pendingNames.get(i));
            } else {
                lost = true;
            }
        }
        pendingNames.clear();
        names = survived;
        forcedNames = new TreeMap<>(survived);
        return lost;
    }

    /** A change whose file did not survive changes nothing. */
    private static void change(TreeMap<String, SimFile> directory, NameChange change) {
        if (change.created != null) {
            directory.put(change.to, change.created);
            return;
        }
        SimFile file = directory.remove(change.from);
        if (file != null && change.to != null) {
            directory.put(change.to, file);
        }
    }

    private void changeName(NameChange change) {
        pendingNames.add(change);
        change(names, change);
    }

    /** One disk thread: a force begins when the one before it has ended. */
    private void force(int process, Runnable promote, Storage.Completion completion) {
        waiting.add(new Force(process, promote, completion));
        if (waiting.size() == 1) {
            beginForce();
        }
    }

    private void beginForce() {
        int asked = epoch;
        host.later(host.forceNanos(forces++), () -> {
            if (asked != epoch) {
                return;
            }
            if (stalls > 0) {
                overdue = true;
            } else {
                endForce(waiting.remove());
            }
        });
    }

    private void endForce(Force force) {
        StorageException failure =
                failing ? new StorageException(StorageException.Kind.FAILED, "the simulated device failed", null) : null;
        if (failure == null) {
            force.promote.run();
        }
        host.complete(force.process, () -> force.completion.done(failure));
        if (!waiting.isEmpty()) {
            beginForce();
        }
    }

    private StorageException unreadable(String name) {
        readsFailed = true;
        host.saw(Sight.READ_FAILED);
        return new StorageException(StorageException.Kind.FAILED, name + ": the simulated device can't read", null);
    }

    private static StorageException noSpace(String name) {
        return new StorageException(StorageException.Kind.NO_SPACE, name + ": no space left on the simulated device", null);
    }

    private final class Mounted implements Storage {
        private final int process;

        Mounted(int process) {
            this.process = process;
        }

        @Override
        public List<String> list() {
            return new ArrayList<>(names.keySet());
        }

        @Override
        public StorageFile open(String name) {
            if (!names.containsKey(name)) {
                changeName(new NameChange(null, name, new SimFile()));
            }
            return new OpenFile(names.get(name), name, process);
        }

        @Override
        public void prepare(String name, long size, Prepared completion) {
            if (full) {
                finish(null, name, noSpace(name), completion);
                return;
            }
            SimFile file = new SimFile();
            changeName(new NameChange(null, name, file));
            file.resize(Math.toIntExact(size));
            finish(file, name, null, completion);
        }

        @Override
        public void recycle(String from, String to, Prepared completion) {
            changeName(new NameChange(from, to, null));
            finish(names.get(to), to, null, completion);
        }

        /** What was changed at once becomes durable in its turn, in one force. */
        private void finish(SimFile file, String name, StorageException refused, Prepared completion) {
            long mark = file == null ? 0 : file.mark();
            List<NameChange> promoted = new ArrayList<>(pendingNames);
            Runnable promote = () -> {
                if (file != null) {
                    file.promote(mark);
                    promoteNames(promoted);
                }
            };
            SimDisk.this.force(process, promote, failure -> {
                StorageException outcome = failure == null ? refused : failure;
                completion.done(outcome == null ? new OpenFile(file, name, process) : null, outcome);
            });
        }

        @Override
        public void rename(String from, String to) throws StorageException {
            if (!names.containsKey(from)) {
                throw new StorageException(StorageException.Kind.FAILED, from + ": there is no such file", null);
            }
            changeName(new NameChange(from, to, null));
        }

        @Override
        public void delete(String name) {
            if (names.containsKey(name)) {
                changeName(new NameChange(name, null, null));
            }
        }

        @Override
        public void forceNames(Completion completion) {
            int covered = pendingNames.size();
            List<NameChange> promoted = new ArrayList<>(pendingNames.subList(0, covered));
            SimDisk.this.force(process, () -> promoteNames(promoted), completion);
        }

        private void promoteNames(List<NameChange> promoted) {
            for (NameChange change : promoted) {
                if (!pendingNames.isEmpty() && pendingNames.get(0) == change) {
                    pendingNames.remove(0);
                    change(forcedNames, change);
                }
            }
        }
    }

    private final class OpenFile implements StorageFile {
        private final SimFile file;
        private final String name;
        private final int process;

        OpenFile(SimFile file, String name, int process) {
            this.file = file;
            this.name = name;
            this.process = process;
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public ByteBuffer read(long position, int length) throws StorageException {
            if (unreadable > 0) {
                throw unreadable(name);
            }
            return ByteBuffer.wrap(file.read(Math.toIntExact(position), length));
        }

        /** In the order of the disk's one thread: after the forces that were asked for before. */
        @Override
        public void readLater(long position, int length, ReadCompletion completion) {
            byte[] bytes = file.read(Math.toIntExact(position), length);
            StorageException unread = unreadable > 0 ? unreadable(name) : null;
            SimDisk.this.force(process, () -> {}, failure -> {
                StorageException outcome = failure == null ? unread : failure;
                completion.done(outcome == null ? ByteBuffer.wrap(bytes) : null, outcome);
            });
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws StorageException {
            refuseGrowth(position + bytes.remaining());
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            if (cutsShort) {
                cutsShort = false;
                hasCutShort = true;
                host.saw(Sight.WRITE_CUT_SHORT);
                file.write(Math.toIntExact(position), Arrays.copyOf(copy, copy.length / 2));
                throw new StorageException(StorageException.Kind.FAILED, name + ": the simulated device failed in the midst of a write", null);
            }
            file.write(Math.toIntExact(position), copy);
        }

        @Override
        public void resize(long size) throws StorageException {
            refuseGrowth(size);
            file.resize(Math.toIntExact(size));
        }

        private void refuseGrowth(long size) throws StorageException {
            if (full && size > file.size()) {
                throw noSpace(name);
            }
        }

        @Override
        public void force(Storage.Completion completion) {
            long mark = file.mark();
            SimDisk.this.force(process, () -> file.promote(mark), completion);
        }

        @Override
        public void close() {}
    }
}
