package io.keelson.checker.history;

import clojure.lang.Keyword;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads histories in Jepsen's format: EDN, either one collection of maps or a stream of them, plain or as tagged records
 * ({@code #jepsen.history.Op{...}}; the tag is ignored). Each map has {@code :process} (an integer; a keyword such as
 * {@code :nemesis} is a fault injector), {@code :type} and {@code :f}; {@code :value}, {@code :time}, {@code :error} and
 * {@code :key} may be missing, anything else is ignored.
 */
public final class EdnReader {
    private static final Keyword PROCESS = Keyword.intern("process");
    private static final Keyword TYPE = Keyword.intern("type");
    private static final Keyword F = Keyword.intern("f");
    private static final Keyword VALUE = Keyword.intern("value");
    private static final Keyword TIME = Keyword.intern("time");
    private static final Keyword ERROR = Keyword.intern("error");
    private static final Keyword KEY = Keyword.intern("key");

    private final String source;

    private EdnReader(String source) {
        this.source = source;
    }

    /** Reads a file, and tells by itself whether its values are keyed. */
    public static History read(Path file) throws IOException {
        return read(file, Independent.AUTO);
    }

    /**
     * Reads a file.
     *
     * @throws IOException               where the file cannot be read
     * @throws MalformedHistoryException where it is no history: one line with file, line and what was expected
     */
    public static History read(Path file, Independent independent) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(reader, file.toString(), independent);
        } catch (CharacterCodingException e) {
            throw new MalformedHistoryException(file + ": expected UTF-8 text");
        }
    }

    /** Reads a text; {@code source} stands for the file name in errors. */
    public static History parse(String text, String source, Independent independent) {
        try {
            return read(new StringReader(text), source, independent);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Reads to the end of {@code reader}, which is left open; {@code source} stands for the file name in errors. */
    public static History read(Reader reader, String source, Independent independent) throws IOException {
        EdnReader edn = new EdnReader(source);
        List<EdnForms.Form> forms = EdnForms.read(reader, source);
        boolean keyed = switch (independent) {
            case YES -> true;
            case NO -> false;
            case AUTO -> edn.looksKeyed(forms);
        };
        History.Builder builder = History.builder();
        for (EdnForms.Form form : forms) {
            try {
                edn.add(form, keyed, builder);
            } catch (MalformedHistoryException e) {
                throw new MalformedHistoryException(source + ":" + form.line() + ": " + e.getMessage());
            }
        }
        return builder.build();
    }

    /**
     * The one value that {@code text} holds, in the form of {@link Values}.
     *
     * @throws MalformedHistoryException where it is not EDN, or not one value
     */
    public static Object value(String text) {
        List<EdnForms.Form> forms = EdnForms.readAll(text);
        if (forms.size() != 1) {
            throw new MalformedHistoryException("expected one EDN value, found " + shortened(text));
        }
        return Values.canonical(untagged(forms.get(0).value()));
    }

    private void add(EdnForms.Form form, boolean keyed, History.Builder builder) {
        Map<?, ?> map = map(form);
        EventType type = map.get(TYPE) instanceof Keyword keyword ? EventType.ofLabel(keyword.getName()) : null;
        if (type == null) {
            throw expected(":type :invoke, :ok, :fail or :info", TYPE, map);
        }
        if (!(map.get(F) instanceof Keyword f)) {
            throw expected(":f with a keyword such as :read", F, map);
        }
        long time = time(map);
        Object process = map.get(PROCESS);
        if (process instanceof Keyword name) {
            builder.nemesis(name.getName(), type, f.getName(), untagged(map.get(VALUE)), time);
        } else if (process instanceof Long number) {
            Object key = untagged(map.get(KEY));
            Object value = map.get(VALUE);
            if (key == null && (keyed || value instanceof EdnForms.Tuple) && !(value == null && type != EventType.INVOKE)) {
                List<?> tuple = tuple(value, map);
                key = tuple.get(0);
                value = tuple.get(1);
            }
            builder.add(number, type, f.getName(), key, untagged(value), time, untagged(map.get(ERROR)));
        } else {
            throw expected(":process with an integer or a keyword", PROCESS, map);
        }
    }

    private static Map<?, ?> map(EdnForms.Form form) {
        if (form.value() instanceof Map<?, ?> map) {
            return map;
        }
        throw new MalformedHistoryException("expected a map such as {:process 0, :type :invoke, :f :read, :value nil}, found "
            + shortened(form.value()));
    }

    private static long time(Map<?, ?> map) {
        Object time = map.get(TIME);
        if (time == null) {
            return Event.NO_TIME;
        }
        if (time instanceof Long nanos) {
            return nanos;
        }
        throw expected(":time with an integer, in nanoseconds", TIME, map);
    }

    private static List<?> tuple(Object value, Map<?, ?> map) {
        Object plain = untagged(value);
        if (plain instanceof List<?> list && list.size() == 2 && list.get(0) != null) {
            return list;
        }
        throw expected(":value with a [key value] tuple", VALUE, map);
    }

    private static Object untagged(Object value) {
        return value instanceof EdnForms.Tuple tuple ? Values.vector(tuple.key(), tuple.value()) : value;
    }

    private static MalformedHistoryException expected(String what, Keyword name, Map<?, ?> map) {
        String found = map.containsKey(name) ? name + " " + shortened(map.get(name)) : "no " + name;
        return new MalformedHistoryException("expected " + what + ", found " + found);
    }

    private static String shortened(Object value) {
        return Values.brief(untagged(value));
    }

    /**
     * Tuples are told from plain vectors by the whole file: every invocation of a client has a vector of two, and none has it for
     * another reason, as an unkeyed compare-and-set would, whose second element is no vector.
     */
    private boolean looksKeyed(List<EdnForms.Form> forms) {
        List<Map<?, ?>> invocations = new ArrayList<>();
        for (EdnForms.Form form : forms) {
            if (form.value() instanceof Map<?, ?> map && map.get(PROCESS) instanceof Long
                && map.get(TYPE) == Keyword.intern("invoke")) {
                invocations.add(map);
            }
        }
        return !invocations.isEmpty() && invocations.stream().allMatch(EdnReader::mayBeKeyed);
    }

    private static boolean mayBeKeyed(Map<?, ?> invocation) {
        Object value = untagged(invocation.get(VALUE));
        boolean isPair = value instanceof List<?> list && list.size() == 2 && list.get(0) != null;
        boolean isCas = invocation.get(F) == Keyword.intern("cas");
        return invocation.get(KEY) == null && isPair
            && (!isCas || ((List<?>) value).get(1) instanceof List<?> inner && inner.size() == 2);
    }
}
