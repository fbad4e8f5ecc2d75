package io.keelson.checker.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.checker.RecordedHistories;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The reader of bytes and Clojure's reader see the same events in any text, and refuse the same texts in the same words. */
class ReadersAgreeProperties {
    /** All that a reader tells of a text: its events, or what it objects to. */
    private static List<String> told(EventReader reader) throws IOException {
        List<String> told = new ArrayList<>();
        RawEvent event = new RawEvent();
        try {
            while (reader.next(event)) {
                told.add(event.line + ":" + event.column + " " + event.nemesis + event.process + event.type + event.f + " " + form(event.key)
                    + " " + form(event.value) + " " + event.time + " " + event.order + " " + form(event.error));
            }
        } catch (MalformedHistoryException e) {
            told.add(e.getMessage());
        }
        return told;
    }

    private static String form(Object value) {
        Object canonical = Values.canonical(RawEvent.untagged(value));
        return (value instanceof RawEvent.Tuple ? "tuple " : "") + (canonical == null ? "" : canonical instanceof List<?> ? "list"
            : canonical.getClass().getSimpleName()) + Values.show(canonical);
    }

    private static void agree(String original) throws IOException {
        byte[] bytes = original.getBytes(StandardCharsets.UTF_8);
        // Half a pair of surrogates has become a question mark.
        String text = new String(bytes, StandardCharsets.UTF_8);
        List<String> clojure = told(new EdnForms(new StringReader(text), "test"));
        assertEquals(clojure, told(new EdnByteReader(new ByteArrayInputStream(bytes), "test")), text);
        assertEquals(clojure, told(new EdnByteReader(new Dribble(bytes), "test")), () -> "in small parts: " + text);
    }

    /** Hands its bytes out a few at a time, so that every form is cut somewhere. */
    private static final class Dribble extends InputStream {
        private final byte[] bytes;
        private int position;

