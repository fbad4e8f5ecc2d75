package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories that small random ones are too seldom like. */
class SeldomHistoriesTest {
    private final Recorder recorder = new Recorder(() -> 0);

    private CheckResult judged(Verdict verdict, Model model) {
        CheckResult result = LinearizabilityChecker.check(recorder.history(), model, Budget.ofConfigurations(1_000));
        assertEquals(verdict, result.verdict());
        return result;
    }

    @Test
    void twoValuesThatEachComeFromTheOther() {
        Recorder.Pending one = recorder.invoke(0, "cas", Values.vector(1, 2));
        Recorder.Pending other = recorder.invoke(1, "cas", Values.vector(2, 1));
        one.ok();
        other.ok();
        judged(Verdict.INVALID, Models.casRegister());
    }

    @Test
    void aLargerReadOfAGrowingSetThatLacksWhatASmallerOneSaw() {
        List<Recorder.Pending> adds = List.of(recorder.invoke(0, "add", 1), recorder.invoke(1, "add", 2), recorder.invoke(2, "add", 3));
        Recorder.Pending larger = recorder.invoke(3, "read", null);
        recorder.invoke(4, "read", null).ok(Set.of(1L));
        larger.ok(Set.of(2L, 3L));
        adds.forEach(Recorder.Pending::ok);
        judged(Verdict.INVALID, Models.set());
    }

    /** Up to the read of the end, either append may be the one that was read: the one that was never heard of again, or the one that is open. */
    @Test
    void twoAppendsOfOneValueOfWhichOneIsOpen() {
        Recorder.Pending seen = recorder.invoke(0, "read", 0);
        recorder.invoke(1, "append", "a").info("timeout");
        seen.ok(Values.vector(0, "a"));
        Recorder.Pending open = recorder.invoke(2, "append", "a");
        recorder.invoke(0, "end", null).ok(1);
        open.ok(Values.vector(0, "a"));
        CheckResult result = judged(Verdict.INVALID, Models.log());
        assertEquals("append", result.worst().orElseThrow().stuck().f());
    }

    @Test
    void anEndOfALogBeforeThatIsReached() {
        recorder.invoke(0, "end", null).ok(1);
        recorder.invoke(0, "append", "a").ok(Values.vector(0, "a"));
        judged(Verdict.INVALID, Models.log());
    }

    /** A write that nobody reads hides behind the next one of its own key, not behind that of another, though nothing ties the two any more. */
    @Test
    void keysOfWhichTheTieIsLeftOutAreSeveralObjectsStill() {
        recorder.invoke(0, "put", "a", 1).ok();
        Recorder.Pending unread = recorder.invoke(1, "put", "a", 9);
        recorder.invoke(0, "put", "b", 1).ok();
        unread.ok();
        recorder.invoke(0, "get", "a", null).ok(1);
        assertEquals(Verdict.INVALID,
            new NativeEngine().check(null, recorder.history().operations(), Models.keyValue(null), Budget.ofConfigurations(1_000)).verdict());
    }
}
