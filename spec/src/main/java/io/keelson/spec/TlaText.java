package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads values as TLC prints them: records, functions, sequences, sets, and everything else as a word. */
final class TlaText {
    /** A value. */
    sealed interface Value {}

    /** A number, a string with its quotes, a model value, a truth. */
    record Word(String text) implements Value {}

    /** A record or a function: what stands at each field or argument, in the order of their names. */
    record Mapping(boolean isRecord, TreeMap<String, Value> at) implements Value {}

    /** A sequence. */
    record Sequence(List<Value> elements) implements Value {}

    /** A set, in the order in which TLC prints it. */
    record Members(List<Value> elements) implements Value {}

    private final String text;
    private int at;

    private TlaText(String text) {
        this.text = text;
    }

    /**
     * Reads a value.
     *
     * @param text as TLC prints it, line breaks included
     * @return the value
     * @throws IllegalArgumentException if it is of another shape
     */
    static Value parse(String text) {
        TlaText parser = new TlaText(text);
        Value value = parser.value();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.unexpected();
        }
        return value;
    }

    private Value value() {
        if (accept("<<")) {
            return new Sequence(elements(">>"));
        }
        if (accept("{")) {
            return new Members(elements("}"));
        }
        if (accept("[")) {
            return mapping(true, "|->", ",", "]");
        }
        if (accept("(")) {
            return mapping(false, ":>", "@@", ")");
        }
        return new Word(word());
    }

    private List<Value> elements(String end) {
        List<Value> elements = new ArrayList<>();
        if (accept(end)) {
            return elements;
        }
        do {
            elements.add(value());
        } while (accept(","));
        expect(end);
        return elements;
    }

    private Value mapping(boolean isRecord, String arrow, String separator, String end) {
        TreeMap<String, Value> fields = new TreeMap<>();
        do {
            String name = word();
            expect(arrow);
            fields.put(name, value());
        } while (accept(separator));
        expect(end);
        return new Mapping(isRecord, fields);
    }

    private String word() {
        skipSpace();
        int start = at;
        if (at < text.length() && text.charAt(at) == '"') {
            at = text.indexOf('"', at + 1) + 1;
        } else {
            while (at < text.length() && isPartOfWord(text.charAt(at))) {
                at++;
            }
        }
        if (at <= start) {
            throw unexpected();
        }
        return text.substring(start, at);
    }

    private static boolean isPartOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private boolean accept(String token) {
        skipSpace();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw unexpected();
        }
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("not a value as TLC prints it, at character " + at + ": " + text);
    }

    /** Writes a value on one line, without TLA+'s signs where a reader can do without: a message as its kind and its way, fields as name and value. */
    static String oneLine(Value value) {
        return switch (value) {
            case Word word -> word.text().replace("\"", "");
            case Sequence sequence -> joined("<<", sequence.elements(), ">>");
            case Members members -> joined("{", members.elements(), "}");
            case Mapping mapping -> isMessage(mapping) ? message(mapping) : fields(mapping.at());
        };
    }

    private static String joined(String begin, List<Value> elements, String end) {
        return begin + String.join(", ", elements.stream().map(TlaText::oneLine).toList()) + end;
    }

    private static boolean isMessage(Mapping mapping) {
        return mapping.isRecord() && mapping.at().keySet().containsAll(List.of("kind", "from", "to"));
    }

    private static String message(Mapping message) {
        TreeMap<String, Value> others = new TreeMap<>(message.at());
        return oneLine(others.remove("kind")) + " " + oneLine(others.remove("from")) + " -> " + oneLine(others.remove("to")) + " " + fields(others);
    }

    private static String fields(Map<String, Value> fields) {
        return "[" + String.join(", ", fields.entrySet().stream().map(field -> field.getKey() + " " + oneLine(field.getValue())).toList()) + "]";
    }
}
