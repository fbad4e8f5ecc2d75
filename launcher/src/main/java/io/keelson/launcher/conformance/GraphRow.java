package io.keelson.launcher.conformance;

import io.keelson.spec.GraphReport;

/**
 * A model whose whole graph was compared.
 *
 * @param bound how large it is, in a few words
 * @param report what came out
 */
record GraphRow(String bound, GraphReport report) {
    long transitionsPerCpuSecond() {
        return (long) (report.transitions() / Math.max(0.001, report.javaCpuSeconds()));
    }
}
