package io.keelson.checker.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import clojure.lang.Keyword;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read back as it was. */
class EdnProperties {
    /** One step of a history: the process that acts, and what it has at hand. */
    record Step(int process, int choice, Object key, Object value, long time) {
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void historiesWithoutKeysComeBack(@ForAll("steps") List<Step> steps) {
        History history = history(steps, false);
        assertEquals(history, EdnReader.parse(EdnWriter.toString(history), "test", Independent.NO));
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void historiesWithKeysComeBack(@ForAll("steps") List<Step> steps) {
        History history = history(steps, true);
        assertEquals(history, EdnReader.parse(EdnWriter.toString(history), "test", Independent.YES));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void keysAreToldByTheFile(@ForAll("steps") List<Step> steps) {
        History history = history(steps, true);
        if (history.events().isEmpty()) {
            return;
        }
        boolean casLooksKeyed = history.operations().stream().allMatch(operation -> !operation.f().equals("cas")
            || operation.input() instanceof List<?> pair && pair.size() == 2);
        History read = EdnReader.parse(EdnWriter.toString(history), "test", Independent.AUTO);
        assertEquals(casLooksKeyed, read.isKeyed());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void oneCollectionReadsAsAStream(@ForAll("steps") List<Step> steps) {
        History history = history(steps, false);
        String lines = EdnWriter.toString(history);
        assertEquals(history, EdnReader.parse("; a comment\n[" + lines + "]\n", "test", Independent.NO));
        assertEquals(history, EdnReader.parse("(" + lines.replace("}\n", "},\n\n") + ") ; end", "test", Independent.NO));
        assertEquals(history, EdnReader.parse(lines.replace("{:index", "#jepsen.history.Op{:index"), "test", Independent.NO));
    }

    private static History history(List<Step> steps, boolean keyed) {
        History.Builder builder = History.builder();
        Step[] open = new Step[8];
        boolean[] gone = new boolean[8];
        for (Step step : steps) {
            int process = step.process;
            Object key = keyed ? step.key : null;
            if (process == 7) {
                builder.nemesis("nemesis", EventType.INFO, "start-partition", step.value, step.time);
            } else if (open[process] != null) {
                EventType type = EventType.values()[1 + step.choice % 3];
                Object error = step.choice % 2 == 0 ? null : step.value;
                builder.add(process, type, f(open[process]), keyed ? open[process].key : null, step.value, step.time, error);
                open[process] = null;
                gone[process] = type == EventType.INFO;
            } else if (!gone[process]) {
                builder.invoke(process, f(step), key, step.value, step.time);
                open[process] = step;
            }
        }
        return builder.build();
    }

    private static String f(Step step) {
        return List.of("read", "write", "cas", "read-modify-write!").get(step.choice % 4);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Object> scalars = Arbitraries.oneOf(
            Arbitraries.longs().map(value -> value), Arbitraries.strings().ofMaxLength(6).map(value -> value),
            Arbitraries.of(true, false), Arbitraries.of(Keyword.intern("a"), Keyword.intern("b", "c")), Arbitraries.just(1.5));
        Arbitrary<Object> values = Arbitraries.oneOf(Arbitraries.just(null), scalars,
            scalars.injectNull(0.2).list().ofMaxSize(3).map(list -> list));
        Arbitrary<Long> times = Arbitraries.oneOf(Arbitraries.just(Event.NO_TIME), Arbitraries.longs().greaterOrEqual(0));
        return Combinators.combine(Arbitraries.integers().between(0, 7), Arbitraries.integers().between(0, 11), scalars, values, times)
            .as(Step::new).list().ofMaxSize(20);
    }
}
