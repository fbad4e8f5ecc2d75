package io.keelson.checker.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.history.Values;
import io.keelson.checker.model.Models;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the online engine keeps, what it says when that is too much, and what it refuses. */
class OnlineCheckerTest {
    @Test
    void valuesThatComeAndGoAreForgotten() {
        OnlineChecker online = new OnlineChecker(Models.register(), 1 << 20);
        for (long value = 0; value < 100_000; value++) {
            online.invoke(0, "write", null, value);
            online.invoke(1, "read", null, null);
            online.ok(0, value);
            online.ok(1, value);
        }
        assertEquals(Verdict.VALID, online.verdict());
        assertTrue(online.bytes() < 200_000, () -> online.bytes() + " bytes");
    }

    @Test
    void pastTheMemoryItIsUnknownAndOtherKeysAreStillJudged() {
        OnlineChecker online = new OnlineChecker(Models.register().perKey(), 100_000);
        online.invoke(9, "read", "held up", null);
        for (long value = 0; value < 5_000; value++) {
            online.invoke(0, "write", "held up", value);
            online.ok(0, value);
        }
        assertEquals(Verdict.UNKNOWN, online.verdict());
        assertEquals("the limit of memory on key \"held up\"", online.reason());
        online.invoke(1, "read", "other", null);
        online.ok(1, 7L);
        assertEquals(Verdict.INVALID, online.verdict());
        assertEquals("process 1 read -> 7 on key \"other\" (#10001..#10002)", online.violation().toString());
    }

    /** From 0 to 1 leads a write as well as a compare-and-set; only who used the latter has something left that leads from 2 to 1. */
    @Test
    void whoUsedWhichOfTwoMakesADifferenceLater() {
        for (boolean writeComesFirst : new boolean[] {true, false}) {
            OnlineChecker online = new OnlineChecker(Models.casRegister(0L), 1 << 20);
            crash(online, 1, writeComesFirst);
            crash(online, 2, !writeComesFirst);
            done(online, "read", null, 1L);
            done(online, "write", 2L, 2L);
            done(online, "read", null, 2L);
            done(online, "read", null, 1L);
            noneIsLeft(online);
        }
    }

    @Test
    void whatMayStillHappenIsKeptThroughAThousandValues() {
        OnlineChecker online = new OnlineChecker(Models.register(), 1 << 20);
        crash(online, 1, true);
        for (long value = 2; value < 1_000; value++) {
            done(online, "write", value, value);
        }
        done(online, "read", null, 1L);
        noneIsLeft(online);
    }

    @Test
    void threeHundredThatMayHappenHappenThreeHundredTimes() {
        OnlineChecker online = new OnlineChecker(Models.register(), 1 << 24);
        for (long process = 1; process <= 300; process++) {
            crash(online, process, true);
        }
        for (long value = 2; value < 302; value++) {
            done(online, "write", value, value);
            done(online, "read", null, 1L);
        }
        noneIsLeft(online);
    }

    /** All that may have written 1 has been used: once it is overwritten again, nobody can have seen it. */
    private static void noneIsLeft(OnlineChecker online) {
        assertEquals(Verdict.VALID, online.verdict());
        done(online, "write", 2L, 2L);
        done(online, "read", null, 1L);
        assertEquals(Verdict.INVALID, online.verdict());
    }

    private static void crash(OnlineChecker online, long process, boolean writes) {
        online.invoke(process, writes ? "write" : "cas", null, writes ? 1L : Values.vector(0L, 1L));
        online.info(process);
    }

    private static void done(OnlineChecker online, String f, Object input, Object output) {
        online.invoke(0, f, null, input);
        online.ok(0, output);
    }

    @Test
    void whatItCannotJudgeIsRefused() {
        OnlineChecker online = new OnlineChecker(Models.keyValue(null), 1 << 20);
        assertEquals("event 0 (process 0): a :range ties keys together, and here each is judged apart",
            assertThrows(UnsuitableHistoryException.class, () -> online.invoke(0, "range", null, List.of("a", "b"))).getMessage());
        online.invoke(0, "get", "a", null);
        assertThrows(IllegalStateException.class, () -> online.invoke(0, "get", "a", null));
        assertThrows(IllegalStateException.class, () -> online.ok(1, null));
    }
}
