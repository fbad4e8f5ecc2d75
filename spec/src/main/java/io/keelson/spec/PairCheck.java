package io.keelson.spec;

import io.keelson.core.Entry;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingWrite;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * Holds the Java core to the spec, step by step: each (state, input) pair that a walk of real members meets is evaluated by TLC as well, and the two must agree on the state afterwards, on the
 * messages that leave now, on those that wait and for which write, and on the results.
 *
 * <p>A step of Raft reads one member's state and one input, so a few thousand pairs stand for millions of steps of a cluster. One check at a time in a process: TLC keeps its state in statics.
 */
public final class PairCheck {
    private static final int DIFFERENCES_SHOWN = 3;

    private final MemberSettings settings;
    private final long members;
    private final long seed;
    private final String broken;

    /**
     * A check.
     *
     * @param settings of the members; limits should be small, so that they are met
     * @param members how many there are
     * @param seed of the walks
     */
    public PairCheck(MemberSettings settings, long members, long seed) {
        this(settings, members, seed, "");
    }

    /** A check against a spec that leaves a rule out, to show that the check can fail. */
    PairCheck(MemberSettings settings, long members, long seed, String broken) {
        this.settings = settings;
        this.members = members;
        this.seed = seed;
        this.broken = broken;
    }

    /**
     * What a check found.
     *
     * @param pairs how many pairs were compared, by the name of the operator and handler
     * @param disagreements how many did not agree, by the same
     * @param differences the first of them, written out: state, input, and what differs
     */
    public record Report(SortedMap<String, Integer> pairs, SortedMap<String, Integer> disagreements, List<String> differences) {
        /** Returns how many pairs were compared. */
        public int total() {
            return pairs.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    /**
     * Walks and compares.
     *
     * @param files the unpacked specification
     * @param walks how many walks
     * @return what was found, never null
     */
    public Report run(SpecFiles files, int walks) {
        PairExplorer explorer = new PairExplorer(settings, members, new PairExplorer.Bounds(6, 7, 3, 300), seed);
        List<Pair> pairs = explorer.walk(walks);
        return quietly(() -> compare(pairs, explorer, files));
    }

    private Report compare(List<Pair> pairs, PairExplorer explorer, SpecFiles files) {
        SpecOracle oracle = new SpecOracle(files, settings, members, broken);
        Abstraction abstraction = new Abstraction(explorer.configuration());
        SortedMap<String, Integer> counts = new TreeMap<>();
        SortedMap<String, Integer> disagreements = new TreeMap<>();
        List<String> differences = new ArrayList<>();
        for (Pair pair : pairs) {
            counts.merge(pair.cause().operator(), 1, Integer::sum);
            String difference = difference(pair, abstraction, oracle);
            if (difference != null) {
                disagreements.merge(pair.cause().operator(), 1, Integer::sum);
                if (differences.size() < DIFFERENCES_SHOWN) {
                    differences.add(difference);
                }
            }
        }
        return new Report(counts, disagreements, differences);
    }

    /** Null if spec and code agree. */
    private static String difference(Pair pair, Abstraction abstraction, SpecOracle oracle) {
        Value n = abstraction.member(pair.before());
        Value input = abstraction.input(pair.cause(), pair.before());
        String where = pair.cause().operator() + "\n  state  " + n + "\n  input  " + input;
        if (pair.thrown() != null) {
            return where + "\n  the code threw " + pair.thrown();
        }
        Value spec;
        try {
            spec = oracle.step(n, input);
        } catch (RuntimeException undefined) {
            return where + "\n  the spec's operator is undefined here: " + undefined.getMessage();
        }
        Value code = abstraction.result(pair.after(), pair.effects());
        if (!spec.equals(code)) {
            return where + fields("", spec, code);
        }
        String inconsistency = inconsistency(pair);
        return inconsistency == null ? null : where + "\n  " + inconsistency;
    }

    /** The fields in which two records of equal shape differ, each with both values. */
    private static String fields(String path, Value spec, Value code) {
        if (!(spec.toRcd() instanceof RecordValue left) || !(code.toRcd() instanceof RecordValue right)) {
            return "\n  " + path + "\n    spec " + spec + "\n    code " + code;
        }
        StringBuilder text = new StringBuilder();
        for (UniqueString name : left.names) {
            Value inSpec = left.select(new tlc2.value.impl.StringValue(name));
            Value inCode = right.select(new tlc2.value.impl.StringValue(name));
            if (inCode == null || !inSpec.equals(inCode)) {
                text.append(name.toString().equals("n") && inCode != null
                        ? fields("n.", inSpec, inCode)
                        : "\n  " + path + name + "\n    spec " + inSpec + "\n    code " + inCode);
            }
        }
        return text.toString();
    }

    /** What the host is told to write and to apply must be what the state says: the spec has no words of its own for it. Null if so. */
    private static String inconsistency(Pair pair) {
        if (pair.cause() instanceof Pair.Restarted) {
            return null;
        }
        LogWrite write = pair.effects().write();
        List<PendingWrite> pending = pair.after().pendingWrites();
        if (write != null) {
            LogWrite last = pending.isEmpty() ? null : pending.get(pending.size() - 1).write();
            if (last == null || !same(write, last)) {
                return "the host is told to write " + write + ", but the last pending write is " + last;
            }
        }
        List<Entry> newlyCommitted = committed(pair.before(), pair.after());
        return newlyCommitted.equals(pair.effects().committed())
                ? null
                : "the commit index says " + newlyCommitted + ", but the host is told to apply " + pair.effects().committed();
    }

    private static boolean same(LogWrite one, LogWrite other) {
        return java.util.Objects.equals(one.hardState(), other.hardState()) && one.entries().equals(other.entries());
    }

    private static List<Entry> committed(MemberState before, MemberState after) {
        return after.entries().stream()
                .filter(entry -> entry.index() > before.commitIndex() && entry.index() <= after.commitIndex())
                .toList();
    }

    /** TLC's parser speaks on standard output. */
    private static Report quietly(java.util.function.Supplier<Report> work) {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return work.get();
        } catch (RuntimeException failure) {
            throw new IllegalStateException("TLC: " + said.toString(StandardCharsets.UTF_8), failure);
        } finally {
            System.setOut(out);
        }
    }
}
