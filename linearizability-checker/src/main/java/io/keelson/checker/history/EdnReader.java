package io.keelson.checker.history;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Reads histories in Jepsen's format: EDN, either one collection of maps or a stream of them, plain or as tagged records
 * ({@code #jepsen.history.Op{...}}; the tag is ignored). Each map has {@code :process} (an integer; a keyword such as
 * {@code :nemesis} is a fault injector), {@code :type} and {@code :f}; {@code :value}, {@code :time}, {@code :error} and
 * {@code :key} may be missing, anything else is ignored.
 *
 * <p>Texts go through Clojure's own reader, files through {@link HistoryReader}, which is many times as fast. A test holds the two
 * equal.
 */
public final class EdnReader {
    private EdnReader() {
    }

    /** Reads a file, and tells by itself whether its values are keyed. */
    public static History read(Path file) throws IOException {
        return read(file, Independent.AUTO);
    }

    /**
     * Reads a file.
     *
     * @throws IOException               where the file cannot be read
     * @throws MalformedHistoryException where it is no history: one line with file, line, column and what was expected
     */
    public static History read(Path file, Independent independent) throws IOException {
        return HistoryReader.read(file, HistoryFormat.EDN, independent);
    }

    /** Reads a text; {@code source} stands for the file name in errors. */
    public static History parse(String text, String source, Independent independent) {
        try {
            return Keying.read(() -> new EdnForms(new StringReader(text), source), independent);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Reads to the end of {@code reader}, which is left open; {@code source} stands for the file name in errors. */
    public static History read(Reader reader, String source, Independent independent) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] part = new char[1 << 13];
        for (int count = reader.read(part); count >= 0; count = reader.read(part)) {
            text.append(part, 0, count);
        }
        return parse(text.toString(), source, independent);
    }

    /**
     * The one value that {@code text} holds, in the form of {@link Values}.
     *
     * @throws MalformedHistoryException where it is not EDN, or not one value
     */
    public static Object value(String text) {
        Object plain = EdnValues.only(text);
        if (plain != EdnValues.DOUBT) {
            return plain;
        }
        try {
            return Values.canonical(new EdnForms(new StringReader(text), text).onlyForm());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
