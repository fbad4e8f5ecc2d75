package io.keelson.jepsen.store;

import java.util.List;
import java.util.Locale;

/**
 * A run as the list of runs shows it.
 *
 * @param test the name of the test
 * @param time the name of the run's folder, which begins with the time
 * @param state how far it is, or how it ended
 * @param operations how many there were; empty if nobody has counted them
 * @param ok how many of them succeeded
 * @param note what there is to say besides: the first violation or gap, the error, the latest line of the log
 * @param files which of the files that a reader wants first there are
 */
record RunSummary(String test, String time, State state, String operations, String ok, String note, List<String> files) {
    /** How far a run is, or how it ended. */
    enum State {
        /** A process works on it. */
        GOING("going on"),
        /** Nobody works on it, and it has no result: it was stopped, or its process died. */
        BROKEN_OFF("broken off"),
        /** Everything that was checked holds. */
        VALID("valid"),
        /** A check found a violation. */
        INVALID("invalid"),
        /** Not everything was tried or judged. */
        UNKNOWN("unknown"),
        /** Another command's folder, whose report says what there is to say. */
        REPORT("report");

        private final String label;

        State(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** The class of its label in the page's style. */
        String style() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    RunSummary {
        files = List.copyOf(files);
    }
}
