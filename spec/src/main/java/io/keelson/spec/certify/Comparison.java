package io.keelson.spec.certify;

import io.keelson.core.Entry;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.spec.Abstraction;
import io.keelson.spec.Pair;
import io.keelson.spec.SpecOracle;
import java.util.List;
import java.util.Objects;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/**
 * One step, judged by both sides: they must agree on the state afterwards, on the messages that leave now, on those that wait and for which write, and on the results.
 *
 * <p>So a message that must wait for a write never leaves with the step that makes it: the spec has it in the write's own set, and a message in two places differs as well.
 */
final class Comparison {
    /** What came of one comparison. */
    sealed interface Outcome {
        /** Spec and code agree. */
        record Agreed() implements Outcome {}

        /** Neither side says what happens here: an assertion of the core and an expression of the spec fail alike. */
        record Undefined() implements Outcome {}

        /**
         * Spec and code differ.
         *
         * @param text state, input, and what differs, in lines
         */
        record Differed(String text) implements Outcome {}
    }

    private static final Outcome AGREED = new Outcome.Agreed();
    private static final Outcome UNDEFINED = new Outcome.Undefined();

    private final Abstraction abstraction;
    private final SpecOracle oracle;

    Comparison(Abstraction abstraction, SpecOracle oracle) {
        this.abstraction = abstraction;
        this.oracle = oracle;
    }

    /** Evaluates the spec's operator and compares. */
    Outcome of(Pair pair) {
        Value n = abstraction.member(pair.before());
        Value input = abstraction.input(pair.cause(), pair.before());
        Value spec;
        try {
            spec = oracle.step(n, input);
        } catch (RuntimeException undefined) {
            return pair.thrown() != null ? UNDEFINED : differed(n, input, "\n  the spec's operator is undefined here: " + undefined.getMessage());
        }
        if (pair.thrown() != null) {
            return differed(n, input, "\n  the code threw " + pair.thrown() + "\n  the spec says " + spec);
        }
        Value code = abstraction.result(pair.after(), pair.effects());
        if (!equal(spec, code)) {
            return differed(n, input, fields("", spec, code));
        }
        String inconsistency = inconsistency(pair);
        return inconsistency == null ? AGREED : differed(n, input, "\n  " + inconsistency);
    }

    private static Outcome differed(Value n, Value input, String what) {
        return new Outcome.Differed("  state  " + n + "\n  input  " + input + what);
    }

    /** TLC refuses to compare values of different kinds: they differ. */
    private static boolean equal(Value one, Value other) {
        try {
            return one.equals(other);
        } catch (RuntimeException incomparable) {
            return false;
        }
    }

    /** The fields in which two records of equal shape differ, each with both values. */
    private static String fields(String path, Value spec, Value code) {
        if (!(spec.toRcd() instanceof RecordValue left) || !(code.toRcd() instanceof RecordValue right)) {
            return "\n  " + path + "\n    spec " + spec + "\n    code " + code;
        }
        StringBuilder text = new StringBuilder();
        for (UniqueString name : left.names) {
            Value inSpec = left.select(new StringValue(name));
            Value inCode = right.select(new StringValue(name));
            if (inCode == null || !equal(inSpec, inCode)) {
                text.append(name.toString().equals("n") && inCode != null
                        ? fields("n.", inSpec, inCode)
                        : "\n  " + path + name + "\n    spec " + inSpec + "\n    code " + inCode);
            }
        }
        for (UniqueString name : right.names) {
            if (left.select(new StringValue(name)) == null) {
                text.append("\n  ").append(path).append(name).append(" is not in the spec");
            }
        }
        return text.toString();
    }

    /** What the host is told must be what the state says: the spec has no words of its own for it. Null if so. */
    private static String inconsistency(Pair pair) {
        if (pair.cause() instanceof Pair.Restarted) {
            return null;
        }
        LogWrite write = pair.effects().write();
        List<PendingWrite> pending = pair.after().pendingWrites();
        LogWrite last = pending.isEmpty() ? null : pending.get(pending.size() - 1).write();
        if (write != null && (last == null || !same(write, last))) {
            return "the host is told to write " + write + ", but the last pending write is " + last;
        }
        if (write == null && last != null && pair.before().pendingWrites().stream().noneMatch(old -> old.write().ticket() == last.ticket())) {
            return "the last pending write is " + last + ", but the host is not told of it";
        }
        List<Entry> newlyCommitted = committed(pair.before(), pair.after());
        return newlyCommitted.equals(pair.effects().committed())
                ? null
                : "the commit index says " + newlyCommitted + ", but the host is told to apply " + pair.effects().committed();
    }

    private static boolean same(LogWrite one, LogWrite other) {
        return one.ticket() == other.ticket() && Objects.equals(one.hardState(), other.hardState()) && one.entries().equals(other.entries());
    }

    private static List<Entry> committed(MemberState before, MemberState after) {
        return after.entries().stream()
                .filter(entry -> entry.index() > before.commitIndex() && entry.index() <= after.commitIndex())
                .toList();
    }
}
