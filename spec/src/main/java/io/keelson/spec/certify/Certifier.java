package io.keelson.spec.certify;

import io.keelson.core.MemberState;
import io.keelson.spec.Abstraction;
import io.keelson.spec.Pair;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.SpecOracle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes steps of members from anywhere, and holds each distinct one to the spec, once.
 *
 * <p>Inside the bound all are compared, at once. Beyond it the steps with the smallest fingerprints are, so many as the budget allows, at the end: which they are does not depend on the order in which they came.
 *
 * <p>TLC keeps much of itself in statics: only the newest certifier of a process may be used. Not thread-safe.
 */
public final class Certifier {
    private final Group group;
    private final Bound bound;
    private final SpecOracle oracle;
    private final Comparison comparison;
    private final Coverage coverage;
    private FingerprintSet met = new FingerprintSet();
    private FingerprintSet states = new FingerprintSet();
    private final Sample sample;
    private final Map<Source, Tally> tallies = new EnumMap<>(Source.class);
    private final SortedMap<String, Long> pairs = new TreeMap<>();
    private final SortedMap<String, Long> disagreements = new TreeMap<>();
    private final List<Certificate.Difference> differences = new ArrayList<>();
    private final long cpuAtBegin = cpuNanos();

    /**
     * A certifier for the steps of one group.
     *
     * @param files the unpacked specification
     * @param group whose steps come
     * @param bound inside which each distinct step is compared
     * @param budget how many beyond it are
     */
    public Certifier(SpecFiles files, Group group, Bound bound, int budget) {
        this.group = group;
        this.bound = bound;
        this.sample = new Sample(budget);
        this.oracle = Quietly.get(() -> new SpecOracle(files, group.settings(), group.members()));
        this.coverage = Coverage.of(oracle, "Step");
        this.comparison = new Comparison(new Abstraction(), oracle);
    }

    /** Forgets what has come so far, and goes on with a spec that leaves a rule out: to show that disagreement is seen. */
    void beginAgainWithout(String rule) {
        oracle.leaveOut(rule);
        met = new FingerprintSet();
        states = new FingerprintSet();
        sample.drain((pair, source) -> {});
        tallies.clear();
        pairs.clear();
        disagreements.clear();
        differences.clear();
    }

    /** Takes a step. */
    public void offer(Pair pair, Source source) {
        Fingerprint print = Fingerprint.of(pair);
        boolean isNew = met.add(print);
        if (!bound.holds(pair)) {
            add(source, new Tally(1, 0, 1, 0, 0));
            if (isNew) {
                sample.offer(print, pair, source);
            }
        } else {
            add(source, new Tally(1, isNew ? 1 : 0, 0, 0, 0));
            if (isNew) {
                compare(pair, source);
            }
        }
    }

    /** Takes a state that was met: each input of time, of clients and of the disk is given to a member in it, once. */
    public void offerEveryInput(MemberState state) {
        if (states.add(Fingerprint.of(state))) {
            EveryInput.at(state).forEach(input -> offer(Pair.taken(group.settings(), state, input), Source.ENABLED));
        }
    }

    /** Returns how many distinct steps have been compared so far. */
    public long compared() {
        return tallies.values().stream().mapToLong(Tally::compared).sum();
    }

    /** Returns the operators in whose steps spec and code have differed so far. */
    SortedSet<String> disagreeing() {
        return new TreeSet<>(disagreements.keySet());
    }

    /** Compares the sample of what lies beyond the bound, and returns what came of everything. */
    public Certificate finish() {
        sample.drain(this::compareBeyond);
        return new Certificate(
                new EnumMap<>(tallies),
                new TreeMap<>(pairs),
                coverage.steps(),
                new TreeMap<>(disagreements),
                List.copyOf(differences),
                (cpuNanos() - cpuAtBegin) / 1e9);
    }

    /** Compares one of a sample that is not counted otherwise. */
    void compareBeyond(Pair pair, Source source) {
        add(source, new Tally(0, 0, 0, 1, 0));
        compare(pair, source);
    }

    private void compare(Pair pair, Source source) {
        String operator = pair.cause().operator();
        coverage.begin();
        switch (comparison.of(pair)) {
            case Comparison.Outcome.Agreed agreed -> pairs.merge(operator, 1L, Long::sum);
            case Comparison.Outcome.Undefined undefined -> add(source, new Tally(0, 0, 0, 0, 1));
            case Comparison.Outcome.Differed differed -> {
                pairs.merge(operator, 1L, Long::sum);
                disagreements.merge(operator, 1L, Long::sum);
                if (differences.size() < Certificate.DIFFERENCES_SHOWN) {
                    differences.add(new Certificate.Difference(operator, Handlers.of(operator), source, differed.text()));
                }
            }
        }
    }

    void add(Source source, Tally more) {
        tallies.merge(source, more, Tally::plus);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
