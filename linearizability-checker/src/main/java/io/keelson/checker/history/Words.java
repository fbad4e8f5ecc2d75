package io.keelson.checker.history;

import clojure.lang.Keyword;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Keywords and short strings by their bytes, so that each is made once however often it occurs: a history says the same few words
 * a million times.
 */
final class Words {
    /** What the keyword that names a field of an event stands for. */
    enum Field { PROCESS, TYPE, F, VALUE, TIME, ERROR, KEY, ORDER, INDEX, OTHER }

    /** One word; of a string, {@code keyword} is null. */
    static final class Word {
        private final int hash;
        private final byte[] bytes;
        final Keyword keyword;
        final String name;
        final Field field;
        final EventType type;

        private Word(int hash, byte[] bytes, Keyword keyword, String name) {
            this.hash = hash;
            this.bytes = bytes;
            this.keyword = keyword;
            this.name = name;
            this.field = keyword == null ? Field.OTHER : field(keyword);
            this.type = keyword == null ? null : EventType.ofLabel(name);
        }

        private static Field field(Keyword keyword) {
            for (Field field : Field.values()) {
                if (field != Field.OTHER && keyword == Keyword.intern(field.name().toLowerCase(Locale.ROOT))) {
                    return field;
                }
            }
            return Field.OTHER;
        }
    }

    private static final int STRINGS_MAX = 1 << 16;

    private final Table keywords = new Table();
    private final Table strings = new Table();

    /** Open addressing; the load stays below a half. */
    private static final class Table {
        private Word[] words = new Word[256];
        private int size;

        Word find(byte[] buffer, int from, int to, int hash) {
            for (int i = place(hash); words[i] != null; i = i + 1 & words.length - 1) {
                Word word = words[i];
                if (word.hash == hash && Arrays.equals(word.bytes, 0, word.bytes.length, buffer, from, to)) {
                    return word;
                }
            }
            return null;
        }

        private int place(int hash) {
            return hash * 0x9e3779b9 >>> 7 & words.length - 1;
        }

        void add(Word word) {
            if (size * 2 >= words.length) {
                Word[] before = words;
                words = new Word[before.length * 2];
                for (Word each : before) {
                    if (each != null) {
                        put(each);
                    }
                }
            }
            put(word);
            size++;
        }

        private void put(Word word) {
            int i = place(word.hash);
            while (words[i] != null) {
                i = i + 1 & words.length - 1;
            }
            words[i] = word;
        }
    }

    /** The keyword whose name, without the colon, are these bytes of that hash; null where its form is out of the ordinary. */
    Word keyword(byte[] buffer, int from, int to, int hash) {
        Word word = keywords.find(buffer, from, to, hash);
        if (word == null) {
            byte[] bytes = Arrays.copyOfRange(buffer, from, to);
            Keyword keyword = ordinary(new String(bytes, StandardCharsets.ISO_8859_1));
            if (keyword == null) {
                return null;
            }
            word = new Word(hash, bytes, keyword, keyword.getName());
            keywords.add(word);
        }
        return word;
    }

    private static Keyword ordinary(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isOrdinary(text) ? Keyword.intern(null, text) : null;
        }
        String namespace = text.substring(0, slash);
        String name = text.substring(slash + 1);
        return isOrdinary(namespace) && isOrdinary(name) ? Keyword.intern(namespace, name) : null;
    }

    private static boolean isOrdinary(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '*' || c == '!' || c == '?' || c == '=';
            if (!letter && (i == 0 || !(c >= '0' && c <= '9' || c == '-' || c == '.' || c == '+'))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** The text of these bytes, which are plain ASCII, of that hash. */
    String string(byte[] buffer, int from, int to, int hash) {
        Word word = strings.find(buffer, from, to, hash);
        if (word != null) {
            return word.name;
        }
        byte[] bytes = Arrays.copyOfRange(buffer, from, to);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (strings.size < STRINGS_MAX) {
            strings.add(new Word(hash, bytes, null, text));
        }
        return text;
    }
}
