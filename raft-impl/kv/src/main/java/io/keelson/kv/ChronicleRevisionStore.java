package io.keelson.kv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * Keeps the bytes off the heap, in a Chronicle Map: gigabytes of revisions cost the garbage collector nothing.
 *
 * <p>A record is cut into pages of fixed size, since the map wants entries that are small beside its segments. The map is made with more room than
 * the {@link Quota} will ever let in, whatever the lengths of the records: so it is the quota that is full first, on every replica at the same command.
 */
public final class ChronicleRevisionStore implements RevisionStore {
    private static final int PAGE_BYTES = 4096;
    private static final int KEY_BYTES = Long.BYTES + 2 * Integer.BYTES;

    /** The entry length that the map is laid out for. It takes shorter entries too, as many as their bytes allow. */
    private static final int AVERAGE_BYTES = 256;

    /** How far beyond its layout the map may grow: a margin, since segments fill unevenly. What is not needed is never committed. */
    private static final double GROWTH = 4;

    private final ChronicleMap<byte[], byte[]> pages;
    private final Path file;

    private ChronicleRevisionStore(ChronicleMap<byte[], byte[]> pages, Path file) {
        this.pages = pages;
        this.file = file;
    }

    /** A store in memory off the heap, which the system commits as it fills. */
    public static ChronicleRevisionStore inMemory(Quota quota) {
        return new ChronicleRevisionStore(builder(quota).create(), null);
    }

    /**
     * A store in a mapped file, for stores larger than the memory. What an interrupted process left in the file is thrown away unread: nothing says
     * how much of it reached the disk. The log rebuilds the store.
     *
     * @param file where; replaced if it exists, deleted when the store is closed
     * @param quota how much it will hold
     * @throws IOException if the file can't be replaced
     */
    public static ChronicleRevisionStore inFile(Path file, Quota quota) throws IOException {
        Files.deleteIfExists(file);
        return new ChronicleRevisionStore(builder(quota).createPersistedTo(file.toFile()), file);
    }

    private static ChronicleMapBuilder<byte[], byte[]> builder(Quota quota) {
        return ChronicleMap.of(byte[].class, byte[].class)
                .name("revisions")
                .constantKeySizeBySample(new byte[KEY_BYTES])
                .averageValueSize(AVERAGE_BYTES)
                .entries(Math.max(AVERAGE_BYTES, quota.capacity() / AVERAGE_BYTES))
                .maxBloatFactor(GROWTH)
                // Closed by its owner alone: a shutdown hook would close it while the node still applies.
                .skipCloseOnExitHook(true);
    }

    @Override
    public void put(Revision revision, byte[] record) {
        byte[] framed =
                ByteBuffer.allocate(Integer.BYTES + record.length).putInt(record.length).put(record).array();
        for (int page = 0; page * PAGE_BYTES < framed.length; page++) {
            int from = page * PAGE_BYTES;
            pages.put(key(revision, page), Arrays.copyOfRange(framed, from, Math.min(framed.length, from + PAGE_BYTES)));
        }
    }

    @Override
    public byte[] get(Revision revision) {
        byte[] first = pages.get(key(revision, 0));
        if (first == null) {
            return null;
        }
        byte[] record = new byte[ByteBuffer.wrap(first).getInt()];
        int filled = first.length - Integer.BYTES;
        System.arraycopy(first, Integer.BYTES, record, 0, filled);
        for (int page = 1; filled < record.length; page++) {
            byte[] next = pages.get(key(revision, page));
            System.arraycopy(next, 0, record, filled, next.length);
            filled += next.length;
        }
        return record;
    }

    @Override
    public void remove(Revision revision) {
        for (int page = 0; pages.remove(key(revision, page)) != null; page++) {
            // The loop's condition removes.
        }
    }

    @Override
    public void clear() {
        pages.clear();
    }

    @Override
    public void close() {
        pages.close();
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException kept) {
                // The next start throws it away.
            }
        }
    }

    private static byte[] key(Revision revision, int page) {
        return ByteBuffer.allocate(KEY_BYTES)
                .putLong(revision.main())
                .putInt(revision.sub())
                .putInt(page)
                .array();
    }
}
