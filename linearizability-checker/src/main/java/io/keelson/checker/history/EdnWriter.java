package io.keelson.checker.history;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import clojure.lang.IPersistentVector;
import clojure.lang.PersistentVector;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a history as Jepsen does: one map a line, in order, UTF-8. A keyed value is a vector {@code [key value]}. Values print as
 * Clojure prints them, so that Clojure reads them back. For any thread.
 */
public final class EdnWriter {
    private EdnWriter() {
    }

    /**
     * Writes {@code history} to a file, replacing it.
     *
     * @throws IOException where the file cannot be written
     */
    public static void write(History history, Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            write(history, writer);
        }
    }

    /** The whole history as one string. */
    public static String toString(History history) {
        StringBuilder text = new StringBuilder();
        try {
            write(history, text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /**
     * Appends {@code history} to {@code out}.
     *
     * @throws IOException where {@code out} throws it
     */
    public static void write(History history, Appendable out) throws IOException {
        List<Event> events = history.events();
        List<NemesisEvent> nemesis = history.nemesisEvents();
        int event = 0;
        int fault = 0;
        while (event < events.size() || fault < nemesis.size()) {
            boolean client = fault == nemesis.size()
                || event < events.size() && events.get(event).index() < nemesis.get(fault).index();
            out.append(client ? line(events.get(event++)) : line(nemesis.get(fault++))).append('\n');
        }
    }

    private static String line(Event event) {
        Object value = event.key() == null ? event.value() : Values.vector(event.key(), event.value());
        String error = event.error() == null ? "" : ", :error " + print(event.error());
        String order = event.order() == Event.NO_ORDER ? "" : ", :order " + event.order();
        return line(event.index(), event.time(), Long.toString(event.process()), event.type(), event.f(), value, error + order);
    }

    private static String line(NemesisEvent event) {
        return line(event.index(), event.time(), ":" + event.process(), event.type(), event.f(), event.value(), "");
    }

    private static String line(int index, long time, String process, EventType type, String f, Object value, String more) {
        return "{:index " + index + (time == Event.NO_TIME ? "" : ", :time " + time) + ", :type :" + type.label()
            + ", :process " + process + ", :f :" + f + ", :value " + print(value) + more + "}";
    }

    /** One value as EDN. */
    public static String print(Object value) {
        if (value == null || value instanceof Long || value instanceof Boolean) {
            return value == null ? "nil" : value.toString();
        }
        return (String) Printer.PR_STR.invoke(clojureForm(value));
    }

    /** Sequences as Clojure's vectors, so that they print in brackets whatever their class. */
    private static Object clojureForm(Object value) {
        if (!(value instanceof List<?> list)) {
            return value;
        }
        IPersistentVector vector = PersistentVector.EMPTY;
        for (Object element : list) {
            vector = vector.cons(clojureForm(element));
        }
        return vector;
    }

    /** Clojure takes most of a second to start; plain numbers are printed without it. */
    private static final class Printer {
        static final IFn PR_STR = Clojure.var("clojure.core", "pr-str");
    }
}
