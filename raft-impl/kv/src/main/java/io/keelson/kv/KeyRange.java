package io.keelson.kv;

import io.keelson.core.Bytes;

/** Which keys a request means, by etcd's conventions. */
final class KeyRange {
    private static final Bytes FROM_KEY = Bytes.wrap(new byte[] {0});

    private KeyRange() {}

    /** Says whether the range is one key. */
    static boolean isSingle(Bytes rangeEnd) {
        return rangeEnd.length() == 0;
    }

    /** Says whether the range has no upper end. */
    static boolean isOpen(Bytes rangeEnd) {
        return rangeEnd.equals(FROM_KEY);
    }

    /** Says whether a key lies in the range. */
    static boolean contains(Bytes key, Bytes rangeEnd, Bytes candidate) {
        if (isSingle(rangeEnd)) {
            return candidate.equals(key);
        }
        return candidate.compareTo(key) >= 0 && (isOpen(rangeEnd) || candidate.compareTo(rangeEnd) < 0);
    }

    /** The end of the range of all keys that begin with a prefix. */
    static Bytes endOfPrefix(Bytes prefix) {
        byte[] end = prefix.toArray();
        for (int i = end.length - 1; i >= 0; i--) {
            if (end[i] != (byte) 0xff) {
                end[i]++;
                return Bytes.wrap(java.util.Arrays.copyOf(end, i + 1));
            }
        }
        return FROM_KEY;
    }
}
