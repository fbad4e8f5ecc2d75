package io.keelson.spec;

import tlc2.TLC;
import tlc2.TLCGlobals;
import tlc2.tool.ModelChecker;

/**
 * What the forked JVM runs: TLC, and beside it a thread that tells how far it is. TLC itself speaks only once a minute.
 */
final class TlcChild {
    /** How a line with the counts begins. */
    static final String COUNTS = "keelson-counts ";

    private static final long PERIOD_MILLIS = 500;

    private TlcChild() {}

    /**
     * Runs TLC.
     *
     * @param arguments those of TLC's own main method
     */
    public static void main(String[] arguments) throws Exception {
        Thread reporter = new Thread(TlcChild::report, "counts");
        reporter.setDaemon(true);
        reporter.start();
        TLC.main(arguments);
    }

    private static void report() {
        try {
            while (true) {
                Thread.sleep(PERIOD_MILLIS);
                if (TLCGlobals.mainChecker instanceof ModelChecker checker) {
                    // In one call, so that no other line comes between.
                    System.out.println(COUNTS + checker.getStatesGenerated() + " states generated, "
                            + checker.getDistinctStatesGenerated() + " distinct states found");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
