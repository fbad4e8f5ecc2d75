package io.keelson.checker.history;

import java.io.IOException;
import java.io.Reader;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** The events of an EDN text by Clojure's reader: of a stream of maps, or of the one collection that holds them. */
final class EdnForms implements EventReader {
    private final PlacedReader reader;
    private final String source;
    private boolean begun;
    /** What ends the collection that holds the events, and where it began; 0 in a stream. */
    private int closing;
    private String openedAt;
    /** The elements of a collection within a stream that are still to come. */
    private Iterator<?> inner = List.of().iterator();

    EdnForms(Reader reader, String source) {
        this.reader = new PlacedReader(reader, 1, 1);
        this.source = source;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean next(RawEvent event) throws IOException {
        if (!begun) {
            begin();
        }
        if (!inner.hasNext() && !nextForm(event)) {
            return false;
        }
        try {
            EdnEvents.fill(event, inner.next());
        } catch (MalformedHistoryException e) {
            throw at(event, e.getMessage());
        }
        return true;
    }

    private void begin() throws IOException {
        begun = true;
        int first = skipBlank();
        if (first == '[' || first == '(') {
            openedAt = place();
            closing = first == '[' ? ']' : ')';
            reader.read();
        }
    }

    private boolean nextForm(RawEvent event) throws IOException {
        while (!inner.hasNext()) {
            int next = skipBlank();
            if (closing != 0 && next == closing) {
                reader.read();
                if (skipBlank() >= 0) {
                    throw malformed("expected the end of the file after the collection of operations");
                }
                return false;
            }
            if (next < 0) {
                if (closing != 0) {
                    throw malformed("expected " + (char) closing + " for the collection that began at " + openedAt
                        + ", found the end of the file");
                }
                return false;
            }
            event.line = reader.line();
            event.column = reader.column();
            Object form = readForm(event);
            inner = closing == 0 && form instanceof List<?> list ? list.iterator() : Collections.singletonList(form).iterator();
        }
        return true;
    }

    /** The one value of the text, which stands for the source in errors. */
    Object onlyForm() throws IOException {
        RawEvent place = new RawEvent();
        if (skipBlank() >= 0) {
            place.line = reader.line();
            place.column = reader.column();
            Object form = readForm(place);
            if (skipBlank() < 0) {
                return form;
            }
        }
        throw new MalformedHistoryException("expected one EDN value, found " + Values.brief(source));
    }

    private Object readForm(RawEvent event) {
        try {
            return ClojureEdn.read(reader);
        } catch (MalformedHistoryException e) {
            throw malformed("expected EDN, in the form that begins at " + event.line + ":" + event.column + ": " + e.getMessage());
        }
    }

    /** Skips white space, commas and comments; tells the next character without taking it, or -1 at the end. */
    private int skipBlank() throws IOException {
        int c = reader.read();
        while (Character.isWhitespace(c) || c == ',' || c == ';' || c == '\uFEFF') {
            if (c == ';') {
                while (c >= 0 && c != '\n') {
                    c = reader.read();
                }
            } else {
                c = reader.read();
            }
        }
        if (c >= 0) {
            reader.unread(c);
        }
        return c;
    }

    private String place() {
        return reader.line() + ":" + reader.column();
    }

    private MalformedHistoryException malformed(String problem) {
        return new MalformedHistoryException(source + ":" + place() + ": " + problem);
    }
}
