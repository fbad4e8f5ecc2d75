package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The ring does what a map by index does. */
class WaitingCommandsProperties {
    private enum What {
        PUT,
        GET,
        REMOVE,
        REMOVE_UP_TO
    }

    private record Step(What what, long index) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<What> what = Arbitraries.frequency(
                Tuple.of(6, What.PUT), Tuple.of(2, What.GET), Tuple.of(3, What.REMOVE), Tuple.of(1, What.REMOVE_UP_TO));
        Arbitrary<Long> index = Arbitraries.longs().between(1, 90);
        return Combinators.combine(what, index).as(Step::new).list().ofMaxSize(200);
    }

    private static PendingCommand command() {
        return new PendingCommand(null, null, false, null, 0, outcome -> {});
    }

    @Property(tries = 500)
    void itIsAMapByIndex(@ForAll("steps") List<Step> steps) {
        WaitingCommands ring = new WaitingCommands();
        TreeMap<Long, PendingCommand> map = new TreeMap<>();
        for (Step step : steps) {
            long index = step.index();
            switch (step.what()) {
                case PUT -> {
                    PendingCommand command = command();
                    assertSame(map.put(index, command), ring.put(index, command));
                }
                case GET -> assertSame(map.get(index), ring.get(index));
                case REMOVE -> assertSame(map.remove(index), ring.remove(index));
                case REMOVE_UP_TO -> {
                    NavigableMap<Long, PendingCommand> head = map.headMap(index, true);
                    assertEquals(List.copyOf(head.values()), ring.removeUpTo(index));
                    head.clear();
                }
            }
            assertEquals(map.isEmpty(), ring.isEmpty());
        }
        assertEquals(List.copyOf(map.values()), ring.removeUpTo(Long.MAX_VALUE));
    }
}
