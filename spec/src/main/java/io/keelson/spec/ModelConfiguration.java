package io.keelson.spec;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a model's {@code .cfg}, section by section.
 *
 * <p>Whoever reads constants from it says at the end that these are all ({@link #requireAllRead}): a constant that nobody asks for means something
 * that the reader does not know.
 */
final class ModelConfiguration {
    private static final Pattern COMMENT = Pattern.compile("\\\\\\*.*");
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[{},=]|<-|[^\\s{},=\"]+");
    private static final Set<String> SECTIONS = new TreeSet<>(List.of(
            "INIT", "NEXT", "SPECIFICATION", "SYMMETRY", "CHECK_DEADLOCK", "CONSTANT", "CONSTANTS", "INVARIANT", "INVARIANTS",
            "PROPERTY", "PROPERTIES"));

    private final String file;
    private final Map<String, List<String>> constants = new LinkedHashMap<>();
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final Set<String> unread = new TreeSet<>();

    /**
     * Reads a configuration.
     *
     * @param file its name, for messages
     * @param text what it holds
     * @throws IllegalArgumentException if it is not understood; the message names the file and the place
     */
    ModelConfiguration(String file, String text) {
        this.file = file;
        List<String> tokens = new ArrayList<>();
        text.lines().map(line -> COMMENT.matcher(line).replaceAll("")).forEach(line -> {
            Matcher matcher = TOKEN.matcher(line);
            while (matcher.find()) {
                tokens.add(matcher.group());
            }
        });
        String section = null;
        for (Iterator<String> rest = tokens.iterator(); rest.hasNext(); ) {
            String token = rest.next();
            if (SECTIONS.contains(token)) {
                section = token;
            } else if (section == null) {
                throw wrong("begins with " + token);
            } else if (section.startsWith("CONSTANT")) {
                constants.put(token, constant(token, rest));
            } else {
                sections.computeIfAbsent(section, any -> new ArrayList<>()).add(token);
            }
        }
        unread.addAll(constants.keySet());
    }

    /** A value is one token, or a set of them. */
    private List<String> constant(String name, Iterator<String> rest) {
        if (!rest.hasNext() || !rest.next().equals("=") || !rest.hasNext()) {
            throw wrong(name + " has no value");
        }
        String first = rest.next();
        if (!first.equals("{")) {
            return List.of(first);
        }
        List<String> elements = new ArrayList<>();
        int depth = 1;
        while (rest.hasNext()) {
            String next = rest.next();
            depth += next.equals("{") ? 1 : next.equals("}") ? -1 : 0;
            if (depth == 0) {
                return elements;
            }
            if (depth > 1 || !next.equals(",")) {
                elements.add(next);
            }
        }
        throw wrong(name + " has a set without an end");
    }

    /** What follows a section's keyword, empty if it is absent. */
    List<String> section(String keyword) {
        return sections.getOrDefault(keyword, List.of());
    }

    boolean has(String constant) {
        return constants.containsKey(constant);
    }

    boolean truth(String constant) {
        return switch (text(constant)) {
            case "TRUE" -> true;
            case "FALSE" -> false;
            default -> throw wrong(constant + " is neither TRUE nor FALSE");
        };
    }

    int number(String constant) {
        try {
            return Integer.parseInt(text(constant));
        } catch (NumberFormatException malformed) {
            throw wrong(constant + " is no number");
        }
    }

    /** A string without its quotes, or a model value. */
    String text(String constant) {
        List<String> value = set(constant);
        if (value.size() != 1) {
            throw wrong(constant + " is a set");
        }
        return value.get(0);
    }

    /** The elements of a set, without quotes. */
    List<String> set(String constant) {
        unread.remove(constant);
        if (!constants.containsKey(constant)) {
            throw wrong(constant + " is missing");
        }
        return constants.get(constant).stream().map(element -> element.replace("\"", "")).toList();
    }

    /** A set of members: of {@code s2}, the number. */
    List<Long> members(String constant) {
        return set(constant).stream().map(this::member).sorted().toList();
    }

    /** A set of sets of members. */
    List<List<Long>> setsOfMembers(String constant) {
        List<List<Long>> sets = new ArrayList<>();
        for (String token : set(constant)) {
            if (token.equals("{")) {
                sets.add(new ArrayList<>());
            } else if (!token.equals("}") && !token.equals(",")) {
                sets.get(sets.size() - 1).add(member(token));
            }
        }
        sets.forEach(members -> members.sort(null));
        return sets;
    }

    private long member(String name) {
        if (!name.matches("s\\d+")) {
            throw wrong(name + " is no member: they are s1, s2, ...");
        }
        return Long.parseLong(name.substring(1));
    }

    /** Model values that stand for themselves, like {@code s1 = s1}, mean nothing further. */
    void ignoreModelValues() {
        unread.removeIf(name -> constants.get(name).equals(List.of(name)));
    }

    /**
     * Ends the reading of constants.
     *
     * @throws IllegalArgumentException if there are some that nobody asked for
     */
    void requireAllRead() {
        if (!unread.isEmpty()) {
            throw wrong("constants that the explorer does not know: " + String.join(", ", unread) + "; ModelSettings must say what they mean");
        }
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ": " + what);
    }
}
