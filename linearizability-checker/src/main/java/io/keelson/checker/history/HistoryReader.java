package io.keelson.checker.history;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads histories from files, in any {@link HistoryFormat}. EDN is read straight from its bytes, which takes well under a microsecond
 * for an event; forms that are out of the ordinary go to Clojure's reader.
 */
public final class HistoryReader {
    /** How much of a source tells its format. */
    private static final int BEGINNING = 1 << 16;

    private HistoryReader() {
    }

    /** Reads a file, and tells by itself what its format is and whether its values are keyed. */
    public static History read(Path file) throws IOException {
        return read(file, HistoryFormat.AUTO, Independent.AUTO);
    }

    /**
     * Reads a file.
     *
     * @throws IOException               where the file cannot be read
     * @throws MalformedHistoryException where it is no history: one line with file, line, column and what was expected
     */
    public static History read(Path file, HistoryFormat format, Independent independent) throws IOException {
        try (Closing closing = new Closing()) {
            return Keying.read(() -> reader(closing.next(Files.newInputStream(file)), file.toString(), format), independent);
        }
    }

    /** Keeps one stream open at a time. */
    private static final class Closing implements AutoCloseable {
        private InputStream open;

        InputStream next(InputStream stream) throws IOException {
            close();
            open = stream;
            return stream;
        }

        @Override
        public void close() throws IOException {
            if (open != null) {
                open.close();
            }
        }
    }

    /**
     * Reads events as they come and hands each on before it asks for the next, for sources without an end. Where it is in doubt
     * whether values are keyed, the first event of a client tells.
     *
     * @param in     read to its end, left open; a read may block for as long as it likes
     * @param source stands for the file name in errors
     * @throws IOException               where {@code in} throws it
     * @throws MalformedHistoryException where something is no event, or {@code sink} refuses it
     */
    public static void stream(InputStream in, String source, HistoryFormat format, Independent independent, EventSink sink)
        throws IOException {
        Keying.stream(reader(in, source, format), independent, sink);
    }

    private static EventReader reader(InputStream in, String source, HistoryFormat format) throws IOException {
        if (format != HistoryFormat.AUTO) {
            return of(in, source, format);
        }
        BufferedInputStream buffered = new BufferedInputStream(in, BEGINNING);
        HistoryFormat found = told(buffered);
        if (found == null) {
            throw new MalformedHistoryException(source + ":1:1: expected a history: EDN maps such as {:process 0, :type :invoke, :f :read},"
                + " JSON objects such as {\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}, or the log of a Jepsen run");
        }
        return of(buffered, source, found);
    }

    /** The format of what is to come, by as little of it as tells; null where it is none. */
    private static HistoryFormat told(BufferedInputStream in) throws IOException {
        byte[] beginning = new byte[BEGINNING];
        int length = 0;
        HistoryFormat format = HistoryFormat.AUTO;
        in.mark(BEGINNING);
        while (format == HistoryFormat.AUTO) {
            int count = length == BEGINNING ? -1 : in.read(beginning, length, BEGINNING - length);
            length += Math.max(count, 0);
            format = HistoryFormat.of(new String(beginning, 0, length, StandardCharsets.UTF_8), count < 0);
        }
        in.reset();
        return format;
    }

    private static EventReader of(InputStream in, String source, HistoryFormat format) {
        return switch (format) {
            case JSON -> new JsonReader(in, source);
            case JEPSEN_LOG -> new JepsenLogReader(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), source);
            default -> new EdnByteReader(in, source);
        };
    }
}
