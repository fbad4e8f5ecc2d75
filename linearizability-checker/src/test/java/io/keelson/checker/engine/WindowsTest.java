package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Cutting at quiescent points, and what comes out of the windows together. */
class WindowsTest {
    private static final Model MODEL = Models.casRegister();
    private static final Budget BUDGET = Budget.ofConfigurations(10_000_000);

    private static Windows windows(History history, Model model, int least) {
        StateTable table = new StateTable(model);
        return Windows.of(Columns.of(possible(history), table), table, model, least);
    }

    private static List<Operation> possible(History history) {
        return history.operations().stream().filter(operation -> operation.outcome() != EventType.FAIL).toList();
    }

    private static PartitionResult windowed(List<Operation> operations, Budget budget) {
        return new NativeEngine(false, 200).check(null, operations, MODEL, budget);
    }

    private static PartitionResult whole(List<Operation> operations) {
        return NativeEngine.onOneThread().check(null, operations, MODEL, BUDGET);
    }

    @Test
    void cutsAreWhereNothingIsOpen() {
        History history = LongHistories.linearizable(1, 5_000, 3, 4, 0);
        Windows windows = windows(history, MODEL, 100);
        assertTrue(windows.count() > 8, windows::toString);
        for (int from : windows.from()) {
            int begin = possible(history).get(from).invoked();
            assertTrue(possible(history).stream().limit(from).allMatch(operation -> operation.completed() < begin), windows::toString);
        }
    }

    @Test
    void nothingIsCutBehindAnUnknownOutcome() {
        History history = LongHistories.linearizable(1, 5_000, 3, 4, 0.0005);
        Operation crashed = possible(history).stream().filter(operation -> operation.isCrashed() && !operation.f().equals("read"))
            .findFirst().orElseThrow();
        Windows windows = windows(history, MODEL, 50);
        assertTrue(possible(history).get(windows.from().getLast()).invoked() <= crashed.invoked(), windows::toString);
        assertEquals(Verdict.VALID, windowed(history.operations(), BUDGET).verdict());
    }

    @Test
    void anObjectOfManyStatesIsNotCut() {
        assertNull(windows(LongHistories.linearizable(1, 2_000, 3, 200, 0), MODEL, 100));
    }

    @Test
    void theOrderOfTheWindowsIsTheOrderOfTheWhole() {
        History history = LongHistories.linearizable(5, 20_000, 3, 4, 0);
        PartitionResult result = windowed(history.operations(), BUDGET);
        assertEquals(Verdict.VALID, result.verdict());
        Engine proof = new WitnessEngine(result.linearization()::indexOf, new NativeEngine());
        List<Operation> some = history.operations().subList(0, 2_000);
        assertEquals(0, proof.check(null, windowed(some, BUDGET).operations(), MODEL, Budget.ofConfigurations(1)).configurations());
    }

    @Test
    void aWindowThatNothingExplainsIsFoundWithoutTheOthers() {
        for (int spoiled : new int[] {50, 1_000, 3_600}) {
            List<Operation> operations = spoiled(spoiled).operations();
            PartitionResult result = windowed(operations, BUDGET);
            assertEquals(Verdict.INVALID, result.verdict());
            assertEquals(whole(operations).stuck(), result.stuck());
        }
    }

    /** A history in which one read sees what nobody wrote before. */
    private static History spoiled(int at) {
        History.Builder builder = History.builder();
        int[] reads = {0};
        LongHistories.linearizable(6, 4_000, 3, 4, 0).events().forEach(event -> {
            boolean wrong = event.f().equals("read") && event.type() == EventType.OK && reads[0]++ == at / 3;
            builder.add(event.process(), event.type(), event.f(), null, wrong ? 77L : event.value(), 0, null);
        });
        return builder.build();
    }

