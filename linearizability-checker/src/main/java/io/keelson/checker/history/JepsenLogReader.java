package io.keelson.checker.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;

/**
 * The events in the log of a Jepsen run: lines {@code ... jepsen.util - PROCESS :TYPE :F VALUE}, separated by tabs or spaces, perhaps
 * with a tab and an error after them. An end that shows no value
 * but that it timed out has that of its invocation.
 */
final class JepsenLogReader implements EventReader {
    /** What marks the lines that count. */
    static final String MARK = "jepsen.util - ";

    private static final String EXPECTED = "expected PROCESS, :TYPE, :F and VALUE, separated by white space, after " + MARK.strip();
    private static final String TIMED_OUT = ":timed-out";

    private final BufferedReader reader;
    private final String source;
    private int line;
    private final Map<Long, Object> invoked = new HashMap<>();

    JepsenLogReader(Reader reader, String source) {
        this.reader = new BufferedReader(reader);
        this.source = source;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public boolean next(RawEvent event) throws IOException {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            int mark = text.indexOf(MARK);
            if (mark >= 0) {
                event.line = line;
                event.column = mark + MARK.length() + 1;
                fill(event, text.substring(mark + MARK.length()).split("\\s+", 4));
                return true;
            }
        }
        return false;
    }

    private void fill(RawEvent event, String[] fields) {
        if (fields.length < 4) {
            throw at(event, EXPECTED + ", found " + Values.brief(String.join(" ", fields)));
        }
        event.clear();
        event.type = fields[1].startsWith(":") ? EventType.ofLabel(fields[1].substring(1)) : null;
        if (event.type == null) {
            throw at(event, "expected :invoke, :ok, :fail or :info, found " + Values.brief(fields[1]));
        }
        if (!fields[2].matches(":[^\\s,;\"'`~@^\\\\()\\[\\]{}]+")) {
            throw at(event, "expected a function such as :read, found " + Values.brief(fields[2]));
        }
        event.f = fields[2].substring(fields[2].lastIndexOf('/') + 1).replace(":", "");
        String[] valueAndError = fields[3].strip().split("\t", 2);
        boolean timedOut = valueAndError[0].equals(TIMED_OUT) && event.type != EventType.INVOKE;
        event.value = timedOut ? null : value(event, valueAndError[0]);
        event.error = timedOut ? value(event, TIMED_OUT) : valueAndError.length > 1 ? value(event, valueAndError[1]) : null;
        if (fields[0].startsWith(":") && fields[0].length() > 1) {
            event.nemesis = fields[0].substring(1);
        } else if (fields[0].matches("\\d{1,18}")) {
            event.process = Long.parseLong(fields[0]);
            if (event.type == EventType.INVOKE) {
                invoked.put(event.process, event.value);
            } else if (timedOut) {
                event.value = invoked.get(event.process);
            }
        } else {
            throw at(event, "expected a process, an integer or a keyword, found " + Values.brief(fields[0]));
        }
    }

    private Object value(RawEvent event, String text) {
        try {
            return EdnReader.value(text);
        } catch (MalformedHistoryException e) {
            throw at(event, "expected a value in EDN, found " + Values.brief(text));
        }
    }
}
