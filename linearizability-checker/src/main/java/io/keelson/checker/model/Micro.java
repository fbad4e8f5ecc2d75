package io.keelson.checker.model;

import java.util.ArrayList;
import java.util.List;

/** The steps of a transaction: {@code [[:r k nil] [:w k v] ...]}. */
final class Micro {
    private Micro() {
    }

    /** Whether a keyword, which prints with a colon, or a string, which prints without, is one of two names. */
    static boolean isNamed(Object name, String full, String brief) {
        String bare = name(name);
        return bare.equals(full) || bare.equals(brief);
    }

    /** The name of a step, without a colon. */
    static String name(Object keyword) {
        String text = keyword == null ? "" : keyword.toString();
        return text.startsWith(":") ? text.substring(1) : text;
    }

    /** The keys of a transaction. */
    static List<Object> keys(Object transaction) {
        List<Object> keys = new ArrayList<>();
        for (Object micro : (List<?>) transaction) {
            keys.add(((List<?>) micro).get(1));
        }
        return keys;
    }

    /** Whether a value is a list of steps with a key and a value each. */
    static boolean isTransaction(Object value) {
        return value instanceof List<?> micros && micros.stream().allMatch(micro -> micro instanceof List<?> parts && parts.size() == 3);
    }
}
