package io.keelson.launcher;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a command has come: a bar that redraws itself on a terminal, a plain line every few seconds elsewhere.
 *
 * <p>Goes to standard error, so that a command's results can be piped. Threads may call {@link #update} concurrently. A process that is
 * stopped by Ctrl-C leaves the terminal on a fresh line.
 */
public final class Progress implements AutoCloseable {
    private static final long REDRAW_MILLIS = 100;
    private static final long PLAIN_MILLIS = 5_000;
    private static final int BAR_WIDTH = 24;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final String label;
    private final long total;
    private final boolean terminal;
    private final PrintStream out;
    private final LongSupplier millis;
    private final long started;
    private final Thread onInterrupt = new Thread(this::leaveLine, "progress-interrupted");

    private long lastShown;
    private boolean lineOpen;
    private boolean closed;

    Progress(String label, long total, boolean terminal, PrintStream out, LongSupplier millis) {
        this.label = label;
        this.total = total;
        this.terminal = terminal;
        this.out = out;
        this.millis = millis;
        this.started = millis.getAsLong();
        this.lastShown = started;
    }

    /**
     * Begins.
     *
     * @param label what is being done, in a word or two
     * @param total how much there is to do, in any unit; 0 if nobody knows
     */
    public static Progress start(String label, long total) {
        Progress progress = new Progress(label, total, onTerminal(), System.err, () -> System.nanoTime() / 1_000_000);
        Runtime.getRuntime().addShutdownHook(progress.onInterrupt);
        progress.begin();
        return progress;
    }

    /** Whether standard error is a terminal: the script says so, since the JDK can only ask about all three streams at once. */
    public static boolean onTerminal() {
        String told = System.getProperty("keelson.terminal");
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }

    synchronized void begin() {
        if (terminal) {
            draw(0, "");
        } else {
            out.println(label + " ...");
        }
    }

    /**
     * Tells how far it is; shown only if the last time was long enough ago, so it may be called at any rate.
     *
     * @param done how much is done, in the unit of the total
     * @param note a few more words, perhaps empty
     */
    public synchronized void update(long done, String note) {
        long now = millis.getAsLong();
        if (closed || now - lastShown < (terminal ? REDRAW_MILLIS : PLAIN_MILLIS)) {
            return;
        }
        lastShown = now;
        if (terminal) {
            draw(done, note);
        } else {
            out.println(label + ": " + amount(done) + (note.isEmpty() ? "" : ", " + note));
        }
    }

    /**
     * Ends with a line that stays: the outcome and how long it took.
     *
     * @param outcome in a few words
     */
    public synchronized void finish(String outcome) {
        if (!closed) {
            eraseLine();
            out.printf(Locale.ROOT, "%s: %s (%.1f s)%n", label, outcome, (millis.getAsLong() - started) / 1000.0);
        }
        close();
    }

    /** Ends without a word if {@link #finish} has not been called. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        eraseLine();
        closed = true;
        try {
            Runtime.getRuntime().removeShutdownHook(onInterrupt);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook runs or has run; there is nothing left to leave behind.
        }
    }

    private void draw(long done, String note) {
        StringBuilder line = new StringBuilder(ERASE_LINE).append(label).append(' ');
        if (total > 0) {
            int filled = (int) Math.min(BAR_WIDTH, BAR_WIDTH * done / total);
            line.append('[').append("#".repeat(filled)).append(" ".repeat(BAR_WIDTH - filled)).append("] ");
        }
        line.append(amount(done));
        if (!note.isEmpty()) {
            line.append("  ").append(note);
        }
        out.print(line);
        out.flush();
        lineOpen = true;
    }

    private String amount(long done) {
        return total > 0 ? done + "/" + total : String.valueOf(done);
    }

    private void eraseLine() {
        if (lineOpen) {
            out.print(ERASE_LINE);
            out.flush();
            lineOpen = false;
        }
    }

    private synchronized void leaveLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
        closed = true;
    }
}
