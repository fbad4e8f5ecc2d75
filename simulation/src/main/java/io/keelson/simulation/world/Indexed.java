package io.keelson.simulation.world;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The randomness of a run: a hash of (seed, stream, counter), never drawn in sequence from one generator.
 *
 * <p>So the fate of message 17 from n1 to n2 does not depend on how many random decisions were made before it, and removing one fault
 * from a schedule leaves the rest of the run as it was. That is what makes schedules shrink.
 */
public final class Indexed {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Indexed() {}

    /** Returns a value uniform over all longs, a function of its three arguments alone. */
    public static long hash(long seed, long stream, long counter) {
        return mix(mix(mix(seed + GOLDEN) + stream * GOLDEN) + counter * GOLDEN);
    }

    /** Returns a value uniform over 0 (included) to {@code bound} (excluded), which is at least 1. */
    public static long below(long bound, long seed, long stream, long counter) {
        return Long.remainderUnsigned(hash(seed, stream, counter), bound);
    }

    /** Says yes in {@code perMille} of 1000 cases. */
    public static boolean chance(int perMille, long seed, long stream, long counter) {
        return perMille > 0 && below(1000, seed, stream, counter) < perMille;
    }

    /** Spreads every bit of the input over every bit of the output, without collisions (the finalizer of SplitMix64). */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Digests bytes, eight at a time: every message of a run passes through it. */
    public static long digest(byte[] bytes, int from, int to) {
        long digest = GOLDEN ^ (to - from);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            digest = Long.rotateLeft(digest ^ (long) EIGHT_BYTES.get(bytes, at), 29) * GOLDEN;
        }
        for (; at < to; at++) {
            digest = Long.rotateLeft(digest ^ bytes[at], 29) * GOLDEN;
        }
        return mix(digest);
    }
}
