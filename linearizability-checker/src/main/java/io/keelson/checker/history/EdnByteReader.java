package io.keelson.checker.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * The events of an EDN file, straight from its bytes. Maps of the form that histories are made of are read here; any other form
 * goes to Clojure's reader, so that both readers agree on what they read and on what they refuse.
 */
final class EdnByteReader implements EventReader {
    private static final int BUFFER = 1 << 18;
    private static final int NONE = -2;

    private final Bytes bytes;
    private final EdnValues values = new EdnValues();
    /** The fields of the map that is being read. */
    private final Words.Word[] seen = new Words.Word[32];
    private boolean begun;
    /** What ends the collection that holds the events, and where it began; {@link #NONE} in a stream. */
    private int closing = NONE;
    private String openedAt;
    /** The elements of a collection within a stream that are still to come. */
    private Iterator<?> inner = Collections.emptyIterator();

    EdnByteReader(InputStream in, String source) {
        bytes = new Bytes(in, source, BUFFER);
    }

    @Override
    public String source() {
        return bytes.source();
    }

    @Override
    public boolean next(RawEvent event) throws IOException {
        if (inner.hasNext()) {
            return fill(event, inner.next());
        }
        if (!begun) {
            begin();
        }
        int c = bytes.skipBlank();
        if (c < 0 || c == closing) {
            end(c);
            return false;
        }
        event.line = bytes.line;
        event.column = bytes.column();
        while (true) {
            if (ordinary(event)) {
                return true;
            }
            boolean cut = values.p >= bytes.limit && values.buffer[values.p] == 0;
            if (!cut || !bytes.fill()) {
                return unusual(event);
            }
        }
    }

    private void begin() throws IOException {
        begun = true;
        int first = bytes.skipBlank();
        if (first == '[' || first == '(') {
            openedAt = place();
            closing = first == '[' ? ']' : ')';
            bytes.position++;
        }
    }

    private void end(int c) throws IOException {
        if (c >= 0) {
            bytes.position++;
            if (bytes.skipBlank() >= 0) {
                throw bytes.malformed("expected the end of the file after the collection of operations");
            }
        } else if (closing != NONE) {
            throw bytes.malformed("expected " + (char) closing + " for the collection that began at " + openedAt
                + ", found the end of the file");
        }
    }

    private String place() {
        return bytes.line + ":" + bytes.column();
    }

    /** Has Clojure read the form. */
    private boolean unusual(RawEvent event) throws IOException {
        Object form = bytes.withCharacters(reader -> {
            try {
                return ClojureEdn.read(reader);
            } catch (MalformedHistoryException e) {
                throw bytes.malformed(reader.line(), reader.column(),
                    "expected EDN, in the form that begins at " + event.line + ":" + event.column + ": " + e.getMessage());
            }
        });
        if (closing == NONE && form instanceof List<?> list) {
            inner = list.iterator();
            return next(event);
        }
        return fill(event, form);
    }

    private boolean fill(RawEvent event, Object form) {
        try {
            EdnEvents.fill(event, form);
            return true;
        } catch (MalformedHistoryException e) {
            throw at(event, e.getMessage());
        }
    }

    /** Reads the map at the position, if it is of the ordinary form and all there; else nothing has happened. */
    private boolean ordinary(RawEvent event) {
        values.buffer = bytes.buffer;
        values.p = bytes.position;
        values.lines = 0;
        if (values.buffer[values.p] == '#' && !skipTag() || values.buffer[values.p] != '{') {
            return false;
        }
        values.p++;
        event.clear();
        if (!fields(event)) {
            return false;
        }
        bytes.take(values.p, values.lines, values.lineStart);
        return true;
    }

    /** A tag on a map says nothing that matters. */
    private boolean skipTag() {
        values.p++;
        return values.tag() != null;
    }

    private boolean fields(RawEvent event) {
        int fields = 0;
        boolean acts = false;
        for (int c = values.skipBlank(); c != '}'; c = values.skipBlank()) {
            Words.Word name = c == ':' ? values.keyword() : null;
            if (name == null || isSeen(name, fields)) {
                return false;
            }
            seen[fields++] = name;
            values.skipBlank();
            if (!field(event, name.field)) {
                return false;
            }
            acts |= name.field == Words.Field.PROCESS;
        }
        values.p++;
        return acts && event.type != null && event.f != null;
    }

    /** Of two fields of one name Clojure says that they are an error. */
    private boolean isSeen(Words.Word name, int fields) {
        for (int i = 0; i < fields; i++) {
            if (seen[i] == name) {
                return true;
            }
        }
        return fields == seen.length;
    }

    private boolean field(RawEvent event, Words.Field field) {
        switch (field) {
            case PROCESS:
                return process(event);
            case TYPE:
                Words.Word type = word();
                event.type = type == null ? null : type.type;
                return event.type != null;
            case F:
                Words.Word f = word();
                event.f = f == null ? null : f.name;
                return f != null;
            case TIME:
                event.time = values.natural();
                return event.time >= 0;
            case ORDER:
                event.order = values.natural();
                return event.order >= 0;
            case VALUE:
                event.value = values.value();
                return event.value != EdnValues.DOUBT;
            default:
                Object value = values.value();
                if (value == EdnValues.DOUBT) {
                    return false;
                }
                if (field == Words.Field.ERROR) {
                    event.error = RawEvent.untagged(value);
                } else if (field == Words.Field.KEY) {
                    event.key = RawEvent.untagged(value);
                }
                return true;
        }
    }

    private boolean process(RawEvent event) {
        if (values.buffer[values.p] == ':') {
            Words.Word name = values.keyword();
            event.nemesis = name == null ? null : name.name;
            return name != null;
        }
        event.process = values.natural();
        return event.process >= 0;
    }

    private Words.Word word() {
        return values.buffer[values.p] == ':' ? values.keyword() : null;
    }
}
