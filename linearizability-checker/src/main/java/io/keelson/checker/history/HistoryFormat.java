package io.keelson.checker.history;

import java.util.Locale;

/** How a history is written down. */
public enum HistoryFormat {
    /** Told by the content. */
    AUTO,
    /** Jepsen's: EDN, one collection of maps or a stream of them. Porcupine's key-value logs are of this form, too. */
    EDN,
    /** JSON: a stream of objects, one a line as a rule, or one array of them. */
    JSON,
    /**
     * The log of a Jepsen run, as Porcupine's etcd histories are: lines {@code INFO  jepsen.util - PROCESS :TYPE :F VALUE}; other lines
     * are ignored.
     */
    JEPSEN_LOG;

    /** As on a command line: {@code auto}, {@code edn}, {@code json}, {@code jepsen-log}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The format of a text that begins like that.
     *
     * @param beginning of the text; white space and comments before the first event count for nothing
     * @param whole     whether there is no more of it
     * @return {@link #AUTO} where more of it is needed to tell, null where it is none of them
     */
    static HistoryFormat of(String beginning, boolean whole) {
        String text = withoutBlank(beginning);
        boolean array = text.startsWith("[");
        String inner = withoutBlank(array || text.startsWith("(") ? text.substring(1) : text);
        if (inner.isEmpty()) {
            return whole ? EDN : AUTO;
        }
        switch (inner.charAt(0)) {
            case '{':
                String first = withoutBlank(inner.substring(1));
                return first.isEmpty() && !whole ? AUTO : first.startsWith("\"") ? JSON : EDN;
            case '#', ']', ')':
                return EDN;
            default:
                return inner.contains(JepsenLogReader.MARK) ? JEPSEN_LOG : whole ? null : AUTO;
        }
    }

    private static String withoutBlank(String text) {
        int i = 0;
        while (i < text.length() && (text.charAt(i) <= ' ' || text.charAt(i) == ',' || text.charAt(i) == '\uFEFF' || text.charAt(i) == ';')) {
            int end = text.indexOf('\n', i);
            i = text.charAt(i) != ';' ? i + 1 : end < 0 ? text.length() : end + 1;
        }
        return text.substring(i);
    }
}
