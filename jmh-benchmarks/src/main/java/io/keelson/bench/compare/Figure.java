package io.keelson.bench.compare;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A kind of figure that each load has.
 *
 * @param name for tables
 * @param unit for the JSON
 * @param digits behind the point
 * @param of takes it from a sample
 */
record Figure(String name, String unit, int digits, ToDoubleFunction<Sample> of) {
    static final List<Figure> ALL = List.of(
            new Figure("throughput", "ops/s", 0, Sample::opsPerSecond),
            new Figure("p50", "us", 0, Sample::p50Micros),
            new Figure("p95", "us", 0, Sample::p95Micros),
            new Figure("p99", "us", 0, Sample::p99Micros),
            new Figure("p99.9", "us", 0, Sample::p999Micros),
            new Figure("CPU", "s/100k", 2, Sample::cpuSecondsPer100k),
            new Figure("disk", "B/op", 0, Sample::diskBytesPerOp),
            new Figure("heap", "B/op", 0, Sample::allocatedPerOp),
            new Figure("resident", "MiB", 0, Sample::residentMiB),
            new Figure("failed", "ops", 0, Sample::failed));
}
