package io.keelson.spec;

import io.keelson.spec.TlcResult.Verdict;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what TLC writes with {@code -tool}: messages between marks, each with a code, and other lines between them. */
final class TlcOutput {
    private static final Pattern START = Pattern.compile("@!@!@STARTMSG (\\d+):(\\d+) @!@!@");
    private static final Pattern END = Pattern.compile("@!@!@ENDMSG \\d+ @!@!@");
    private static final Pattern COUNTS = Pattern.compile("([\\d,]+) states generated.*?, ([\\d,]+) distinct states found");
    private static final Pattern DEPTH = Pattern.compile("state graph search is (\\d+)");
    private static final Pattern VIOLATED = Pattern.compile("(?:Invariant|Property|Action property|Temporal property|Temporal properties) (.*?)(?:is|was|were) violated");

    private static final int ERROR_SEVERITY = 1;

    private int code;
    private boolean error;
    private final StringBuilder message = new StringBuilder();
    private boolean inMessage;

    private boolean completed;
    private long distinct;
    private long generated;
    private int depth;
    private String violated = null;
    private final StringBuilder trace = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();
    private final StringBuilder outside = new StringBuilder();

    /** Takes the next line; true if it brought new counts. */
    boolean line(String line) {
        Matcher start = START.matcher(line);
        if (start.matches()) {
            code = Integer.parseInt(start.group(1));
            error = Integer.parseInt(start.group(2)) == ERROR_SEVERITY;
            message.setLength(0);
            inMessage = true;
            return false;
        }
        if (inMessage && END.matcher(line).matches()) {
            inMessage = false;
            return message(message.toString().strip());
        }
        if (inMessage) {
            message.append(line).append('\n');
        } else if (line.startsWith(TlcChild.COUNTS)) {
            return counts(line);
        } else if (!line.startsWith("Parsing file") && !line.startsWith("Semantic processing") && !line.isBlank()) {
            outside.append(line.strip()).append(' ');
        }
        return false;
    }

    private boolean message(String text) {
        switch (code) {
            // The end of an exploration, and of a simulation.
            case 2193, 2209 -> completed = true;
            case 2194 -> depth = Integer.parseInt(group(DEPTH, text));
            case 2199, 2200 -> {
                return counts(text);
            }
            case 2107, 2108 -> {
                violated = group(VIOLATED, text).strip();
                trace.append("1: <Initial predicate>").append(text.substring(text.indexOf('\n'))).append("\n\n");
            }
            case 2110, 2112, 2116 -> violated = group(VIOLATED, text).strip();
            case 2217, 2122, 2218 -> trace.append(text).append("\n\n");
            default -> {
                if (error) {
                    errors.append(text.replaceAll("\\s+", " ")).append(' ');
                }
            }
        }
        return false;
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("TLC's output is not understood: " + text);
        }
        return matcher.group(1);
    }

    private boolean counts(String text) {
        Matcher matcher = COUNTS.matcher(text);
        if (!matcher.find()) {
            return false;
        }
        generated = Long.parseLong(matcher.group(1).replace(",", ""));
        distinct = Long.parseLong(matcher.group(2).replace(",", ""));
        return true;
    }

    long distinct() {
        return distinct;
    }

    long generated() {
        return generated;
    }

    /**
     * The result, once the output has ended.
     *
     * @param soleProperty the name of the one temporal property that the model's configuration has, else empty: TLC does not always name those
     */
    TlcResult result(TlcModel model, String soleProperty, boolean timedOut, double seconds) {
        Verdict verdict;
        if (violated != null) {
            verdict = Verdict.VIOLATED;
        } else if (completed) {
            verdict = Verdict.HOLDS;
        } else {
            verdict = timedOut ? Verdict.TIMED_OUT : Verdict.FAILED;
        }
        String problem = verdict == Verdict.FAILED ? (outside.toString() + errors).strip() : "";
        return new TlcResult(
                model,
                verdict,
                distinct,
                generated,
                verdict == Verdict.HOLDS ? depth : 0,
                seconds,
                violated == null ? "" : nameOfViolated(soleProperty),
                trace.toString().strip(),
                problem);
    }

    /** TLC says {@code line 7, col 3 to ...} of a property that is a formula of another module, and of a temporal one often nothing. */
    private String nameOfViolated(String soleProperty) {
        return (violated.isEmpty() || violated.startsWith("line ")) && !soleProperty.isEmpty() ? soleProperty : violated;
    }
}
