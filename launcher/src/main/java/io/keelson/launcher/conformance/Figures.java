package io.keelson.launcher.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures that the build promises, and what a run has come to. */
final class Figures {
    /**
     * One figure.
     *
     * @param what is counted
     * @param measured in this run
     * @param promised what it should at least be; empty if there is no number for it
     * @param reached whether it is
     */
    record Figure(String what, String measured, String promised, boolean reached) {}

    private Figures() {}

    static List<Figure> of(Result result) {
        List<Figure> figures = new ArrayList<>();
        if (!result.graphs().isEmpty()) {
            figures.add(least("models whose whole graphs are equal, spec and Java", result.equalGraphs(), 8));
            figures.add(least("states in those graphs", result.states(), 150_000));
            figures.add(least("transitions that the Java explorer takes in a CPU-second", result.transitionsPerCpuSecond(), 200_000));
        }
        figures.add(least("transitions certified", result.certifiedTransitions(), 10_000_000));
        figures.add(least("pairs certified", result.certificate().total().compared(), 200_000));
        figures.add(new Figure("branches of the spec's operators that nothing met, of " + result.branches(), number(result.branchesNeverMet()),
                "each with its reason", result.complaints().isEmpty()));
        return figures;
    }

    private static Figure least(String what, long measured, long promised) {
        return new Figure(what, number(measured), number(promised), measured >= promised);
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
