package io.keelson.checker.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One value of JSON (RFC 8259). Objects become maps, arrays lists, whole numbers of 64 bits longs, other numbers doubles. */
final class JsonParser {
    private static final int MAX_DEPTH = 200;

    private final PlacedReader reader;
    private int depth;

    JsonParser(PlacedReader reader) {
        this.reader = reader;
    }

    /**
     * The next value.
     *
     * @throws MalformedHistoryException with what was expected and what was found, without a place
     */
    Object value() throws IOException {
        return value(token());
    }

    /** The next character that is no white space. */
    private int token() throws IOException {
        int c = reader.read();
        while (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            c = reader.read();
        }
        return c;
    }

    private Object value(int c) throws IOException {
        switch (c) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                if (c == '-' || c >= '0' && c <= '9') {
                    return number(c);
                }
                throw wrong("a value of JSON", c);
        }
    }

    private Object object() throws IOException {
        enter();
        Map<String, Object> map = new LinkedHashMap<>();
        int c = token();
        while (c != '}') {
            if (c != '"') {
                throw wrong("a name in double quotes", c);
            }
            String name = string();
            require(':', token());
            map.put(name, value(token()));
            c = next('}', "a comma or }");
        }
        depth--;
        return Collections.unmodifiableMap(map);
    }

    private Object array() throws IOException {
        enter();
        List<Object> elements = new ArrayList<>();
        int c = token();
        while (c != ']') {
            elements.add(value(c));
            c = next(']', "a comma or ]");
        }
        depth--;
        return Values.ofCanonical(elements.toArray());
    }

    private void enter() {
        if (++depth > MAX_DEPTH) {
            throw new MalformedHistoryException("no more than " + MAX_DEPTH + " values in each other");
        }
    }

    /** After an element: the closing character, or what begins the next element. */
    private int next(char closing, String expected) throws IOException {
        int c = token();
        if (c == closing) {
            return c;
        }
        if (c != ',') {
            throw wrong(expected, c);
        }
        int element = token();
        if (element == closing) {
            throw wrong("another value after the comma", element);
        }
        return element;
    }

    private void require(char expected, int c) {
        if (c != expected) {
            throw wrong(String.valueOf(expected), c);
        }
    }

    private Object word(String text, Object value) throws IOException {
        for (int i = 1; i < text.length(); i++) {
            int c = reader.read();
            if (c != text.charAt(i)) {
                throw wrong(text, c);
            }
        }
        return value;
    }

    private Object number(int first) throws IOException {
        StringBuilder text = new StringBuilder();
        int c = first;
        while (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E') {
            text.append((char) c);
            c = reader.read();
        }
        if (c >= 0) {
            reader.unread(c);
        }
        String number = text.toString();
        if (!number.matches("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][-+]?\\d+)?")) {
            throw new MalformedHistoryException("a number, found " + Values.brief(number));
        }
        try {
            return number.matches("-?\\d+") ? (Object) Long.parseLong(number) : Double.parseDouble(number);
        } catch (NumberFormatException tooLarge) {
            throw new MalformedHistoryException("a number of at most 64 bits, found " + number);
        }
    }

    private String string() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = reader.read(); c != '"'; c = reader.read()) {
            if (c < ' ') {
                throw wrong("the closing quote of a string", c);
            }
            text.append(c == '\\' ? escaped() : (char) c);
        }
        return text.toString();
    }

    private char escaped() throws IOException {
        int c = reader.read();
        switch (c) {
            case '"', '\\', '/':
                return (char) c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int unit = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = reader.read();
                    if (digit < 0 || digit > 'f' || Character.digit(digit, 16) < 0) {
                        throw wrong("four hexadecimal digits", digit);
                    }
                    unit = unit * 16 + Character.digit(digit, 16);
                }
                return (char) unit;
            default:
                throw wrong("an escape of JSON such as \\n", c);
        }
    }

    private MalformedHistoryException wrong(String expected, int c) {
        return new MalformedHistoryException(expected + ", found " + (c < 0 ? "the end of the file"
            : c < ' ' ? "a control character" : "'" + (char) c + "'"));
    }
}
