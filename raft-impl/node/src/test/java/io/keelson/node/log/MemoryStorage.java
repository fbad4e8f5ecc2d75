package io.keelson.node.log;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A directory in memory whose forces complete when a test says so, and whose crash keeps what a test says: any sectors of what was
 * not forced, any names.
 */
public final class MemoryStorage implements Storage {
    /** What a crash keeps, loses or garbles as a whole. */
    static final int SECTOR = 512;

    /** The sector to ask a {@link Survivors} for when the name of the file is meant. */
    static final int NAME = -1;

    /** Says what of the unforced survives a crash. */
    public interface Survivors {
        boolean keeps(String file, int sector);
    }

    /** What a file holds, whatever its name. */
    private static final class Content {
        byte[] written = new byte[0];
        byte[] forced = new byte[0];
        /** The sectors that a force would bring to the disk. A failed force leaves them as they are in the cache, and forgets that they are not on the disk. */
        final TreeSet<Integer> dirty = new TreeSet<>();

        void touch(int from, int to) {
            for (int sector = from / SECTOR; sector * SECTOR < to; sector++) {
                dirty.add(sector);
            }
        }

        /** Begins a force of what is dirty. */
        Pending beginForce(Completion completion) {
            byte[] snapshot = written.clone();
            TreeSet<Integer> carried = new TreeSet<>(dirty);
            dirty.clear();
            return new Pending(() -> carry(snapshot, carried), () -> dirty.addAll(carried), completion);
        }

        private void carry(byte[] snapshot, TreeSet<Integer> sectors) {
            forced = Arrays.copyOf(forced, snapshot.length);
            for (int sector : sectors) {
                int from = sector * SECTOR;
                int length = Math.min(SECTOR, snapshot.length - from);
                if (length > 0) {
                    System.arraycopy(snapshot, from, forced, from, length);
                }
            }
        }

        Content crashed(String name, Survivors survivors, Survivors garbled) {
            Content after = new Content();
            byte[] kept = forced.clone();
            for (int at = 0; at < written.length; at += SECTOR) {
                int to = Math.min(at + SECTOR, written.length);
                byte[] latest = Arrays.copyOfRange(written, at, to);
                boolean changed = to > forced.length || !Arrays.equals(latest, Arrays.copyOfRange(forced, at, to));
                boolean survives = changed && survivors.keeps(name, at / SECTOR);
                if (changed && !survives && garbled.keeps(name, at / SECTOR)) {
                    Arrays.fill(latest, (byte) 0x5a);
                    survives = true;
                }
                if (survives) {
                    kept = Arrays.copyOf(kept, Math.max(kept.length, to));
                    System.arraycopy(latest, 0, kept, at, latest.length);
                }
            }
            after.written = kept;
            after.forced = kept.clone();
            return after;
        }
    }

    /** A force under way, and what becomes of it if nobody waits for it any more. */
    private record Pending(Runnable effect, Runnable interrupted, Completion completion) {}

    private final TreeMap<String, Content> names = new TreeMap<>();
    private TreeMap<String, Content> forcedNames = new TreeMap<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private long capacity = Long.MAX_VALUE;
    private long refusals;
    private boolean refusesWrites;
    private boolean failsReads;
    private int forces;
    private int prepared;
    private int writes;
    private int firstSectorChanged = Integer.MAX_VALUE;

    /** Lets the disk be full beyond so many bytes in all files. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** Returns how often a file could not grow. */
    public long refusals() {
        return refusals;
    }

    /** Lets even writes inside a file find the disk full, as where files are compressed or copied on write. */
    void refuseWrites(boolean refuses) {
        refusesWrites = refuses;
    }

    void failReads() {
        failsReads = true;
    }

    /** How many files were prepared, filled with zeros. */
    int prepared() {
        return prepared;
    }

    int forces() {
        return forces;
    }

    public int writes() {
        return writes;
    }

    /** The lowest sector of any file whose content a write has changed. */
    int firstSectorChanged() {
        return firstSectorChanged;
    }

    public long used() {
        return names.values().stream().mapToLong(content -> content.written.length).sum();
    }

    /** The bytes of a file, to look at or to damage, forced and unforced alike. */
    public void damage(String name, int offset, int xor) {
        Content content = names.get(name);
        content.written[offset] ^= (byte) xor;
        if (offset < content.forced.length) {
            content.forced[offset] ^= (byte) xor;
        }
    }

    public byte[] content(String name) {
        return names.get(name).written.clone();
    }

    /** Puts a whole file into place, forced. */
    void put(String name, byte[] bytes) {
        Content content = new Content();
        content.written = bytes.clone();
        content.forced = bytes.clone();
        names.put(name, content);
        forcedNames.put(name, content);
    }

    /** Completes the oldest force under way; returns false if there is none. */
    public boolean completeOne() {
        Pending oldest = pending.poll();
        if (oldest == null) {
            return false;
        }
        oldest.effect().run();
        oldest.completion().done(null);
        return true;
    }

    public void completeAll() {
        while (completeOne()) {
            // A completion may ask for another force.
        }
    }

