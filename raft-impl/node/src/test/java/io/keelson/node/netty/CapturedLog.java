package io.keelson.node.netty;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The transport's log lines of one test, kept from the console. */
final class CapturedLog extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.keelson.node.netty");
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    CapturedLog() {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.INFO);
    }

    /** Waits for a line that contains a text, and returns it. */
    String awaitLine(String text) throws InterruptedException {
        while (true) {
            String line = lines.poll(20, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line was logged with: " + text);
            }
            if (line.contains(text)) {
                return line;
            }
        }
    }

    /** How many lines with a text came since the last line that was waited for. */
    long linesSeen(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }
}
