package io.keelson.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();
    private final List<String> told = new ArrayList<>();

    private final class Asked extends Request<String> {
        Asked(long deadline) {
            super(deadline, outcome -> told.add(deadline + " " + outcome));
            deadlines.add(this);
        }

        @Override
        void settled(Outcome<String> outcome) {}

        @Override
        Outcome<String> expired() {
            return new Outcome.Unknown<>("late");
        }
    }

    @Test
    void whoIsNotAnsweredInTimeIsToldSoAndWhoIsIsNotToldAgain() {
        Asked answered = new Asked(10);
        new Asked(20);
        new Asked(30);
        assertEquals(10, deadlines.next());
        answered.answer(new Outcome.Done<>(1, "yes"));
        assertEquals(20, deadlines.next());
        deadlines.expire(20);
        assertEquals(List.of("10 " + new Outcome.Done<>(1, "yes"), "20 " + new Outcome.Unknown<String>("late")), told);
        assertEquals(30, deadlines.next());
        deadlines.expire(30);
        assertEquals(Long.MAX_VALUE, deadlines.next());
    }

    @Test
    void behindOneThatNobodyAnswersTheAnsweredAreNotKept() {
        new Asked(1);
        for (int i = 2; i < 100_000; i++) {
            new Asked(i).answer(new Outcome.Done<>(i, "yes"));
        }
        assertTrue(deadlines.size() <= 1_024, () -> deadlines.size() + " are held");
        assertEquals(1, deadlines.next());
    }
}
