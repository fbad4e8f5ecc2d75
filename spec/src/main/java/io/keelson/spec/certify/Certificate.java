package io.keelson.spec.certify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a certification.
 *
 * @param tallies by source
 * @param pairs how many were compared, by the name of the operator
 * @param branches by how many of them each operator and branch of the spec was evaluated
 * @param disagreements how many differed, by the same
 * @param differences the first of them, written out
 * @param cpuSeconds of the thread that compared
 */
public record Certificate(
        Map<Source, Tally> tallies,
        SortedMap<String, Long> pairs,
        SortedMap<Branch, Long> branches,
        SortedMap<String, Long> disagreements,
        List<Difference> differences,
        double cpuSeconds) {
    /** How many differences a report writes out. */
    static final int DIFFERENCES_SHOWN = 5;

    /**
     * A step on which spec and code do not agree.
     *
     * @param operator the spec's operator
     * @param handler the core's handler
     * @param source where the step comes from
     * @param text state, input, and what differs, in lines
     */
    public record Difference(String operator, String handler, Source source, String text) {
        @Override
        public String toString() {
            return operator + " (spec) and " + handler + " (core) disagree on a step of the " + source.label() + ":\n" + text;
        }
    }

    /** Nothing yet. */
    public static Certificate none() {
        return new Certificate(new EnumMap<>(Source.class), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), 0);
    }

    /** Says whether all agreed. */
    public boolean agrees() {
        return disagreements.isEmpty();
    }

    /** The sum over all sources. */
    public Tally total() {
        return tallies.values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** Returns both together. */
    public Certificate plus(Certificate other) {
        Map<Source, Tally> sum = new EnumMap<>(Source.class);
        sum.putAll(tallies);
        other.tallies.forEach((source, tally) -> sum.merge(source, tally, Tally::plus));
        List<Difference> shown = new ArrayList<>(differences);
        shown.addAll(other.differences);
        return new Certificate(
                sum,
                sum(pairs, other.pairs),
                sum(branches, other.branches),
                sum(disagreements, other.disagreements),
                shown.stream().limit(DIFFERENCES_SHOWN).toList(),
                cpuSeconds + other.cpuSeconds);
    }

    private static <K> SortedMap<K, Long> sum(SortedMap<K, Long> one, SortedMap<K, Long> other) {
        SortedMap<K, Long> sum = new TreeMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}
