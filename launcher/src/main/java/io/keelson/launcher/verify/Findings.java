package io.keelson.launcher.verify;

import io.keelson.launcher.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a phase found.
 *
 * @param verdict valid, invalid or unknown
 * @param figures the figures that matter, in order: what is counted, and how many
 * @param remarks what is wrong or was not judged, one line each; empty if valid
 * @param details a fragment of HTML that holds everything it needs, perhaps empty
 */
public record Findings(ExitCode verdict, Map<String, String> figures, List<String> remarks, String details) {
    public Findings {
        figures = new LinkedHashMap<>(figures);
        remarks = List.copyOf(remarks);
    }

    /** Begins to gather. */
    public static Builder of(ExitCode verdict) {
        return new Builder(verdict);
    }

    /** Gathers findings; for one thread. */
    public static final class Builder {
        private final ExitCode verdict;
        private final Map<String, String> figures = new LinkedHashMap<>();
        private final List<String> remarks = new ArrayList<>();
        private String details = "";

        private Builder(ExitCode verdict) {
            this.verdict = Objects.requireNonNull(verdict, "verdict");
        }

        /** Adds a count. */
        public Builder figure(String what, long count) {
            return figure(what, String.format(java.util.Locale.ROOT, "%,d", count));
        }

        /** Adds a figure with its unit. */
        public Builder figure(String what, String value) {
            figures.put(what, value);
            return this;
        }

        /** Adds a line. */
        public Builder remark(String line) {
            remarks.add(line);
            return this;
        }

        /** Sets the fragment of HTML. */
        public Builder details(String html) {
            details = html;
            return this;
        }

        /** Returns what was gathered. */
        public Findings build() {
            return new Findings(verdict, figures, remarks, details);
        }
    }
}
