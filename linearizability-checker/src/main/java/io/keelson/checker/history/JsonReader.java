package io.keelson.checker.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The events of JSON: a stream of objects, one a line as a rule, or one array of them. Each has {@code process} (an integer; a string
 * such as {@code "nemesis"} is a fault injector), {@code type} and {@code f}; {@code value}, {@code time}, {@code error}, {@code key} and
 * {@code order} may be missing; anything else is ignored.
 */
final class JsonReader implements EventReader {
    private static final int BUFFER = 1 << 16;

    private final Bytes bytes;
    private boolean begun;
    private boolean inArray;

    JsonReader(InputStream in, String source) {
        bytes = new Bytes(in, source, BUFFER);
    }

    @Override
    public String source() {
        return bytes.source();
    }

    @Override
    public boolean next(RawEvent event) throws IOException {
        if (!begun) {
            begun = true;
            inArray = bytes.skipBlank() == '[';
            bytes.position += inArray ? 1 : 0;
        }
        int c = bytes.skipBlank();
        if (c < 0 || inArray && c == ']') {
            end(c);
            return false;
        }
        event.line = bytes.line;
        event.column = bytes.column();
        Object form = bytes.withCharacters(reader -> {
            try {
                return new JsonParser(reader).value();
            } catch (MalformedHistoryException e) {
                throw bytes.malformed(reader.line(), reader.column(), "expected " + e.getMessage());
            }
        });
        try {
            fill(event, form);
        } catch (MalformedHistoryException e) {
            throw at(event, e.getMessage());
        }
        return true;
    }

    private void end(int c) throws IOException {
        if (inArray && c < 0) {
            throw bytes.malformed("expected ] for the array of operations, found the end of the file");
        }
        if (inArray) {
            bytes.position++;
            if (bytes.skipBlank() >= 0) {
                throw bytes.malformed("expected the end of the file after the array of operations");
            }
        }
    }

    private static void fill(RawEvent event, Object form) {
        if (!(form instanceof Map<?, ?> map)) {
            throw new MalformedHistoryException(
                "expected an object such as {\"process\": 0, \"type\": \"invoke\", \"f\": \"read\"}, found " + Values.brief(form));
        }
        event.clear();
        event.type = map.get("type") instanceof String type ? EventType.ofLabel(type) : null;
        if (event.type == null) {
            throw expected("\"type\": \"invoke\", \"ok\", \"fail\" or \"info\"", "type", map);
        }
        if (!(map.get("f") instanceof String f) || !Values.isName(f)) {
            throw expected("\"f\" with a name such as \"read\"", "f", map);
        }
        event.f = f;
        if (map.get("time") != null && !(map.get("time") instanceof Long)) {
            throw expected("\"time\" with an integer, in nanoseconds", "time", map);
        }
        event.time = map.get("time") instanceof Long time ? time : Event.NO_TIME;
        event.key = map.get("key");
        event.value = map.get("value");
        event.error = map.get("error");
        if (map.get("order") != null && !(map.get("order") instanceof Long order && order >= 0)) {
            throw expected("\"order\" with an integer, 0 or more", "order", map);
        }
        event.order = map.get("order") instanceof Long order ? order : Event.NO_ORDER;
        if (map.get("process") instanceof String name && Values.isName(name)) {
            event.nemesis = name;
        } else if (map.get("process") instanceof Long process) {
            event.process = process;
        } else {
            throw expected("\"process\" with an integer, or a name such as \"nemesis\"", "process", map);
        }
    }

    private static MalformedHistoryException expected(String what, String name, Map<?, ?> map) {
        return new MalformedHistoryException("expected " + what + ", found "
            + (map.containsKey(name) ? "\"" + name + "\": " + Values.brief(map.get(name)) : "no \"" + name + "\""));
    }
}