    @Test
    void aWindowMayLeaveAnotherStateThanTheFirstThatWasFound() {
        for (long seen : new long[] {1, 2}) {
            History.Builder builder = History.builder();
            builder.invoke(0, "write", null, 1L, 0).invoke(1, "write", null, 2L, 0);
            builder.add(0, EventType.OK, "write", null, 1L, 0, null).add(1, EventType.OK, "write", null, 2L, 0, null);
            builder.invoke(0, "read", null, null, 0).add(0, EventType.OK, "read", null, seen, 0, null);
            assertEquals(Verdict.VALID, new NativeEngine(false, 1).check(null, builder.build().operations(), MODEL, BUDGET).verdict());
        }
    }

    @Test
    void manyWindowsThatEachLeaveOneOfTwoStates() {
        History.Builder builder = History.builder();
        for (int i = 0; i < 200; i++) {
            builder.invoke(0, "write", null, 1L, 0).invoke(1, "write", null, 2L, 0);
            builder.add(0, EventType.OK, "write", null, 1L, 0, null).add(1, EventType.OK, "write", null, 2L, 0, null);
            long seen = 1 + i * i % 7 % 2;
            builder.invoke(0, "read", null, null, 0).add(0, EventType.OK, "read", null, seen, 0, null);
        }
        NativeEngine engine = new NativeEngine(false, 2);
        PartitionResult valid = engine.check(null, builder.build().operations(), MODEL, Budget.ofConfigurations(5_000));
        assertEquals(Verdict.VALID, valid.verdict());
        assertEquals(600, valid.linearization().size());
        builder.invoke(0, "read", null, null, 0).add(0, EventType.OK, "read", null, 3L, 0, null);
        assertEquals(Verdict.INVALID, engine.check(null, builder.build().operations(), MODEL, Budget.ofConfigurations(5_000)).verdict());
    }

    /** From {} and from {x} the second window ends without y, from {y} and from {x y} with it: who meets a known way gets the end of that way. */
    @Test
    void aKnownWayIsKnownByItsOwnEnd() {
        for (boolean holdsY : new boolean[] {true, false}) {
            assertEquals(Verdict.VALID, aSetThatIsSeen(holdsY, holdsY));
            assertEquals(Verdict.INVALID, aSetThatIsSeen(holdsY, !holdsY));
        }
    }

    private static Verdict aSetThatIsSeen(boolean holdsY, boolean seesY) {
        Recorder recorder = new Recorder(() -> 0);
        recorder.invoke(0, holdsY ? "remove" : "add", "y").ok();
        recorder.invoke(0, holdsY ? "add" : "remove", "y").ok();
        Recorder.Pending added = recorder.invoke(0, "add", "x");
        recorder.invoke(1, "remove", "x").ok();
        added.ok();
        recorder.invoke(0, "remove", "x").ok();
        recorder.invoke(0, "remove", "x").ok();
        recorder.invoke(0, "read", null).ok(seesY ? Set.of("y") : Set.of());
        recorder.invoke(0, "read", null).ok(seesY ? Set.of("y") : Set.of());
        return new NativeEngine(false, 2).check(null, recorder.history().operations(), Models.set(), BUDGET).verdict();
    }

    @Test
    void theBudgetIsOneForAllWindows() {
        List<Operation> operations = LongHistories.linearizable(7, 20_000, 3, 4, 0).operations();
        AtomicLong clock = new AtomicLong();
        PartitionResult late = windowed(operations, Budget.ofTime(Duration.ofNanos(40), () -> clock.getAndAdd(3)));
        assertEquals(Verdict.UNKNOWN, late.verdict());
        assertEquals("the time limit", late.reason());
        PartitionResult few = windowed(operations, Budget.ofConfigurations(3_000));
        assertEquals("the limit of 3000 configurations", few.reason());
        assertTrue(few.provedUpToEvent() > 1_000, "up to " + few.provedUpToEvent());
    }

    @Test
    void oneHistoryHasOneResult() {
        List<Operation> operations = LongHistories.linearizable(8, 20_000, 4, 5, 0).operations();
        PartitionResult first = windowed(operations, BUDGET);
        assertEquals(first, windowed(operations, BUDGET));
        assertEquals(whole(operations).verdict(), first.verdict());
    }
}
