package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What progress looks like on a terminal and elsewhere, on a clock of the test's own. */
class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    @Test
    void elsewhereItIsAFewPlainLines() {
        Progress progress = progress(1000, false);
        for (int done = 0; done <= 1000; done++) {
            now = done * 12L;
            progress.update(done, "7 crashes");
        }
        progress.finish("valid");
        assertEquals(List.of("simulate ...", "simulate: 417/1000, 7 crashes", "simulate: 834/1000, 7 crashes", "simulate: valid (12.0 s)"),
                lines());
    }

    @Test
    void onATerminalItIsABarThatLeavesOneLine() {
        Progress progress = progress(10, true);
        now = 200;
        progress.update(5, "half way");
        assertTrue(text().endsWith("\r\u001b[2Ksimulate [############            ] 5/10  half way"), this::text);
        now = 250;
        progress.update(6, "too soon");
        assertFalse(text().contains("too soon"));
        progress.finish("valid");
        assertTrue(text().endsWith("\r\u001b[2Ksimulate: valid (0.3 s)" + System.lineSeparator()), this::text);
    }

    @Test
    void anUnknownTotalHasNoBar() {
        Progress progress = progress(0, true);
        now = 200;
        progress.update(5, "");
        assertTrue(text().endsWith("simulate 5"), this::text);
    }

    @Test
    void afterTheEndNothingIsShown() {
        Progress progress = progress(10, false);
        progress.close();
        now = 60_000;
        progress.update(9, "");
        progress.finish("valid");
        assertEquals(List.of("simulate ..."), lines());
    }

    private Progress progress(long total, boolean terminal) {
        Progress progress =
                new Progress("simulate", total, terminal, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> now);
        progress.begin();
        return progress;
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return text().lines().toList();
    }
}
