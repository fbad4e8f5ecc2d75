package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** The ranges beside a twin that is a plain set. */
class ForwardedNumbersProperties {
    @Property
    void aNumberIsNewOnce(@ForAll List<@LongRange(min = 0, max = 40) Long> numbers) {
        ForwardedNumbers ranges = new ForwardedNumbers();
        TreeSet<Long> twin = new TreeSet<>();
        for (long number : numbers) {
            assertEquals(twin.add(number), ranges.isNew(1, number));
        }
    }

    @Example
    void memoryIsBoundedAndForgettingIsOnTheSafeSide() {
        ForwardedNumbers ranges = new ForwardedNumbers();
        for (long number = 0; number < 10_000; number += 2) {
            assertTrue(ranges.isNew(1, number));
        }
        assertFalse(ranges.isNew(1, 1), "so late that it might be a repetition");
        assertTrue(ranges.isNew(2, 1), "each sender has numbers of its own");
    }
}
