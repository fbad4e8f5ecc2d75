package io.keelson.server.config;

import java.util.List;

/** Settings that no server can run with: every problem there is, a line each. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Collects the problems.
     *
     * @param problems at least one; each names the setting, where it came from and the way out
     */
    public SettingsException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems, a line each. */
    public List<String> problems() {
        return problems;
    }
}
