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
            invalid: 6 operations on 2 keys against cas-register, native engine, 3 configurations
            key "x": no order of the operations explains process 0 read -> "<a>" on key "x" (#8..#9)
              the deepest order places 2 operations and leaves "b":
                process 0 write "<a>" on key "x" (#0..#1)
                process 1 write "b" on key "x" (#2..#3)
              what could come next there:
                process 0 read -> "<a>" on key "x" (#8..#9): does not fit
                process 2 cas ["nope" "c"] on key "x" (#4..#10): does not fit
                process 3 cas ["b" "d"] on key "x" (#6..outcome unknown): would leave "d"
              and every other order fails at this completion or before it""", check().explanation());
    }

    @Test
    void theTextOfAValidHistoryIsOneLine() {
        recorder.invoke(0, "write", 1, 1).ok();
        assertEquals("valid: 1 operations on 1 key against cas-register, native engine, 1 configurations", check().explanation());
    }

    @Test
    void thePageDrawsTheWindow() throws Exception {
        lostWrite();
        String page = check().html();
        Document picture = picture(page);
        NodeList bars = picture.getElementsByTagName("rect");
        assertEquals(5, bars.getLength(), "all of key x, nothing of key y");
        assertEquals(1, count(bars, "stuck"));
        assertEquals(1, count(bars, "info"));
        assertEquals(1, picture.getElementsByTagName("line").getLength(), "the nemesis");
        assertTrue(page.contains("&lt;a&gt;") && !page.contains("<a>"), "values are escaped");
        assertFalse(page.contains("http"), "nothing is fetched");
    }

    private static long count(NodeList bars, String kind) {
        long count = 0;
        for (int i = 0; i < bars.getLength(); i++) {
            count += bars.item(i).getAttributes().getNamedItem("class").getNodeValue().equals(kind) ? 1 : 0;
        }
        return count;
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
        assertTrue(result.html().length() < 60_000, () -> "size " + result.html().length());
    }

    @Test
    void aValidHistoryHasAPageWithoutAPicture() {
        recorder.invoke(0, "write", "x", 1).ok();
        String page = check().html();
        assertTrue(page.contains("class=\"valid\""));
        assertFalse(page.contains("<svg"));
    }
}
