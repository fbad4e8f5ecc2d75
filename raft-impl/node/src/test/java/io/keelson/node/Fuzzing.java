package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.sessions.JqwikSession;

/** What every fuzzed decoder must keep to: time and memory in proportion to its input. */
public final class Fuzzing {
    /** How long each decoder is fuzzed by night. */
    public static final String BY_NIGHT = "2m";

    /** Objects that a few bytes decode to have headers and references; a message for what is wrong has a text. */
    private static final long BYTES_FOR_EACH = 64;

    private static final long BYTES_FOR_NOTHING = 64 << 10;

    private static final int ATTEMPTS = 3;
    private static final int SEEDS = 20;
    private static final int GENERATOR_SIZE = 1000;

    private Fuzzing() {}

    /** A decoder and what is asserted of its result. */
    public interface Trial {
        /** Decodes; only what the decoder's contract names may be caught here. */
        void run();
    }

    /** Runs a trial, and checks what it allocates. */
    public static void bounded(int inputBytes, Trial trial) {
        long allowed = BYTES_FOR_NOTHING + BYTES_FOR_EACH * inputBytes;
        long allocated = Long.MAX_VALUE;
        // Classes that are loaded meanwhile allocate too, but not twice.
        for (int i = 0; i < ATTEMPTS && allocated > allowed; i++) {
            allocated = allocatedBy(trial);
        }
        assertTrue(allocated <= allowed, allocated + " bytes were allocated for " + inputBytes);
    }

    private static long allocatedBy(Trial trial) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        trial.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Encodings to begin with: as they are, with a byte changed, and cut off. The same in each run. */
    public static <T> List<byte[]> seeds(Arbitrary<T> values, Function<T, byte[]> encode) {
        Random random = new Random(1);
        List<byte[]> seeds = new ArrayList<>();
        JqwikSession.run(() -> {
            var generator = values.generator(GENERATOR_SIZE, false);
            for (int i = 0; i < SEEDS; i++) {
                byte[] seed = encode.apply(generator.next(random).value());
                seeds.add(seed);
                byte[] changed = seed.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                    seeds.add(changed);
                    seeds.add(Arrays.copyOf(seed, random.nextInt(seed.length)));
                }
            }
        });
        return seeds;
    }
}
