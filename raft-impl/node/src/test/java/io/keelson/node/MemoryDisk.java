package io.keelson.node;

import io.keelson.node.port.Storage;
import io.keelson.node.port.StorageException;
import io.keelson.node.port.StorageFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A directory in memory that knows what is forced and what is not. Forces complete when the test says so; a crash keeps what the test says. */
public final class MemoryDisk implements Storage {
    /** Decides what of the unforced a crash keeps. */
    public interface Survival {
        /** Nothing. */
        Survival NOTHING = (file, change, offset) -> false;
        /** Everything. */
        Survival EVERYTHING = (file, change, offset) -> true;

        /**
         * Says whether a byte survives.
         *
         * @param file its name; empty for a change of the directory
         * @param change the number of the change among the unforced ones of the file
         * @param offset in the file, -1 for a change of the size or of a name
         */
        boolean keeps(String file, int change, int offset);
    }

    /** A write, or a change of the size where {@code bytes} is null; numbered in each file. */
    private record Change(int number, int position, byte[] bytes) {}

    private static final class File {
        byte[] now = new byte[0];
        byte[] forced = new byte[0];
        final List<Change> pending = new ArrayList<>();
        int changes;

        void add(int position, byte[] bytes) {
            Change change = new Change(++changes, position, bytes);
            pending.add(change);
            now = apply(now, change);
        }

        void promote(int upTo) {
            while (!pending.isEmpty() && pending.get(0).number <= upTo) {
                forced = apply(forced, pending.remove(0));
            }
        }

        static byte[] apply(byte[] content, Change change) {
            if (change.bytes == null) {
                return Arrays.copyOf(content, change.position);
            }
            byte[] result = Arrays.copyOf(content, Math.max(content.length, change.position + change.bytes.length));
            System.arraycopy(change.bytes, 0, result, change.position, change.bytes.length);
            return result;
        }

        File crash(String name, Survival survival) {
            byte[] content = forced.clone();
            for (int i = 0; i < pending.size(); i++) {
                Change change = pending.get(i);
                if (change.bytes == null) {
                    content = survival.keeps(name, i, -1) ? apply(content, change) : content;
                    continue;
                }
                for (int j = 0; j < change.bytes.length; j++) {
                    int offset = change.position + j;
                    if (survival.keeps(name, i, offset)) {
                        content = offset < content.length ? content : Arrays.copyOf(content, offset + 1);
                        content[offset] = change.bytes[j];
                    }
                }
            }
            File survivor = new File();
            survivor.now = content;
            survivor.forced = content.clone();
            return survivor;
        }
    }

    private TreeMap<String, File> names = new TreeMap<>();
    private TreeMap<String, File> forcedNames = new TreeMap<>();
    private final ArrayDeque<Runnable> completions = new ArrayDeque<>();
    private long free = Long.MAX_VALUE;
    private boolean failing;
    private int changes;

    /** Limits the bytes by which files may still grow. */
    public void free(long bytes) {
        free = bytes;
    }

    /** From here on every force fails. */
    public void failForces() {
        failing = true;
    }

    /** Returns how many times anything was changed. */
    public int changes() {
        return changes;
    }

    /** Lets the oldest force complete; false if none is under way. */
    public boolean completeOne() {
        Runnable completion = completions.pollFirst();
        if (completion != null) {
            completion.run();
        }
        return completion != null;
    }

    /** Lets all forces complete, those asked for meanwhile included. */
    public void completeAll() {
        while (completeOne()) {
            // One after the other.
        }
    }

    /** Returns what a crash leaves. */
    public MemoryDisk crash(Survival survival) {
        MemoryDisk after = new MemoryDisk();
        TreeMap<String, File> survivors = survival.keeps("", 0, -1) ? names : forcedNames;
        survivors.forEach((name, file) -> after.names.put(name, file.crash(name, survival)));
        after.forcedNames = new TreeMap<>(after.names);
        return after;
    }

    /** Changes a byte, forced or not. */
    public void flip(String name, int offset) {
        names.get(name).now[offset] ^= 0x40;
        names.get(name).forced = names.get(name).now.clone();
    }

    /** Returns a file's bytes. */
    public byte[] content(String name) {
        return names.get(name).now.clone();
    }

    @Override
    public List<String> list() {
        return List.copyOf(names.keySet());
    }

    @Override
    public StorageFile open(String name) {
        if (!names.containsKey(name)) {
            changes++;
            names.put(name, new File());
        }
        return new Handle(name, names.get(name));
    }

    @Override
    public void rename(String from, String to) {
        changes++;
        names.put(to, names.remove(from));
    }

    @Override
    public void delete(String name) {
        if (names.remove(name) != null) {
            changes++;
        }
    }

    @Override
    public void forceNames(Completion completion) {
        TreeMap<String, File> promoted = new TreeMap<>(names);
        later(() -> forcedNames = promoted, completion);
    }

    private void later(Runnable promote, Completion completion) {
        completions.add(() -> {
            if (failing) {
                completion.done(new StorageException(StorageException.Kind.FAILED, "the device failed", null));
            } else {
                promote.run();
                completion.done(null);
            }
        });
    }

    private final class Handle implements StorageFile {
        private final String name;
        private final File file;
        private boolean open = true;

        Handle(String name, File file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long size() {
            return file.now.length;
        }

        @Override
        public ByteBuffer read(long position, int length) {
            int from = (int) Math.min(position, file.now.length);
            return ByteBuffer.wrap(Arrays.copyOfRange(file.now, from, Math.min(from + length, file.now.length)));
        }

        @Override
        public void write(long position, ByteBuffer bytes) throws StorageException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            grow(position + copy.length);
            file.add((int) position, copy);
        }

        @Override
        public void resize(long size) throws StorageException {
            grow(size);
            file.add((int) size, null);
        }

        private void grow(long size) throws StorageException {
            if (!open) {
                throw new IllegalStateException(name + " is closed");
            }
            long more = size - file.now.length;
            if (more > free) {
                throw new StorageException(StorageException.Kind.NO_SPACE, name + ": no space left", null);
            }
            free -= Math.max(0, more);
            changes++;
        }

        @Override
        public void force(Completion completion) {
            int covered = file.changes;
            later(() -> file.promote(covered), completion);
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
