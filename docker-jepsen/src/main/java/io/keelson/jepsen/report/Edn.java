package io.keelson.jepsen.report;

import java.util.List;
import java.util.Map;

/** Prints maps, lists, numbers, words and strings as EDN, indented for people. */
final class Edn {
    /** A word that prints as a keyword. */
    record Keyword(String name) {}

    private Edn() {}

    /** Prints a value; the keys of maps are strings and print as keywords. */
    static String print(Object value) {
        return print(value, "");
    }

    private static String print(Object value, String indent) {
        String deeper = indent + " ";
        return switch (value) {
            case null -> "nil";
            case Keyword keyword -> ":" + keyword.name();
            case String text -> quoted(text);
            case Map<?, ?> map -> {
                StringBuilder text = new StringBuilder("{");
                map.forEach((key, element) -> text.append(text.length() > 1 ? ",\n" + deeper : "").append(':').append(key)
                        .append(' ').append(print(element, deeper)));
                yield text.append('}').toString();
            }
            case List<?> list -> {
                StringBuilder text = new StringBuilder("[");
                list.forEach(element -> text.append(text.length() > 1 ? "\n" + deeper : "").append(print(element, deeper)));
                yield text.append(']').toString();
            }
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