    /** Lets the oldest force under way fail. */
    public void failOne() {
        pending.remove().completion().done(new StorageException(StorageException.Kind.FAILED, "force: input/output error", null));
    }

    public int underWay() {
        return pending.size();
    }

    /** What a new process finds after a loss of power. */
    public MemoryStorage crash(Survivors survivors) {
        return crash(survivors, (file, sector) -> false);
    }

    /**
     * The same on a disk that may leave neither the old nor the new in a sector.
     *
     * @param survivors what is as it was written
     * @param garbled what of the rest is neither as it was written nor as it was before
     */
    MemoryStorage crash(Survivors survivors, Survivors garbled) {
        MemoryStorage after = new MemoryStorage();
        TreeSet<String> all = new TreeSet<>(names.keySet());
        all.addAll(forcedNames.keySet());
        for (String name : all) {
            Content now = names.get(name);
            Content before = forcedNames.get(name);
            Content kept = now == before || survivors.keeps(name, NAME) ? now : before;
            if (kept != null) {
                after.names.put(name, kept.crashed(name, survivors, garbled));
            }
        }
        after.forcedNames = new TreeMap<>(after.names);
        return after;
    }

    /** What a new process finds when the old one was killed and the system went on: all of it, forced or not. */
    public MemoryStorage killed() {
        MemoryStorage after = new MemoryStorage();
        pending.forEach(force -> force.interrupted().run());
        after.names.putAll(names);
        after.forcedNames = new TreeMap<>(forcedNames);
        return after;
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public StorageFile open(String name) {
        return new Opened(names.computeIfAbsent(name, created -> new Content()));
    }

    @Override
    public void prepare(String name, long size, Prepared completion) {
        if (used() + size > capacity) {
            pending.add(new Pending(() -> {}, () -> {}, failure -> completion.done(
                    null, failure == null ? new StorageException(StorageException.Kind.NO_SPACE, "prepare: disk full", null) : failure)));
            return;
        }
        prepared++;
        Content content = new Content();
        content.written = new byte[(int) size];
        content.touch(0, (int) size);
        names.put(name, content);
        become(content, null, name, completion);
    }

    @Override
    public void recycle(String from, String to, Prepared completion) {
        rename(from, to);
        become(names.get(to), from, to, completion);
    }

    private void become(Content content, String from, String to, Prepared completion) {
        Pending force = content.beginForce(failure -> completion.done(failure == null ? new Opened(content) : null, failure));
        Runnable effect = () -> {
            force.effect().run();
            if (from != null) {
                forcedNames.remove(from);
            }
            forcedNames.put(to, content);
        };
        pending.add(new Pending(effect, force.interrupted(), force.completion()));
    }

    @Override
    public void rename(String from, String to) {
        names.put(to, names.remove(from));
    }

    @Override
    public void delete(String name) {
        names.remove(name);
    }

    @Override
    public void forceNames(Completion completion) {
        TreeMap<String, Content> snapshot = new TreeMap<>(names);
        pending.add(new Pending(() -> forcedNames = snapshot, () -> {}, completion));
    }

    private final class Opened implements StorageFile {
        private final Content content;

        Opened(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.written.length;
        }

        @Override
        public ByteBuffer read(long position, int length) throws StorageException {
            if (failsReads) {
                throw new StorageException(StorageException.Kind.FAILED, "read: input/output error", null);
            }
            int from = (int) Math.min(position, content.written.length);
            int to = (int) Math.min((long) from + length, content.written.length);
            return ByteBuffer.wrap(Arrays.copyOfRange(content.written, from, to));
        }

        @Override
        public void readLater(long position, int length, ReadCompletion completion) {
            pending.add(new Pending(() -> {}, () -> {}, failure -> {
                try {
                    completion.done(read(position, length), null);
                } catch (StorageException e) {
                    completion.done(null, e);
                }
            }));
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws StorageException {
            int end = (int) position + bytes.remaining();
            if (refusesWrites) {
                refusals++;
                throw new StorageException(StorageException.Kind.NO_SPACE, "write: disk full", null);
            }
            if (end > content.written.length) {
                resize(end);
            }
            writes++;
            content.touch((int) position, end);
            byte[] before = Arrays.copyOfRange(content.written, (int) position, end);
            bytes.duplicate().get(content.written, (int) position, bytes.remaining());
            int changed = Arrays.mismatch(before, 0, before.length, content.written, (int) position, end);
            if (changed >= 0) {
                firstSectorChanged = Math.min(firstSectorChanged, ((int) position + changed) / SECTOR);
            }
        }

        @Override
        public void resize(long size) throws StorageException {
            if (used() - content.written.length + size > capacity) {
                refusals++;
                throw new StorageException(StorageException.Kind.NO_SPACE, "resize: disk full", null);
            }
            content.touch(Math.min(content.written.length, (int) size), (int) size);
            content.written = Arrays.copyOf(content.written, (int) size);
        }

        @Override
        public void force(Completion completion) {
            forces++;
            pending.add(content.beginForce(completion));
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
