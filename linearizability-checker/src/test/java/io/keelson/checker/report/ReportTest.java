package io.keelson.checker.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.history.Recorder;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Models;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What a person is told and shown. */
class ReportTest {
    private final AtomicLong clock = new AtomicLong();
    private final Recorder recorder = new Recorder(() -> clock.addAndGet(1_000_000));

    private CheckResult check() {
        return LinearizabilityChecker.check(recorder.history(), Models.casRegister().perKey(), Budget.ofConfigurations(10_000));
    }

    private void lostWrite() {
        recorder.invoke(0, "write", "x", "<a>").ok();
        recorder.invoke(1, "write", "x", "b").ok();
        Recorder.Pending cas = recorder.invoke(2, "cas", "x", Values.vector("nope", "c"));
        recorder.nemesis("kill", "n1");
        recorder.invoke(3, "cas", "x", Values.vector("b", "d")).info("timeout");
        recorder.invoke(0, "read", "x", null).ok("<a>");
        cas.ok();
        recorder.invoke(0, "write", "y", 1).ok();
    }

    @Test
    void theTextNamesTheOperationAndWhyItFails() {
        lostWrite();
        assertEquals("""
            invalid: 6 operations on 2 keys against cas-register, native engine
            read as: 5 :ok (happened, between begin and end), 1 :info or without an end (happened at any time after the begin, or never; \
            the process is gone)
            key "x": no order of the operations explains process 0 read -> "<a>" on key "x" (#8..#9)
              process 0 read "<a>" at 0.009 s, but "<a>" was overwritten by write "b" (process 1), which began after the last operation that \
            leaves "<a>" had returned, and returned at 0.004 s, before the read began
              these 3 operations cannot be ordered; the other 2 do not matter:
                A  process 0 write "<a>", 0.001 s to 0.002 s
                   leaves "<a>"
                B  process 1 write "b", 0.003 s to 0.004 s
                   began after A had returned; leaves "b"; without it, A and C would do in this order
                C  process 0 read -> "<a>", 0.009 s to 0.010 s
                   began after B had returned; saw "<a>", which A leaves; without it, A and B would do in this order
              every order that real time allows ends:
                after A, B the value is "b": C (read -> "<a>") does not fit""", check().explanation());
    }

    @Test
    void theTextOfAValidHistoryIsOneLine() {
        recorder.invoke(0, "write", 1, 1).ok();
        assertEquals("valid: 1 operations on 1 key against cas-register, native engine\n"
            + "read as: 1 :ok (happened, between begin and end)", check().explanation());
    }

    @Test
    void thePageShowsTheCounterexampleAndHoldsAllOperations() throws Exception {
        lostWrite();
        String page = check().html();
        NodeList bars = picture(page).getElementsByTagName("rect");
        assertEquals(3, bars.getLength(), "the core, and nothing else");
        assertTrue(page.contains("\"outcome\":[0,0,0,2,0]"), "all of key x, nothing of key y");
        assertTrue(page.contains("\"name\":\"kill \\\"n1\\\"\""), "the nemesis");
        assertTrue(page.contains("&lt;a&gt;") && page.contains("\\u003ca>") && !page.contains("<a>"), "values are escaped");
        assertFalse(page.contains("http"), "nothing is fetched");
    }

    private static Document picture(String page) throws Exception {
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void thePageIsOfBoundedSize() {
        String longValue = "v".repeat(10_000);
        for (int i = 0; i < 3_000; i++) {
            recorder.invoke(i, "write", "x", longValue + i).info(null);
            recorder.invoke(3_000 + i, "write", "x", longValue).ok();
        }
        recorder.invoke(9_000, "read", "x", null).ok("never");
        CheckResult result = check();
        assertTrue(result.explanation().length() < 5_000, () -> result.explanation());
        assertTrue(result.html().length() < 1_500_000, () -> "size " + result.html().length());
    }

    @Test
    void aValidHistoryHasAPageWithItsOrder() {
        recorder.invoke(0, "write", "x", 1).ok();
        String page = check().html();
        assertTrue(page.contains("class=\"valid\""));
        assertTrue(page.contains("\"orders\":[{\"ops\":[0],\"states\":[1]}]"), page);
        assertFalse(page.contains("<svg class"));
    }

    @Test
    void faultsLastAsLongAsTheirNamesSay() {
        for (String f : new String[] {"start-partition", "start-partition", "kill", "stop-partition", "stop-partition", "bump-clock", "start", "start",
            "pause"}) {
            recorder.nemesis(f, null);
        }
        assertEquals("[Band[name=start-partition, first=0, last=3], Band[name=kill, first=2, last=6], Band[name=bump-clock, first=5, last=5],"
            + " Band[name=pause, first=8, last=" + Integer.MAX_VALUE + "]]", Bands.of(recorder.history()).toString());
    }

    @Test
    void ofSeveralFaultsThoseEndThatAreNamed() {
        recorder.nemesis("kill", "n1");
        recorder.nemesis("kill", "n2");
        recorder.nemesis("start", "n2");
        recorder.nemesis("start", "n1");
        assertEquals("[Band[name=kill \"n1\", first=0, last=3], Band[name=kill \"n2\", first=1, last=2]]", Bands.of(recorder.history()).toString());
    }
}