        Dribble(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return position == bytes.length ? -1 : bytes[position++] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == bytes.length) {
                return -1;
            }
            int count = Math.min(Math.min(length, 1 + position % 5), bytes.length - position);
            System.arraycopy(bytes, position, target, offset, count);
            position += count;
            return count;
        }
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void onHistories(@ForAll("histories") String text) throws IOException {
        agree(text);
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void onHistoriesWithOneCharacterChanged(@ForAll("histories") String text, @ForAll int place, @ForAll("characters") String character)
        throws IOException {
        if (!text.isEmpty()) {
            int at = Math.floorMod(place, text.length());
            agree(text.substring(0, at) + character + text.substring(at + 1));
            agree(text.substring(0, at));
        }
    }

    @Example
    void whereAWordEnds() throws IOException {
        for (String value : List.of("[true1]", "[nil\"a\"]", "[false#{}]", "[nil nil1]", "nil:time 3", "true#_1", "nil'", "[true%]")) {
            agree("{:process 0, :type :invoke, :f :read, :value " + value + "}");
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void onSingleValues(@ForAll("values") String text) throws IOException {
        assertEquals(outcome(() -> Values.canonical(new EdnForms(new StringReader(text), text).onlyForm())), outcome(() -> EdnReader.value(text)));
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static String outcome(Reading reading) throws IOException {
        try {
            return form(reading.read());
        } catch (MalformedHistoryException e) {
            return e.getMessage();
        }
    }

    @Example
    void onRecordedHistories() throws IOException {
        List<Path> files = RecordedHistories.all(".edn", ".txt");
        assertTrue(files.size() > 20, "only " + files.size());
        for (Path file : files) {
            String text = Files.readString(file);
            assertEquals(told(new EdnForms(new StringReader(text), "test")),
                told(new EdnByteReader(Files.newInputStream(file), "test")), file.toString());
        }
    }

    @Provide
    Arbitrary<String> histories() {
        Arbitrary<String> fields = Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(12, Arbitraries.of(":process 0", ":process 17", ":process :nemesis", ":type :invoke",
                ":type :ok", ":type :info", ":type :fail", ":f :read", ":f :write", ":f :cas", ":time 12", ":order 7", ":index 3", ":key :x", ":error :timeout")),
                Tuple.of(1, Arbitraries.of(":process -1", ":process nil", ":type :maybe", ":type 1", ":f read", ":f :a/b", ":time -5", ":time 1.5", ":order -1", ":order nil", ":order :x",
                    ":type", "7 8", "\"process\" 1", ":process 1 :process 1", ":op-index 1", ":node \"n1\"", ":x 1, :x 2", "#_ :gone")),
                Tuple.of(5, values().map(value -> ":value " + value))), blanks()).as((field, blank) -> field + blank);
        Arbitrary<String> whole = Combinators.combine(Arbitraries.of("0", "1", ":nemesis"), Arbitraries.of("invoke", "ok", "info", "fail"),
            Arbitraries.of("read", "write", "cas"), values(), blanks(), blanks()).as((process, type, f, value, a, b) ->
            "{:process " + process + "," + a + ":type :" + type + " :f :" + f + b + ", :value " + value + "}");
        Arbitrary<String> odd = fields.list().ofMaxSize(6).map(list -> "{" + String.join(" ", list) + "}");
        Arbitrary<String> forms = Combinators.combine(Arbitraries.frequencyOf(Tuple.of(8, whole), Tuple.of(3, odd),
            Tuple.of(1, whole.map(form -> "#jepsen.history.Op" + form)), Tuple.of(1, whole.map(form -> "[" + form + " " + form + "]")),
            Tuple.of(1, values())), blanks()).as((form, blank) -> form + blank);
        return Combinators.combine(forms.list().ofMaxSize(5).map(list -> list.stream().collect(Collectors.joining("\n"))),
            Arbitraries.of("stream", "[", "(", "[1", "; comment\n[")).as(ReadersAgreeProperties::wrapped);
    }

    private static String wrapped(String forms, String how) {
        return switch (how) {
            case "[" -> "[" + forms + "]\n";
            case "(" -> " (" + forms + ") ; end";
            case "[1" -> "[" + forms;
            case "stream" -> forms;
            default -> how + forms + "]";
        };
    }

    @Provide
    Arbitrary<String> characters() {
        return Arbitraries.of("{", "}", "[", "]", "(", ")", "\"", "\\", ":", "#", ";", " ", "\n", "0", "9", "-", "/", "n", "'", "\u00e9",
            "\ud83d\ude80", "\u0000", "\t", ".", "M", "@", "^", "%");
    }

    private static Arbitrary<String> blanks() {
        return Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.just(" ")),
            Tuple.of(2, Arbitraries.of("\n", "  ", ",", "\r\n", "\t", " ; note }]\n", "\u001c")));
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> scalars = Arbitraries.of("nil", "true", "false", "0", "-0", "7", "-12", "00", "017", "123456789012345678",
            "1234567890123456789", "99999999999999999999", "1.5", "-0.25", "1e3", "3/4", "12N", "1.5M", "0x1f", "\"\"", "\"a b\"", "\"k\\n\"",
            "\"\u00e9\ud83d\ude80\"", "\"two\nlines\"", ":a", ":b/c", ":d.e-f?", ":1a", ":\u00e9", "\\a", "\\newline", "sym", "nilly", "#{1 2}",
            "#{}", "{}", "{:a 1}", "{1 {2 3}}", "#inst \"2020-01-01T00:00:00.000-00:00\"", "#x.y/tuple [1 2]", "#jepsen.independent.Tuple[:k nil]",
            "#foo [1 2]", "[]", "()", "[1 nil]", "[:x [1 2]]", "(1 2)", "[[:r 1 nil] [:w \"k\" 2]]", "+5", "-", "1.", ".5", "12345678901234567.5",
            "0.1234567890123", "[#_ 1 2]", "[#jepsen.independent/tuple [1 2]]");
        return Arbitraries.frequencyOf(Tuple.of(4, scalars),
            Tuple.of(1, Combinators.combine(scalars, scalars, blanks()).as((a, b, blank) -> "[" + a + blank + b + "]")),
            Tuple.of(1, Combinators.combine(scalars, scalars).as((a, b) -> "{" + a + " " + b + "}")),
            Tuple.of(1, Combinators.combine(scalars, scalars).as((a, b) -> "#{" + a + " " + b + "}")));
    }
}
