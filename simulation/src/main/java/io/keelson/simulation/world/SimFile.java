package io.keelson.simulation.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One file's bytes, twice: as a reader sees them now, and as they were when last forced; between the two stands the ordered list of
 * changes that a crash may keep or lose.
 */
final class SimFile {
    /** What a disk writes at once. */
    static final int SECTOR = 512;

    private static final int ZEROS_PER_MILLE = 100;
    private static final int GARBAGE_PER_MILLE = 100;

    /** A write, or a resize where {@code bytes} is null. */
    private record Change(long number, int position, byte[] bytes) {
        boolean isResize() {
            return bytes == null;
        }

        int end() {
            return position + (isResize() ? 0 : bytes.length);
        }
    }

    /** How a crash treats what was not forced. */
    private enum Survival {
        NOTHING,
        EVERYTHING,
        /** Changes in order up to one that is torn between two sectors. */
        PREFIX,
        /** Each sector for itself, at any age. */
        SECTORS
    }

    private Image now = new Image();
    private Image forced = new Image();
    private final List<Change> pending = new ArrayList<>();
    private long changes;
    /** How many forces have made something of this file durable, and by sector the last of them that wrote there. */
    private int promotions;
    private int[] promoted = {};

    int size() {
        return now.size;
    }

    byte[] read(int position, int length) {
        int from = Math.min(position, now.size);
        return now.read(from, Math.min(from + length, now.size));
    }

    void write(int position, byte[] bytes) {
        change(new Change(++changes, position, bytes));
    }

    void resize(int size) {
        change(new Change(++changes, size, null));
    }

    private void change(Change change) {
        pending.add(change);
        now.apply(change);
    }

    /** Returns what a force that begins now covers. */
    long mark() {
        return changes;
    }

    /** A force that began at this mark is over. */
    void promote(long mark) {
        int covered = 0;
        while (covered < pending.size() && pending.get(covered).number <= mark) {
            Change change = pending.get(covered++);
            forced.apply(change);
            note(change);
        }
        promotions += covered > 0 ? 1 : 0;
        pending.subList(0, covered).clear();
    }

    private void note(Change change) {
        if (!change.isResize() && change.bytes.length > 0) {
            int last = (change.end() - 1) / SECTOR;
            if (last >= promoted.length) {
                promoted = Arrays.copyOf(promoted, Math.max(last + 1, 2 * promoted.length));
            }
            Arrays.fill(promoted, change.position / SECTOR, last + 1, promotions);
        }
    }

    /**
     * Takes something durable, in a place of which it can be told: what a log was given last is known to be durable only by what follows it, and without that it is as if a crash
     * had torn it.
     *
     * @param choice decides where
     * @param astray whether another sector takes the place of this one; else one byte is another
     * @param everywhere whether all of the file can be told
     * @return false if there is no such place
     */
    boolean damage(long choice, boolean astray, boolean everywhere) {
        List<Integer> places = new ArrayList<>();
        for (int sector = 0; (sector + 1) * SECTOR <= forced.size && sector < promoted.length; sector++) {
            if ((everywhere || promotions - promoted[sector] > 2) && !forced.isZero(sector * SECTOR, SECTOR)) {
                places.add(sector);
            }
        }
        if (places.isEmpty() || (astray && places.size() < 2)) {
            return false;
        }
        int struck = (int) Indexed.below(places.size(), choice, Stream.DAMAGED_FILE.of(1), 0);
        int to = places.get(struck) * SECTOR;
        Change damage;
        if (astray) {
            int other = (int) Indexed.below(places.size() - 1L, choice, Stream.DAMAGED_FILE.of(1), 1);
            int from = places.get(other < struck ? other : other + 1) * SECTOR;
            damage = new Change(0, to, forced.read(from, from + SECTOR));
        } else {
            int at = to + (int) Indexed.below(SECTOR, choice, Stream.DAMAGED_FILE.of(1), 2);
            damage = new Change(0, at, new byte[] {(byte) (forced.at(at) ^ (1 + Indexed.below(255, choice, Stream.DAMAGED_FILE.of(1), 3)))});
        }
        forced.apply(damage);
        if (pending.stream().noneMatch(change -> change.isResize() || (change.position < damage.end() && change.end() > damage.position))) {
            now.apply(damage);
        }
        return true;
    }

    boolean hasUnforced() {
        return !pending.isEmpty();
    }

    /**
     * The power fails.
     *
     * @param seed decides what survives
     * @param file the file's number, the index of the decisions
     * @return true if something was lost
     */
    boolean crash(long seed, long file) {
        Image survived = forced.copy();
        if (hasUnforced()) {
            Survival[] all = Survival.values();
            switch (all[(int) Indexed.below(all.length, seed, Stream.SURVIVING_FILE.of(file), 0)]) {
                case NOTHING -> {}
                case EVERYTHING -> pending.forEach(survived::apply);
                case PREFIX -> keepPrefix(survived, seed, file);
                case SECTORS -> keepSectors(survived, seed, file);
            }
        }
        boolean lost = !survived.sameAs(now);
        pending.clear();
        now = survived;
        forced = survived.copy();
        return lost;
    }

