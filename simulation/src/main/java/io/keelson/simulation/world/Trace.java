package io.keelson.simulation.world;

import java.util.function.Supplier;

/**
 * What happened in a run, in order. Always a digest, so that two runs can be compared; the text only on demand, since writing it costs
 * more than the run.
 */
public final class Trace {
    /** Where the text goes when nobody wants it. */
    private static final Appender NOWHERE = null;

    private final Appender text;
    private long digest;
    private long events;

    /** Takes lines of the text. */
    public interface Appender {
        /** Takes one line, without its end. */
        void line(String line);
    }

    private Trace(Appender text) {
        this.text = text;
    }

    /** A trace that keeps the digest alone. */
    public static Trace digestOnly() {
        return new Trace(NOWHERE);
    }

    /** A trace that writes each event. */
    public static Trace writing(Appender text) {
        return new Trace(text);
    }

    /**
     * Notes an event.
     *
     * @param time the moment, in virtual nanoseconds
     * @param node where; 0 for the world itself
     * @param what the kind of event, one word
     * @param detail a number that differs where the event differs
     * @param words the same for people; asked for only if the text is wanted
     */
    public void event(long time, long node, String what, long detail, Supplier<String> words) {
        events++;
        digest = Indexed.mix(digest ^ Indexed.mix(time) + 31 * node + 7L * what.hashCode()) + detail;
        if (text != NOWHERE) {
            text.line(moment(time) + (node == 0 ? " -- " : " n" + node + " ") + what + " " + words.get());
        }
    }

    /** Writes a moment as seconds with nine decimals. */
    public static String moment(long time) {
        String nanos = Long.toString(time % 1_000_000_000L);
        return time / 1_000_000_000L + "." + "0".repeat(9 - nanos.length()) + nanos;
    }

    /** Returns a number that two runs share only if they noted the same events. */
    public long digest() {
        return digest;
    }

    /** Returns the number of events. */
    public long events() {
        return events;
    }
}
