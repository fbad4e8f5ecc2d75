package io.keelson.checker.history;

import clojure.java.api.Clojure;
import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.IPersistentMap;
import clojure.lang.Keyword;
import clojure.lang.LineNumberingPushbackReader;
import clojure.lang.PersistentArrayMap;
import clojure.lang.Symbol;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The forms of an EDN text, each with its line: of a stream of forms, or of the one collection that holds them. */
final class EdnForms {
    /** One form and the line, from 1, where it begins. */
    record Form(Object value, int line) {
    }

    /** A value that its tag names as a key and a value. */
    record Tuple(Object key, Object value) {
    }

    private static final Object END = new Object();

    private final LineNumberingPushbackReader reader;
    private final String source;
    private final List<Form> forms = new ArrayList<>();

    private EdnForms(Reader reader, String source) {
        this.reader = new LineNumberingPushbackReader(reader);
        this.source = source;
    }

    /** @throws MalformedHistoryException where the text is not EDN */
    static List<Form> read(Reader reader, String source) throws IOException {
        EdnForms forms = new EdnForms(reader, source);
        forms.readTop();
        return forms.forms;
    }

    /** The forms of a text, collections as they are; {@code text} itself stands for the file name in errors. */
    static List<Form> readAll(String text) {
        EdnForms forms = new EdnForms(new StringReader(text), text);
        try {
            while (forms.skipBlank() >= 0) {
                int line = forms.reader.getLineNumber();
                forms.forms.add(new Form(forms.readForm(line), line));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return forms.forms;
    }

    private void readTop() throws IOException {
        int first = skipBlank();
        if (first == '[' || first == '(') {
            int line = reader.getLineNumber();
            reader.read();
            readUntil(first == '[' ? ']' : ')', line);
            if (skipBlank() >= 0) {
                throw malformed("expected the end of the file after the collection of operations");
            }
            return;
        }
        while (skipBlank() >= 0) {
            int line = reader.getLineNumber();
            Object form = readForm(line);
            if (form instanceof List<?> list) {
                list.forEach(element -> forms.add(new Form(element, line)));
            } else {
                forms.add(new Form(form, line));
            }
        }
    }

    private void readUntil(int closing, int openedAt) throws IOException {
        int next = skipBlank();
        while (next != closing) {
            if (next < 0) {
                throw malformed("expected " + (char) closing + " for the collection that began on line " + openedAt
                    + ", found the end of the file");
            }
            int line = reader.getLineNumber();
            forms.add(new Form(readForm(line), line));
            next = skipBlank();
        }
        reader.read();
    }

    private Object readForm(int line) {
        try {
            return Edn.READ.invoke(Edn.OPTIONS, reader);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String problem = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            throw malformed("expected EDN, in the form that begins on line " + line + ": " + problem.replace('\n', ' '));
        }
    }

    /** Skips white space, commas and comments; tells the next character without taking it, or -1 at the end. */
    private int skipBlank() throws IOException {
        int c = reader.read();
        while (Character.isWhitespace(c) || c == ',' || c == ';' || c == '\uFEFF') {
            if (c == ';') {
                while (c >= 0 && c != '\n') {
                    c = reader.read();
                }
            } else {
                c = reader.read();
            }
        }
        if (c >= 0) {
            reader.unread(c);
        }
        return c;
    }

    private MalformedHistoryException malformed(String problem) {
        return new MalformedHistoryException(source + ":" + reader.getLineNumber() + ": " + problem);
    }

    /** Clojure's reader of data, which evaluates nothing. Loaded at the first read. */
    private static final class Edn {
        static final IFn READ;
        static final IPersistentMap OPTIONS;

        static {
            Clojure.var("clojure.core", "require").invoke(Clojure.read("clojure.edn"));
            READ = Clojure.var("clojure.edn", "read");
            OPTIONS = PersistentArrayMap.createAsIfByAssoc(new Object[] {
                Keyword.intern("eof"), END, Keyword.intern("default"), new AFn() {
                    @Override
                    public Object invoke(Object tag, Object value) {
                        return untag((Symbol) tag, value);
                    }
                },
            });
        }

        /** Unknown tags are dropped; a tuple of Jepsen's keeps what its tag says. */
        private static Object untag(Symbol tag, Object value) {
            boolean isTuple = tag.getName().toLowerCase(Locale.ROOT).endsWith("tuple");
            return isTuple && value instanceof List<?> pair && pair.size() == 2 ? new Tuple(pair.get(0), pair.get(1)) : value;
        }
    }
}
