package io.keelson.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Everything that a comparison measured. */
public final class Findings {
    private record Cell(String contestant, Workload workload) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            return toString().compareTo(other.toString());
        }
    }

    private final List<String> contestants;
    private final Plan plan;
    private final Map<Cell, List<Sample>> samples = new TreeMap<>();
    private final Map<String, List<Double>> failOvers = new TreeMap<>();
    private final List<Double> openings = new ArrayList<>();
    private final List<Floor> floors = new ArrayList<>();

    Findings(List<String> contestants, Plan plan) {
        this.contestants = List.copyOf(contestants);
        this.plan = plan;
    }

    void add(String contestant, Workload workload, Sample sample) {
        samples.computeIfAbsent(new Cell(contestant, workload), none -> new ArrayList<>()).add(sample);
    }

    void add(Floor floor) {
        floors.add(floor);
    }

    void addFailOver(String contestant, double millis) {
        failOvers.computeIfAbsent(contestant, none -> new ArrayList<>()).add(millis);
    }

    void addOpening(double millis) {
        openings.add(millis);
    }

    /** Returns how long Keelson took to open a log of a gibibyte, in milliseconds, in order. */
    public double[] openings() {
        return openings.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns who was compared, in order. */
    public List<String> contestants() {
        return contestants;
    }

    /** Returns what was done. */
    public Plan plan() {
        return plan;
    }

    /** Returns a figure of a contestant's load in each round, in order; empty if it was not run. */
    public double[] all(String contestant, Workload workload, ToDoubleFunction<Sample> figure) {
        return samples.getOrDefault(new Cell(contestant, workload), List.of()).stream().mapToDouble(figure).toArray();
    }

    /** Returns a figure's median over the rounds; NaN if the load was not run. */
    public double median(String contestant, Workload workload, ToDoubleFunction<Sample> figure) {
        return quantile(all(contestant, workload, figure), 0.5);
    }

    /** Returns the disk's figure of the round in which others wrote least to the same disk; the members' own bytes are forced, so no round has fewer of them. */
    public double diskBytesPerOp(String contestant, Workload workload) {
        return quantile(all(contestant, workload, Sample::diskBytesPerOp), 0);
    }

    /** Returns the times of all fail-overs of a contestant, in milliseconds, in order. */
    public double[] failOvers(String contestant) {
        return failOvers.getOrDefault(contestant, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Returns a part of the floor, as its median over the rounds, in microseconds. */
    public double floor(ToDoubleFunction<Floor> part) {
        return quantile(floors.stream().mapToDouble(part).toArray(), 0.5);
    }

    /** Returns the value that this part of the values do not exceed; NaN if there are none. */
    public static double quantile(double[] values, double part) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(part * sorted.length) - 1)];
    }
}
