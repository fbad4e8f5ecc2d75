package io.keelson.checker.engine;

import java.util.Arrays;

/** Values as small integers, in order of first sight: a hash table with open addressing that compares hashes before it compares values. */
final class Interner {
    static final int ABSENT = -1;

    private Object[] values = new Object[16];
    /** In each place the hash of a value and its number plus one; 0 where there is none. */
    private long[] table = new long[32];
    private int size;

    int size() {
        return size;
    }

    /** The value of that number; may be null. */
    Object value(int number) {
        return values[number];
    }

    /** The number of a value, which may be null; a new one where it has none yet. */
    int number(Object value) {
        int hash = hash(value);
        int place = place(value, hash);
        return table[place] != 0 ? (int) table[place] - 1 : add(value, hash, place);
    }

    /** The number of a value, or {@link #ABSENT}. */
    int find(Object value) {
        return (int) table[place(value, hash(value))] - 1;
    }

    private int add(Object value, int hash, int freePlace) {
        int place = freePlace;
        if (size * 2 >= table.length) {
            grow();
            place = place(value, hash);
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size] = value;
        table[place] = (long) hash << 32 | ++size;
        return size - 1;
    }

    private static int hash(Object value) {
        return value == null ? 0 : Mix.spread(value.hashCode());
    }

    private int place(Object value, int hash) {
        int mask = table.length - 1;
        int place = hash & mask;
        while (table[place] != 0) {
            if ((int) (table[place] >>> 32) == hash) {
                Object other = values[(int) table[place] - 1];
                if (other == value || value != null && value.equals(other)) {
                    return place;
                }
            }
            place = place + 1 & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        int mask = table.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int place = (int) (entry >>> 32) & mask;
                while (table[place] != 0) {
                    place = place + 1 & mask;
                }
                table[place] = entry;
            }
        }
    }

    /** The table itself; the values belong to others. */
    long bytes() {
        return table.length * 8L + values.length * 4L;
    }
}
