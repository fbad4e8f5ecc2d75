package io.keelson.simulation.schedule;

import java.util.List;
import java.util.Map;

/** Writes and reads plain values as JSON: maps, lists, strings, numbers, booleans and null. */
public final class Json {
    private Json() {}

    /** Returns a value as JSON, on one line. */
    public static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    /**
     * Reads a value: maps, lists, strings, whole numbers ({@code Long}), booleans and null.
     *
     * @throws IllegalArgumentException if the text is no JSON; the message says where, in one line
     */
    public static Object read(String text) {
        return JsonReader.read(text);
    }

    private static void write(Object value, StringBuilder text) {
        switch (value) {
            case null -> text.append("null");
            case Map<?, ?> map -> {
                String separator = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    text.append(separator);
                    quote(String.valueOf(entry.getKey()), text);
                    text.append(':');
                    write(entry.getValue(), text);
                    separator = ",";
                }
                text.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                String separator = "[";
                for (Object element : list) {
                    text.append(separator);
                    write(element, text);
                    separator = ",";
                }
                text.append(list.isEmpty() ? "[]" : "]");
            }
            case Number number -> text.append(number);
            case Boolean truth -> text.append(truth);
            default -> quote(value.toString(), text);
        }
    }

    /** What would end a script element in a page is escaped as well. */
    private static void quote(String content, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029' || c == 0x7f) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
