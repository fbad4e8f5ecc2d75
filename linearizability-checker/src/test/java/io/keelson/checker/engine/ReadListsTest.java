package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Models;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Transactions on lists, many of them of unknown outcome: what was read later tells which happened, and in which order. */
class ReadListsTest {
    private static final int CRASHED = 14;
    private static final Budget FEW = Budget.ofConfigurations(2_000);

    private final Recorder recorder = new Recorder(() -> 0);

    private static Object append(String list, long element) {
        return Values.vector("append", list, element);
    }

    private static Object read(String list, List<Long> seen) {
        return Values.vector("r", list, seen == null ? null : Values.vector(seen.toArray()));
    }

    private Recorder.Pending begin(Object... micros) {
        return recorder.invoke(recorder.newProcess(), "txn", null, Values.vector(micros));
    }

    /** Transactions that append to two lists each, half of them of one more element that nobody will see; none completes. The elements of each list in the order in which they happen. */
    private List<Long> crashed() {
        List<Long> happening = new ArrayList<>();
        for (long element = 0; element < CRASHED; element++) {
            begin(append("a", element), append("b", element)).info("unknown");
            begin(append("a", 100 + element)).info("unknown");
            happening.add(element);
        }
        Collections.shuffle(happening, new Random(7));
        return happening;
    }

    private void sees(List<Long> inA, List<Long> inB) {
        begin(read("a", null), read("b", null)).ok(Values.vector(read("a", inA), read("b", inB)));
    }

    private CheckResult check() {
        return LinearizabilityChecker.check(recorder.history(), Models.listAppend(), FEW);
    }

    @Test
    void theLongestReadTellsTheOrderOfWhatIsUnknown() {
        List<Long> order = crashed();
        for (int length = 0; length <= CRASHED; length += 2) {
            sees(order.subList(0, length), order.subList(0, length));
        }
        assertEquals(Verdict.VALID, check().verdict());
    }

    @Test
    void twoListsCannotTellOfTwoOrders() {
        List<Long> order = crashed();
        List<Long> other = new ArrayList<>(order);
        Collections.swap(other, 3, 4);
        sees(order, order);
        sees(other, order);
        CheckResult result = check();
        assertEquals(Verdict.INVALID, result.verdict());
    }

    @Test
    void whatIsBehindTheLongestReadCameAfterIt() {
        sees(List.of(), List.of());
        Recorder.Pending unseen = begin(append("a", 1));
        unseen.ok(Values.vector(append("a", 1)));
        begin(append("b", 2)).ok(Values.vector(append("b", 2)));
        sees(List.of(), List.of(2L));
        assertEquals(Verdict.INVALID, check().verdict(), "the read misses what had been appended");
    }

    @Test
    void anUnknownOneHappensWholeOrNotAtAll() {
        begin(append("a", 1), append("b", 2)).info("unknown");
        begin(append("a", 3)).ok(Values.vector(append("a", 3)));
        sees(List.of(3L), List.of());
        sees(List.of(3L, 1L), List.of(2L));
        assertEquals(Verdict.VALID, check().verdict());
        sees(List.of(3L, 1L), List.of());
        assertEquals(Verdict.INVALID, check().verdict());
    }

    @Test
    void ofAnUnknownOneOnePartMayBeSeenAndTheOtherNot() {
        begin(read("b", null), append("a", 9)).ok(Values.vector(read("b", List.of()), append("a", 9)));
        begin(append("a", 1), append("b", 2)).info("unknown");
        begin(read("b", null)).ok(Values.vector(read("b", List.of(2L))));
        assertEquals(Verdict.VALID, check().verdict(), "nobody has read the other list");
    }
}
