package io.keelson.bench.compare;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The findings in the form of JMH's results, which the usual viewers of them read: one benchmark for each load and figure, one iteration for each round. */
public final class ComparisonJson {
    private ComparisonJson() {}

    /** Returns the JSON. */
    public static String of(Findings findings) {
        StringBuilder out = new StringBuilder("[");
        for (Workload workload : findings.plan().workloads()) {
            for (String contestant : findings.contestants()) {
                double[] throughput = findings.all(contestant, workload, Sample::opsPerSecond);
                if (throughput.length > 0) {
                    String secondary = Figure.ALL.stream()
                            .skip(1)
                            .map(figure -> "\n      \"" + figure.name() + "\": " + metric(findings.all(contestant, workload, figure.of()), figure.unit()))
                            .collect(Collectors.joining(","));
                    benchmark(
                            out,
                            "io.keelson.bench.compare." + workload.kind().name().toLowerCase(Locale.ROOT),
                            "thrpt",
                            String.format(
                                    Locale.ROOT,
                                    "\"system\": \"%s\", \"members\": \"%d\", \"outstanding\": \"%d\", \"producers\": \"%d\", \"valueBytes\": \"%d\"",
                                    contestant,
                                    workload.members(),
                                    workload.outstanding(),
                                    workload.producers(),
                                    workload.valueBytes()),
                            findings.plan().millis(),
                            metric(throughput, "ops/s"),
                            secondary);
                }
            }
        }
        for (String contestant : findings.contestants()) {
            double[] millis = findings.failOvers(contestant);
            if (millis.length > 0) {
                benchmark(out, "io.keelson.bench.compare.failOver", "ss", "\"system\": \"" + contestant + "\"", 0, metric(millis, "ms/op"), "");
            }
        }
        if (findings.openings().length > 0) {
            benchmark(out, "io.keelson.bench.compare.open1GiB", "ss", "\"system\": \"keelson\"", 0, metric(findings.openings(), "ms/op"), "");
        }
        return out.append("\n]\n").toString();
    }

    private static void benchmark(StringBuilder out, String name, String mode, String parameters, long millis, String primary, String secondary) {
        out.append(out.length() > 1 ? "," : "")
                .append("\n  {\n    \"jmhVersion\": \"1.37\",\n    \"benchmark\": \"").append(name)
                .append("\",\n    \"mode\": \"").append(mode)
                .append("\",\n    \"threads\": 1,\n    \"forks\": 1,\n    \"jdkVersion\": \"").append(System.getProperty("java.version"))
                .append("\",\n    \"vmName\": \"").append(System.getProperty("java.vm.name"))
                .append("\",\n    \"measurementTime\": \"").append(millis).append(" ms\",\n    \"params\": {").append(parameters)
                .append("},\n    \"primaryMetric\": ").append(primary)
                .append(",\n    \"secondaryMetrics\": {").append(secondary).append("}\n  }");
    }

    /** The score is the median, since a noisy machine spoils means; its error is half of what lies between the least and the most. */
    private static String metric(double[] values, String unit) {
        double least = Findings.quantile(values, 0);
        double most = Findings.quantile(values, 1);
        return String.format(
                Locale.ROOT,
                "{\"score\": %.4f, \"scoreError\": %.4f, \"scoreConfidence\": [%.4f, %.4f], \"scorePercentiles\": {\"0.0\": %.4f, \"50.0\": %.4f, \"100.0\": %.4f},"
                        + " \"scoreUnit\": \"%s\", \"rawData\": [[%s]]}",
                Findings.quantile(values, 0.5),
                (most - least) / 2,
                least,
                most,
                least,
                Findings.quantile(values, 0.5),
                most,
                unit,
                Arrays.stream(values).mapToObj(value -> String.format(Locale.ROOT, "%.4f", value)).collect(Collectors.joining(", ")));
    }
}