    private void keepPrefix(Image survived, long seed, long file) {
        int whole = (int) Indexed.below(pending.size(), seed, Stream.SURVIVING_FILE.of(file), 1);
        pending.subList(0, whole).forEach(survived::apply);
        Change torn = pending.get(whole);
        if (torn.isResize()) {
            return;
        }
        int firstSector = torn.position / SECTOR;
        int sectors = (torn.end() - 1) / SECTOR - firstSector + 1;
        int kept = (int) Indexed.below(sectors + 1L, seed, Stream.SURVIVING_FILE.of(file), 2);
        int end = Math.min(torn.end(), (firstSector + kept) * SECTOR);
        if (end > torn.position) {
            survived.apply(new Change(0, torn.position, Arrays.copyOf(torn.bytes, end - torn.position)));
        }
    }

    /** Each sector takes the content it had after any number of the changes that touched it; the size is that of any moment. */
    private void keepSectors(Image survived, long seed, long file) {
        int forcedSize = survived.size;
        int largest = Math.max(now.size, forcedSize);
        for (Change change : pending) {
            largest = Math.max(largest, change.end());
        }
        int moments = (int) Indexed.below(pending.size() + 1L, seed, Stream.SURVIVING_FILE.of(file), 3);
        int size = sizeAfter(moments);
        for (int sector = 0; sector * SECTOR < largest; sector++) {
            keepSector(survived, sector, forcedSize, seed, Stream.SURVIVING_SECTOR.of(file, sector));
        }
        survived.resize(size);
    }

    private int sizeAfter(int moments) {
        int size = forced.size;
        for (Change change : pending.subList(0, moments)) {
            size = change.isResize() ? change.position : Math.max(size, change.end());
        }
        return size;
    }

    private void keepSector(Image survived, int sector, int forcedSize, long seed, long stream) {
        int from = sector * SECTOR;
        int to = from + SECTOR;
        List<Change> touching = new ArrayList<>();
        for (Change change : pending) {
            if (change.isResize() ? change.position < to : change.position < to && change.end() > from) {
                touching.add(change);
            }
        }
        if (touching.isEmpty()) {
            return;
        }
        int applied = (int) Indexed.below(touching.size() + 1L, seed, stream, 0);
        for (Change change : touching.subList(0, applied)) {
            survived.applyWithin(change, from, to);
        }
        if (from >= forcedSize && applied > 0) {
            spoil(survived, from, to, seed, stream);
        }
    }

    /** A sector that never held a forced byte may come back as zeros, or as what the disk held before the file. */
    private static void spoil(Image survived, int from, int to, long seed, long stream) {
        if (Indexed.chance(ZEROS_PER_MILLE, seed, stream, 1)) {
            survived.fill(from, to, position -> (byte) 0);
        } else if (Indexed.chance(GARBAGE_PER_MILLE, seed, stream, 2)) {
            survived.fill(from, to, position -> (byte) Indexed.hash(seed, stream, 3L + position));
        }
    }

    /** The bytes of a file at one moment. Zeros at its end are not stored: most of a file that is made ahead is never written. */
    private static final class Image {
        /** What is stored, and zeros after it. */
        private byte[] bytes = new byte[0];

        private int size;

        private interface ByteAt {
            byte at(int position);
        }

        byte at(int position) {
            return position < bytes.length ? bytes[position] : 0;
        }

        /** A copy of a range within the size. */
        byte[] read(int from, int to) {
            byte[] copy = new byte[to - from];
            int stored = Math.min(to, bytes.length);
            if (from < stored) {
                System.arraycopy(bytes, from, copy, 0, stored - from);
            }
            return copy;
        }

        boolean isZero(int from, int length) {
            for (int at = from; at < Math.min(from + length, bytes.length); at++) {
                if (bytes[at] != 0) {
                    return false;
                }
            }
            return true;
        }

        Image copy() {
            Image copy = new Image();
            copy.bytes = Arrays.copyOf(bytes, Math.min(bytes.length, size));
            copy.size = size;
            return copy;
        }

        boolean sameAs(Image other) {
            int both = Math.min(bytes.length, other.bytes.length);
            return size == other.size
                    && Arrays.equals(bytes, 0, both, other.bytes, 0, both)
                    && isZero(both, bytes.length - both)
                    && other.isZero(both, other.bytes.length - both);
        }

        void apply(Change change) {
            if (change.isResize()) {
                resize(change.position);
            } else {
                applyWithin(change, change.position, change.end());
            }
        }

        /** Carries out the part of a change that falls into a range. A resize cuts or zeroes within the range and leaves the size. */
        void applyWithin(Change change, int from, int to) {
            int begin = Math.max(from, change.position);
            if (change.isResize()) {
                zero(begin, Math.min(to, size));
                return;
            }
            int end = Math.min(to, change.end());
            store(end);
            System.arraycopy(change.bytes, begin - change.position, bytes, begin, end - begin);
            size = Math.max(size, end);
        }

        void fill(int from, int to, ByteAt content) {
            int end = Math.min(to, size);
            store(end);
            for (int position = from; position < end; position++) {
                bytes[position] = content.at(position);
            }
        }

        void resize(int newSize) {
            zero(newSize, size);
            size = newSize;
        }

        private void zero(int from, int to) {
            int stored = Math.min(to, bytes.length);
            if (from < stored) {
                Arrays.fill(bytes, from, stored, (byte) 0);
            }
        }

        /** Makes everything up to an end a stored one. Bytes past the size are always zero, so that growing shows zeros. */
        private void store(int end) {
            if (end > bytes.length) {
                int doubled = Math.max(end, bytes.length * 2);
                boolean littleIsLeft = end <= size && size - doubled < doubled / 4;
                bytes = Arrays.copyOf(bytes, littleIsLeft ? size : doubled);
            }
        }
    }
}
