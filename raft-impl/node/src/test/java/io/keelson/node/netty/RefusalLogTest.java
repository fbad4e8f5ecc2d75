package io.keelson.node.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RefusalLogTest {
    private static final long MINUTE = 60_000_000_000L;

    private final RefusalLog log = new RefusalLog();

    @Test
    void aCauseIsNewsOnce() {
        assertTrue(log.isNews("from a", "another cluster", 0));
        assertFalse(log.isNews("from a", "another cluster", MINUTE));
        assertTrue(log.isNews("from b", "another cluster", MINUTE));
        assertTrue(log.isNews("from a", "another version", MINUTE));
    }

    @Test
    void whatComesBackAfterAWelcomeIsNews() {
        log.isNews("from a", "another cluster", 0);
        log.isNews("from ab", "another cluster", 0);
        log.welcomed("from a");
        assertTrue(log.isNews("from a", "another cluster", 0));
        assertFalse(log.isNews("from ab", "another cluster", 0));
    }

    @Test
    void whoMakesUpCausesGetsSoManyLinesInAMinute() {
        assertEquals(100, newsAmong(0, 0));
        assertEquals(0, newsAmong(1000, MINUTE - 1));
        assertEquals(100, newsAmong(2000, MINUTE));
    }

    private int newsAmong(int first, long now) {
        int news = 0;
        for (int i = first; i < first + 500; i++) {
            news += log.isNews("from a", "member " + i, now) ? 1 : 0;
        }
        return news;
    }
}
