package io.keelson.jepsen.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import clojure.lang.Keyword;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What each workload counts as lost and wrong, on histories small enough to count by hand. */
class WorkloadTest {
    private static final Keyword APPEND = Keyword.intern("append");
    private static final Keyword READ = Keyword.intern("r");

    @Test
    void anElementThatASetNoLongerHoldsIsLostAndAStrangeOneWasNeverAdded() {
        History history = History.builder()
                .invoke(0, "add", 0L, 1L, 1).add(0, EventType.OK, "add", 0L, 1L, 2, null)
                .invoke(0, "add", 0L, 2L, 3).add(0, EventType.OK, "add", 0L, 2L, 4, null)
                .invoke(0, "add", 0L, 3L, 5).add(0, EventType.FAIL, "add", 0L, 3L, 6, null)
                .build();
        SetWorkload set = new SetWorkload(1, 10);
        assertEquals(new LostWrites(2, 0, 0, 0, 0, 0), set.count(history, 1, List.of(new FinalRead("n1", 0L, Values.vector(1, 2), 0))));
        assertEquals(new LostWrites(2, 1, 0, 0, 1, 0), set.count(history, 2,
                List.of(new FinalRead("n1", 0L, Values.vector(1, 2), 0), new FinalRead("n2", 0L, Values.vector(2), 0))));
        assertEquals(new LostWrites(2, 0, 0, 1, 0, 1), set.count(history, 2, List.of(new FinalRead("n1", 0L, Values.vector(1, 2, 3), 0))));
    }

    @Test
    void anAppendThatIsMissingIsLostAndOneThatIsThereTwiceWasAppliedTwice() {
        Object both = Values.vector(Values.vector(APPEND, 0L, 1L), Values.vector(APPEND, 1L, 2L));
        History history = History.builder().invoke(0, "txn", null, both, 1).add(0, EventType.OK, "txn", null, both, 2, null).build();
        AppendWorkload append = new AppendWorkload(1, 10);
        assertEquals(new LostWrites(2, 0, 0, 0, 0, 0), append.count(history, 1, List.of(list("n1", 0, Values.vector(1)), list("n1", 1, Values.vector(2)))));
        assertEquals(new LostWrites(2, 1, 1, 0, 0, 0), append.count(history, 1, List.of(list("n1", 0, Values.vector(1, 1)), list("n1", 1, null))));
    }

    @Test
    void anAdditionThatCountsTwiceOrNotAtAllIsSeenByTheModelAndByTheCount() {
        CounterWorkload counter = new CounterWorkload(1, 10);
        History one = History.builder().invoke(0, "add", 0L, 1L, 1).add(0, EventType.OK, "add", 0L, 1L, 2, null)
                .invoke(0, "read", 0L, null, 3).add(0, EventType.OK, "read", 0L, 2L, 4, null).build();
        assertEquals(new LostWrites(1, 0, 0, 0, 0, 0), counter.count(one, 1, List.of(new FinalRead("n1", 0L, 1L, 1))));
        assertEquals(new LostWrites(1, 0, 1, 0, 0, 0), counter.count(one, 1, List.of(new FinalRead("n1", 0L, 2L, 2))));
        assertEquals(new LostWrites(1, 1, 0, 0, 1, 0), counter.count(one, 2, List.of(new FinalRead("n1", 0L, 1L, 1), new FinalRead("n2", 0L, 0L, 0))));
        assertEquals(Verdict.INVALID, LinearizabilityChecker.check(one, counter.model(), Budget.ofSeconds(5)).verdict());
    }

    private static FinalRead list(String node, long key, Object elements) {
        return new FinalRead(node, null, Values.vector(Values.vector(READ, key, elements)), 0);
    }

    @Test
    void moneyThatIsMadeOrLostIsSeenByTheModelAndByTheTotal() {
        Object transfer = Values.vector(0, 1, 5);
        History sound = read(transfer, Values.vector(15, 25, 20, 20, 20));
        History made = read(transfer, Values.vector(20, 25, 20, 20, 20));
        BankWorkload bank = new BankWorkload();
        assertEquals(List.of(), bank.violations(sound, List.of()));
        assertEquals(Verdict.VALID, LinearizabilityChecker.check(sound, bank.model(), Budget.ofSeconds(5)).verdict());
        assertEquals(List.of("a read saw 105 in all accounts, and there is 100"), bank.violations(made, List.of()));
        assertEquals(Verdict.INVALID, LinearizabilityChecker.check(made, bank.model(), Budget.ofSeconds(5)).verdict());
    }

    private static History read(Object transfer, Object balances) {
        return History.builder().invoke(0, "transfer", null, transfer, 1).add(0, EventType.OK, "transfer", null, transfer, 2, null)
                .invoke(0, "read", null, null, 3).add(0, EventType.OK, "read", null, balances, 4, null).build();
    }

    @Test
    void everyWorkloadReadsEverythingInTheEndAndOneThatIsUnknownIsTold() {
        for (String name : Workloads.names()) {
            Workload workload = Workloads.named(name, 2, 3);
            Random random = new Random(1);
            for (int i = 0; i < 30; i++) {
                Operation next = workload.next(random);
                assertTrue(workload.functions().contains(next.f()), next::toString);
            }
            assertTrue(workload.lastReads().stream().allMatch(Operation::readOnly) && !workload.lastReads().isEmpty(), name);
        }
        assertEquals("no workload is called 'banc'; there are register, set, append, counter, bank",
                assertThrows(IllegalArgumentException.class, () -> Workloads.named("banc", 1, 1)).getMessage());
    }
}
