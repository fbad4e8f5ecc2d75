package io.keelson.checker.history;

import clojure.lang.PersistentHashSet;
import clojure.lang.PersistentVector;
import clojure.lang.RT;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Values of EDN straight from bytes: nil, booleans, integers, decimals, keywords, strings, and collections of them. Whatever is out
 * of the ordinary (escapes, characters beyond ASCII, ratios, tags, ...) is left to Clojure: {@link #DOUBT} is the answer.
 *
 * <p>A value is parsed between {@code buffer[p]} and the zero behind the limit, which is part of no value. {@code p} moves along; in
 * doubt it tells the byte that raised it.
 */
final class EdnValues {
    /** The answer where the bytes are not of an ordinary form, or end too early. */
    static final Object DOUBT = new Object();

    private static final int MAX_DEPTH = 64;
    private static final int MAX_CACHED_STRING = 24;
    private static final byte WORD = 1;
    private static final byte END = 2;
    private static final byte[] KIND = kinds();

    final Words words = new Words();
    byte[] buffer;
    int p;
    /** Line feeds passed since they were last taken note of, and where the line after the last begins. */
    int lines;
    int lineStart;

    private int depth;
    /** How many maps and sets surround a value: within one, vectors are Clojure's, whose hash tables know no others as equal. */
    private int clojures;
    private Object[] stack = new Object[64];
    private int top;

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int c = '!'; c < 127; c++) {
            kinds[c] = WORD;
        }
        for (char c : "\"();@[\\]^`{}~,".toCharArray()) {
            kinds[c] = END;
        }
        for (char c : "\t\n\u000b\f\r \u001c\u001d\u001e\u001f".toCharArray()) {
            kinds[c] = END;
        }
        // Clojure treats these as parts of some words and as the end of others.
        kinds['\''] = 0;
        kinds['%'] = 0;
        kinds['#'] = 0;
        kinds[':'] = 0;
        return kinds;
    }

    /** The one value of {@code text}, or {@link #DOUBT}. */
    static Object only(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        EdnValues values = new EdnValues();
        // A space ends a number or a word at the end of the text; the zero behind it ends the scan.
        values.buffer = Arrays.copyOf(bytes, bytes.length + 2);
        values.buffer[bytes.length] = ' ';
        values.skipBlank();
        Object value = values.value();
        values.skipBlank();
        return values.p == bytes.length + 1 ? RawEvent.untagged(value) : DOUBT;
    }

    /** Skips white space and commas; the byte after them, 0 at the limit. */
    int skipBlank() {
        while (true) {
            int c = buffer[p];
            if (c == ' ' || c == ',') {
                p++;
            } else if (c == '\n') {
                p++;
                lines++;
                lineStart = p;
            } else if (c >= '\t' && c <= '\r' || c >= 28 && c <= 31) {
                p++;
            } else {
                return c;
            }
        }
    }

    Object value() {
        int c = buffer[p];
        switch (c) {
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '-':
                return number();
            case ':':
                Words.Word word = keyword();
                return word == null ? DOUBT : word.keyword;
            case '"':
                return string();
            case '[':
                p++;
                return collection(']');
            case '(':
                p++;
                return clojures > 0 ? DOUBT : collection(')');
            case '{':
                p++;
                return collection('}');
            case 'n':
                return constant("nil", null);
            case 't':
                return constant("true", Boolean.TRUE);
            case 'f':
                return constant("false", Boolean.FALSE);
            case '#':
                return tagged();
            default:
                return DOUBT;
        }
    }

    private Object constant(String text, Object value) {
        for (int i = 0; i < text.length(); i++) {
            if (buffer[p + i] != text.charAt(i)) {
                p += i;
                return DOUBT;
            }
        }
        p += text.length();
        return isEnd() ? value : DOUBT;
    }

    private boolean isEnd() {
        return KIND[buffer[p] & 0xff] == END;
    }

    private Object number() {
        int from = p;
        boolean negative = buffer[p] == '-';
        int first = negative ? p + 1 : p;
        long digits = digits(first);
        if (digits < 0) {
            return DOUBT;
        }
        if (isEnd()) {
            return negative ? -digits : digits;
        }
        if (buffer[p] != '.') {
            return DOUBT;
        }
        int point = p;
        if (digits(p + 1, false) < 0 || !isEnd() || p - from > 17 || p == point) {
            return DOUBT;
        }
        return Double.parseDouble(new String(buffer, from, p - from, StandardCharsets.ISO_8859_1));
    }

    private long digits(int first) {
        return digits(first, true);
    }

    /** The number that begins at {@code first}, p behind it; -1 where there is none, or more digits than a long surely holds. */
    private long digits(int first, boolean decimal) {
        p = first;
        long number = 0;
        while (buffer[p] >= '0' && buffer[p] <= '9') {
            number = number * 10 + buffer[p] - '0';
            p++;
        }
        boolean octal = decimal && p - first > 1 && buffer[first] == '0';
        return p == first || p - first > 18 || octal ? -1 : number;
    }

    /** The integer here; negative where there is none that is plain and not negative. */
    long natural() {
        long number = digits(p);
        return number >= 0 && isEnd() ? number : -1;
    }

    /** The keyword here, or null in doubt. */
    Words.Word keyword() {
        int from = p + 1;
        int hash = 0;
        int i = from;
        while (KIND[buffer[i] & 0xff] == WORD) {
            hash = hash * 31 + buffer[i++];
        }
        p = i;
        return i > from && isEnd() ? words.keyword(buffer, from, i, hash) : null;
    }

    private Object string() {
        int from = p + 1;
        int hash = 0;
        int i = from;
        while (buffer[i] >= ' ' && buffer[i] != '"' && buffer[i] != '\\') {
            hash = hash * 31 + buffer[i++];
        }
        p = i;
        if (buffer[i] != '"') {
            return DOUBT;
        }
        p++;
        return i - from <= MAX_CACHED_STRING ? words.string(buffer, from, i, hash)
            : new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
    }

    /** The elements up to {@code closing}: a vector, or a map of Clojure's. */
    private Object collection(char closing) {
        int begin = top;
        int hashed = closing == '}' || closing == '#' ? 1 : 0;
        clojures += hashed;
        Object result = ++depth > MAX_DEPTH ? DOUBT : elements(closing);
        depth--;
        clojures -= hashed;
        if (result != DOUBT) {
            Object[] elements = Arrays.copyOfRange(stack, begin, top);
            result = closing == '}' ? map(elements) : closing == '#' ? set(elements)
                : clojures > 0 ? PersistentVector.create(elements) : Values.ofCanonical(elements);
        }
        Arrays.fill(stack, begin, top, null);
        top = begin;
        return result;
    }

    private Object elements(char closing) {
        int end = closing == '#' ? '}' : closing;
        int c = skipBlank();
        while (c != end) {
            Object element = value();
            if (element == DOUBT || element instanceof RawEvent.Tuple) {
                return DOUBT;
            }
            if (top == stack.length) {
                stack = Arrays.copyOf(stack, top * 2);
            }
            stack[top++] = element;
            c = skipBlank();
        }
        p++;
        return null;
    }

    private static Object map(Object[] elements) {
        try {
            return elements.length % 2 == 0 ? RT.map(elements) : DOUBT;
        } catch (IllegalArgumentException duplicate) {
            return DOUBT;
        }
    }

    private static Object set(Object[] elements) {
        try {
            return PersistentHashSet.createWithCheck(PersistentVector.create(elements));
        } catch (IllegalArgumentException duplicate) {
            return DOUBT;
        }
    }

    /** A set, or a tuple of Jepsen's. */
    private Object tagged() {
        p++;
        if (buffer[p] == '{') {
            p++;
            return collection('#');
        }
        String tag = tag();
        if (tag == null || !RawEvent.Tuple.isTag(tag) || skipBlank() != '[') {
            return DOUBT;
        }
        Object value = value();
        return value != DOUBT && value instanceof List<?> pair && pair.size() == 2
            ? new RawEvent.Tuple(pair.get(0), pair.get(1)) : DOUBT;
    }

    /** The name of the tag here, without its namespace; null in doubt. */
    String tag() {
        int from = p;
        while (KIND[buffer[p] & 0xff] == WORD) {
            p++;
        }
        if (p == from || !isEnd() || !Character.isLetter(buffer[from])) {
            return null;
        }
        String tag = new String(buffer, from, p - from, StandardCharsets.ISO_8859_1);
        return tag.substring(tag.indexOf('/') + 1);
    }
}
