package io.keelson.simulation.world;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * One file's bytes, twice: as a reader sees them now, and as they were when last forced; between the two stands the ordered list of
 * changes that a crash may keep or lose.
 */
final class SimFile {
    /** What a disk writes at once. */
    static final int SECTOR = 512;

    /** What a device of our days holds in one piece, and loses in one piece: 4 KiB. */
    private static final int BLOCK_SECTORS = 8;

    private static final byte[] ZEROS = new byte[SECTOR];

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
    /** Whether damage has struck what is forced and not what is read: the two differ then by more than what is pending. */
    private boolean damagedBelow;
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
            note(pending.get(covered++));
        }
        if (covered == pending.size() && !damagedBelow) {
            forceAll();
        } else {
            pending.subList(0, covered).forEach(forced::apply);
        }
        promotions += covered > 0 ? 1 : 0;
        pending.subList(0, covered).clear();
    }

    /** Where something is pending the forced bytes become those that are read; elsewhere they are already. */
    private void forceAll() {
        for (Change change : pending) {
            forced.share(now, change.position, change.isResize() ? Integer.MAX_VALUE : change.end());
        }
        forced.size = now.size;
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
        List<Integer> places = places(everywhere);
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
        } else {
            damagedBelow = true;
        }
        return true;
    }

    /** The sectors that hold something durable of whose loss can be told. */
    private List<Integer> places(boolean everywhere) {
        List<Integer> places = new ArrayList<>();
        for (int sector = 0; (sector + 1) * SECTOR <= forced.size && sector < promoted.length; sector++) {
            if ((everywhere || promotions - promoted[sector] > 2) && !forced.isZero(sector)) {
                places.add(sector);
            }
        }
        return places;
    }

    /** The sectors with such a content of whose loss can be told by what later forces have added to the file. */
    List<Integer> vouchedFor(Predicate<ByteBuffer> content) {
        return places(false).stream().filter(sector -> content.test(ByteBuffer.wrap(forced.read(sector * SECTOR, (sector + 1) * SECTOR)))).toList();
    }

    /** The block of the device around a sector gives back zeros from here on, as far as that can be told. Nothing is pending. */
    void loseBlock(int sector) {
        int block = sector / BLOCK_SECTORS;
        for (int place : places(false)) {
            if (place / BLOCK_SECTORS == block) {
                Change loss = new Change(0, place * SECTOR, ZEROS);
                forced.apply(loss);
                now.apply(loss);
            }
        }
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
        damagedBelow = false;
        return lost;
    }

    /** What a crash can leave of a sector that was written and not forced. */
    enum Kept {
        OLD,
        NEW,
        /** As new, but for a sector that never held a forced byte. */
        ZERO,
        GARBAGE
    }

    /** The sectors that hold something unforced, ascending. */
    List<Integer> unforcedSectors() {
        TreeSet<Integer> sectors = new TreeSet<>();
        for (Change change : pending) {
            int end = change.isResize() ? Math.max(forced.size, change.position) : change.end();
            for (int sector = change.position / SECTOR; sector * SECTOR < end; sector++) {
                sectors.add(sector);
            }
        }
        return List.copyOf(sectors);
    }

    /**
     * The power fails, and what survives is said instead of drawn.
     *
     * @param sectors what each unforced one keeps
     * @param grown whether the file has its new size even where nothing of it survives
     */
    void crash(IntFunction<Kept> sectors, boolean grown) {
        Image survived = forced.copy();
        int forcedSize = forced.size;
        int size = grown ? now.size : forcedSize;
        for (int sector : unforcedSectors()) {
            Kept kept = sectors.apply(sector);
            int from = sector * SECTOR;
            if (kept != Kept.OLD) {
                pending.forEach(change -> survived.applyWithin(change, from, from + SECTOR));
                size = Math.max(size, Math.min(now.size, from + SECTOR));
            }
            if (from >= forcedSize && kept == Kept.ZERO) {
                survived.fill(from, from + SECTOR, position -> (byte) 0);
            } else if (from >= forcedSize && kept == Kept.GARBAGE) {
                survived.fill(from, from + SECTOR, position -> (byte) Indexed.hash(sector, 0, position));
            }
        }
        survived.resize(size);
        pending.clear();
        now = survived;
        forced = survived.copy();
        damagedBelow = false;
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

    /**
     * The bytes of a file at one moment, sector by sector. Sectors of zeros need not be stored: most of a file that is made ahead is never written. What two moments have in common they
     * share, until one of them writes there.
     */
    private static final class Image {
        /** By sector; null, or beyond the end, for zeros. Bytes past the size are always zero, so that growing shows zeros. */
        private byte[][] sectors = {};
        /** By sector: whether no other moment shares it. */
        private boolean[] own = {};

        private int size;

        private interface ByteAt {
            byte at(int position);
        }

        private byte[] sector(int number) {
            return number < sectors.length ? sectors[number] : null;
        }

        /** Returns a sector that may be written to. */
        private byte[] writable(int number) {
            byte[] here = sector(number);
            if (here == null || !own[number]) {
                here = here == null ? new byte[SECTOR] : here.clone();
                put(number, here, true);
            }
            return here;
        }

        private void put(int number, byte[] sector, boolean isOwn) {
            if (number >= sectors.length) {
                int length = Math.max(number + 1, 2 * sectors.length);
                sectors = Arrays.copyOf(sectors, length);
                own = Arrays.copyOf(own, length);
            }
            sectors[number] = sector;
            own[number] = isOwn;
        }

        byte at(int position) {
            byte[] here = sector(position / SECTOR);
            return here == null ? 0 : here[position % SECTOR];
        }

        /** A copy of a range within the size. */
        byte[] read(int from, int to) {
            byte[] copy = new byte[to - from];
            for (int at = from, end; at < to; at = end) {
                end = endOfSector(at, to);
                byte[] here = sector(at / SECTOR);
                if (here != null) {
                    System.arraycopy(here, at % SECTOR, copy, at - from, end - at);
                }
            }
            return copy;
        }

        private static int endOfSector(int position, int limit) {
            return Math.min(limit, (position / SECTOR + 1) * SECTOR);
        }

        boolean isZero(int number) {
            return isZero(sector(number));
        }

        private static boolean isZero(byte[] sector) {
            return sector == null || Arrays.equals(sector, ZEROS);
        }

        /** Returns the same moment once more, to be changed on its own. */
        Image copy() {
            Image copy = new Image();
            copy.sectors = sectors.clone();
            copy.own = new boolean[own.length];
            Arrays.fill(own, false);
            copy.size = size;
            return copy;
        }

        /** Another moment's sectors take the place of these, where they hold bytes of a range. */
        void share(Image other, int from, int to) {
            int end = Math.min((to - 1) / SECTOR + 1, Math.max(sectors.length, other.sectors.length));
            for (int number = from / SECTOR; number < end; number++) {
                put(number, other.sector(number), false);
                if (number < other.own.length) {
                    other.own[number] = false;
                }
            }
        }

        boolean sameAs(Image other) {
            boolean same = size == other.size;
            for (int number = 0; same && number < Math.max(sectors.length, other.sectors.length); number++) {
                byte[] here = sector(number);
                byte[] there = other.sector(number);
                same = here == there || (here == null || there == null ? isZero(here) && isZero(there) : Arrays.equals(here, there));
            }
            return same;
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
            int until = Math.min(to, change.end());
            for (int at = begin, end; at < until; at = end) {
                end = endOfSector(at, until);
                int source = at - change.position;
                if (end - at == SECTOR) {
                    put(at / SECTOR, Arrays.copyOfRange(change.bytes, source, source + SECTOR), true);
                } else {
                    System.arraycopy(change.bytes, source, writable(at / SECTOR), at % SECTOR, end - at);
                }
            }
            size = Math.max(size, until);
        }

        void fill(int from, int to, ByteAt content) {
            for (int position = from; position < Math.min(to, size); position++) {
                writable(position / SECTOR)[position % SECTOR] = content.at(position);
            }
        }

        void resize(int newSize) {
            zero(newSize, size);
            size = newSize;
        }

        private void zero(int from, int to) {
            for (int at = from, end; at < to; at = end) {
                end = endOfSector(at, to);
                if (sector(at / SECTOR) != null) {
                    Arrays.fill(writable(at / SECTOR), at % SECTOR, end - (at - at % SECTOR), (byte) 0);
                }
            }
        }
    }
}
