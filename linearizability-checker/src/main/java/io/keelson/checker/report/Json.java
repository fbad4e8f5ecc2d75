package io.keelson.checker.report;

import java.util.function.IntFunction;

/** Writes JSON that may stand inside a script of a page. */
final class Json {
    private final StringBuilder text = new StringBuilder(1 << 16);

    /** Begins an object or an array: {@code {} or {@code [}. */
    Json open(char bracket) {
        separate();
        text.append(bracket);
        return this;
    }

    Json close(char bracket) {
        text.append(bracket);
        return this;
    }

    Json name(String name) {
        separate();
        quote(name);
        text.append(':');
        return this;
    }

    Json value(String value) {
        separate();
        if (value == null) {
            text.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    Json value(long value) {
        separate();
        text.append(value);
        return this;
    }

    /** An array of as many numbers. */
    Json numbers(int count, IntFunction<Long> number) {
        open('[');
        for (int i = 0; i < count; i++) {
            value(number.apply(i));
        }
        return close(']');
    }

    private void separate() {
        char last = text.isEmpty() ? '[' : text.charAt(text.length() - 1);
        if (last != '[' && last != '{' && last != ':') {
            text.append(',');
        }
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029' || Character.isSurrogate(c)) {
                // A less-than sign could end the script; half a pair could not be written as UTF-8.
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
