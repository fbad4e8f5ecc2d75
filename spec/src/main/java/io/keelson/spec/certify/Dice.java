package io.keelson.spec.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Random choices, all of which follow from a seed. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number from an inclusive range. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    boolean coin() {
        return random.nextBoolean();
    }

    /** True once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Each element with a chance of one half, in order. */
    <T> List<T> some(List<T> choices) {
        return choices.stream().filter(choice -> coin()).toList();
    }

    /** So many, or fewer. */
    <T> List<T> upTo(int most, Supplier<T> one) {
        List<T> list = new ArrayList<>();
        for (long left = between(0, most); left > 0; left--) {
            list.add(one.get());
        }
        return list;
    }
}
