package io.keelson.spec;

import io.keelson.spec.TlaText.Mapping;
import io.keelson.spec.TlaText.Members;
import io.keelson.spec.TlaText.Sequence;
import io.keelson.spec.TlaText.Value;
import io.keelson.spec.TlaText.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A behaviour as a person reads it: of the first state what is not empty, of each later one the action, whose it was, and what changed. TLC prints every state in full.
 */
public final class TraceText {
    /** {@code 3: <ReceivePreVote line 101, col 5 to line 103, col 22 of module Raft>}; newer releases name the arguments too. */
    private static final Pattern HEADER = Pattern.compile("(\\d+): <(.*?)(?: line \\d+, .*)?>");

    private static final Pattern VARIABLE = Pattern.compile("(?m)^/\\\\ (\\w+) = ");
    private static final String INDENT = "     ";
    private static final Set<String> EMPTY_WORDS = new TreeSet<>(List.of("0", "FALSE", "None"));

    private final StringBuilder out = new StringBuilder();
    private Map<String, Value> before = Map.of();

    private TraceText() {}

    /**
     * Tells a behaviour step by step.
     *
     * @param trace the behaviour as TLC prints it, {@link TlcResult#trace()}
     * @return the same for people; TLC's own text if it is of an unknown shape
     */
    public static String of(String trace) {
        TraceText text = new TraceText();
        try {
            states(trace).forEach(text::state);
        } catch (IllegalArgumentException unknownShape) {
            return trace;
        }
        return text.out.toString().strip();
    }

    /** The texts of the states, each with its header; the note of a lasso or of stuttering is one of its own. */
    static List<String> states(String trace) {
        return trace.isBlank() ? List.of() : List.of(trace.strip().split("\\n\\n+(?=\\d+: )"));
    }

    private void state(String text) {
        int endOfLine = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
        Matcher header = HEADER.matcher(text.substring(0, endOfLine));
        if (!header.matches()) {
            out.append(text).append('\n');
            return;
        }
        Map<String, Value> after = variables(text.substring(endOfLine));
        boolean first = before.isEmpty();
        out.append(header.group(1)).append(". ").append(first ? "at first" : header.group(2) + member(header.group(2), after)).append('\n');
        for (Map.Entry<String, Value> variable : after.entrySet()) {
            if (first) {
                beginning(variable.getKey(), variable.getValue());
            } else {
                change(variable.getKey(), before.get(variable.getKey()), variable.getValue());
            }
        }
        before = after;
    }

    /** The values of the variables in the text of one state. */
    static Map<String, Value> variables(String text) {
        Map<String, Value> variables = new TreeMap<>();
        Matcher variable = VARIABLE.matcher(text);
        int from = -1;
        String name = null;
        while (variable.find()) {
            if (name != null) {
                variables.put(name, TlaText.parse(text.substring(from, variable.start())));
            }
            name = variable.group(1);
            from = variable.end();
        }
        if (name == null) {
            throw new IllegalArgumentException("a state without variables: " + text);
        }
        variables.put(name, TlaText.parse(text.substring(from)));
        return variables;
    }

    /** Whose step it was, where TLC does not say: of the only argument at which the functions of the state changed, or else of the sender of what was sent. */
    private String member(String action, Map<String, Value> after) {
        Set<String> changed = new TreeSet<>();
        Set<String> senders = new TreeSet<>();
        after.forEach((name, value) -> {
            Value was = before.get(name);
            if (value instanceof Mapping now && !now.isRecord() && was instanceof Mapping then) {
                now.at().keySet().stream().filter(argument -> !now.at().get(argument).equals(then.at().get(argument))).forEach(changed::add);
            } else if (value instanceof Members now && was instanceof Members then) {
                without(now.elements(), then.elements()).stream().map(TraceText::sender).forEach(senders::addAll);
            }
        });
        Set<String> whose = changed.isEmpty() ? senders : changed;
        return action.contains("(") || whose.size() != 1 ? "" : "(" + whose.iterator().next() + ")";
    }

    private static List<String> sender(Value message) {
        return message instanceof Mapping record && record.at().get("from") instanceof Word from ? List.of(from.text()) : List.of();
    }

    private void beginning(String path, Value value) {
        if (value instanceof Mapping function && !function.isRecord()) {
            function.at().forEach((argument, of) -> beginning(path + "[" + argument + "]", of));
        } else if (!isEmpty(value)) {
            line(path, TlaText.oneLine(filled(value)));
        }
    }

    private static boolean isEmpty(Value value) {
        return switch (value) {
            case Word word -> EMPTY_WORDS.contains(word.text());
            case Sequence sequence -> sequence.elements().isEmpty();
            case Members members -> members.elements().isEmpty();
            case Mapping mapping -> mapping.at().values().stream().allMatch(TraceText::isEmpty);
        };
    }

    /** A record without its empty fields. */
    private static Value filled(Value value) {
        if (!(value instanceof Mapping mapping)) {
            return value;
        }
        TreeMap<String, Value> fields = new TreeMap<>(mapping.at());
        fields.values().removeIf(TraceText::isEmpty);
        return new Mapping(mapping.isRecord(), fields);
    }

    private void change(String path, Value was, Value is) {
        if (Objects.equals(was, is)) {
            return;
        }
        if (was instanceof Mapping then && is instanceof Mapping now && then.at().keySet().equals(now.at().keySet())) {
            now.at().forEach((name, value) ->
                    change(now.isRecord() ? path + "." + name : path + "[" + name + "]", then.at().get(name), value));
        } else if (was instanceof Members then && is instanceof Members now) {
            without(now.elements(), then.elements()).forEach(added -> line(path, "+ " + TlaText.oneLine(added)));
            without(then.elements(), now.elements()).forEach(gone -> line(path, "- " + TlaText.oneLine(gone)));
        } else {
            line(path, (was == null ? "" : TlaText.oneLine(was) + " => ") + TlaText.oneLine(is));
        }
    }

    private static List<Value> without(List<Value> these, List<Value> those) {
        List<Value> left = new ArrayList<>(these);
        left.removeAll(those);
        return left;
    }

    private void line(String path, String text) {
        out.append(INDENT).append(path).append("  ").append(text).append('\n');
    }
}
