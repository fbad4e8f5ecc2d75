package io.keelson.node.netty;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logs each cause for which a connection was closed once, however often the other end tries again: until somebody is welcome there, or so many other causes have come
 * that this one is forgotten. A stranger that makes up new causes gets so many lines and no more until he makes a pause.
 *
 * <p>Confined to the transport's thread.
 */
final class RefusalLog {
    /** Causes remembered. */
    private static final int REMEMBERED = 256;

    /** Lines in each period, whatever the causes. */
    private static final int LINES = 100;

    private static final long PERIOD_NANOS = 60_000_000_000L;

    private final Map<String, String> causes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private boolean begun;
    private long periodBegan;
    private int lines;

    /**
     * Says whether a refusal is news.
     *
     * @param other who was refused, without what changes from one attempt to the next
     * @param reason why
     * @param now a monotonic reading, in nanoseconds
     */
    boolean isNews(String other, String reason, long now) {
        if (reason.equals(causes.put(other + " " + reason, reason))) {
            return false;
        }
        if (!begun || now - periodBegan >= PERIOD_NANOS) {
            begun = true;
            periodBegan = now;
            lines = 0;
        }
        return lines++ < LINES;
    }

    /** Somebody is welcome: what was wrong there before is news if it comes again. */
    void welcomed(String other) {
        causes.keySet().removeIf(cause -> cause.startsWith(other + " "));
    }
}
