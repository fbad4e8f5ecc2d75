package io.keelson.kv;

import java.util.Arrays;

/** All changes of one key, oldest first: at most one a main revision. */
final class KeyHistory {
    private static final int DELETED = 1 << 31;

    private long[] mains = new long[2];
    /** The sub revisions, with the sign bit for a deletion. */
    private int[] subs = new int[2];

    private int size;

    /** Appends a change, later than all others. */
    void append(Revision revision, boolean deletion) {
        if (size == mains.length) {
            mains = Arrays.copyOf(mains, 2 * size);
            subs = Arrays.copyOf(subs, 2 * size);
        }
        mains[size] = revision.main();
        subs[size] = deletion ? revision.sub() | DELETED : revision.sub();
        size++;
    }

    /** The change that says what the key was at a main revision; null if it did not exist then. */
    Revision at(long main) {
        int position = Arrays.binarySearch(mains, 0, size, main);
        int latest = position >= 0 ? position : -position - 2;
        return latest < 0 || isDeletion(latest) ? null : revision(latest);
    }

    int size() {
        return size;
    }

    Revision revision(int position) {
        return new Revision(mains[position], subs[position] & ~DELETED);
    }

    long main(int position) {
        return mains[position];
    }

    boolean isDeletion(int position) {
        return subs[position] < 0;
    }
}
