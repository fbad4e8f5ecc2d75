package io.keelson.spec.certify;

/** A set of fingerprints that takes 32 bytes or less for each, so that millions of steps can be told from new ones. */
final class FingerprintSet {
    private static final int LEAST_SLOTS = 1 << 12;

    /** Two numbers a slot; both zero if it is free. */
    private long[] slots = new long[2 * LEAST_SLOTS];
    private int size;

    /** Adds a fingerprint; false if it was there. */
    boolean add(Fingerprint print) {
        return add(print.high(), print.low() == 0 ? 1 : print.low());
    }

    int size() {
        return size;
    }

    private boolean add(long high, long low) {
        int slot = slotOf(slots, high, low);
        if (slots[slot + 1] != 0) {
            return false;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        size++;
        if (2L * size > slots.length / 2) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] larger = new long[2 * slots.length];
        for (int slot = 0; slot < slots.length; slot += 2) {
            if (slots[slot + 1] != 0) {
                int place = slotOf(larger, slots[slot], slots[slot + 1]);
                larger[place] = slots[slot];
                larger[place + 1] = slots[slot + 1];
            }
        }
        slots = larger;
    }

    /** Where this fingerprint is, or the free slot where it belongs. */
    private static int slotOf(long[] slots, long high, long low) {
        int mask = slots.length / 2 - 1;
        int place = (int) (high ^ (high >>> 32)) & mask;
        while (slots[2 * place + 1] != 0 && (slots[2 * place] != high || slots[2 * place + 1] != low)) {
            place = (place + 1) & mask;
        }
        return 2 * place;
    }
}
