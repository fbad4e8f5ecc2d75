package io.keelson.bench;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark measured with one choice of its parameters.
 *
 * @param benchmark its class and method, without packages
 * @param parameters {@code name=value} by commas, perhaps empty
 * @param score the mean
 * @param error half the width of the 99.9 % confidence interval; NaN if there is no such thing
 * @param unit of both
 * @param bytesPerOperation what one operation allocates; NaN if unknown
 */
public record Measurement(
        String benchmark, String parameters, double score, double error, String unit, double bytesPerOperation) {
    static Measurement of(RunResult result) {
        String name = result.getParams().getBenchmark();
        int method = name.lastIndexOf('.');
        StringBuilder parameters = new StringBuilder();
        for (String key : result.getParams().getParamsKeys()) {
            parameters.append(parameters.isEmpty() ? "" : ",").append(key).append('=').append(result.getParams().getParam(key));
        }
        Result<?> primary = result.getPrimaryResult();
        Result<?> allocation = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Measurement(name.substring(name.lastIndexOf('.', method - 1) + 1), parameters.toString(), primary.getScore(),
                primary.getScoreError(), primary.getScoreUnit(), allocation == null ? Double.NaN : allocation.getScore());
    }
}
