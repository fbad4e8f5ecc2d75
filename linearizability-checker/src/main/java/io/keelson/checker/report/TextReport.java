package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.explain.Counterexample;
import io.keelson.checker.explain.Words;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.util.List;

/** The result of a check in plain text: short, and of bounded length whatever the history. */
public final class TextReport {
    private static final int PARTITIONS_SHOWN = 5;
    private static final int CORE_SHOWN = 20;
    private static final int ORDER_SHOWN = 6;
    private static final int CANDIDATES_SHOWN = 12;

    private TextReport() {
    }

    /** The verdict in one line. */
    public static String summary(Model model, String engine, List<PartitionResult> partitions) {
        Verdict verdict = partitions.stream().map(PartitionResult::verdict).reduce(Verdict.VALID, Verdict::and);
        long operations = partitions.stream().mapToLong(partition -> partition.operations().size()).sum();
        long configurations = partitions.stream().mapToLong(PartitionResult::configurations).sum();
        StringBuilder text = new StringBuilder();
        text.append(verdict.label()).append(": ").append(operations).append(" operations");
        if (model.isPerKey()) {
            text.append(" on ").append(partitions.size()).append(partitions.size() == 1 ? " key" : " keys");
        }
        text.append(" against ").append(model.name()).append(", ").append(engine).append(" engine");
        if (configurations > 0) {
            text.append(", ").append(configurations).append(" configurations");
        }
        return text.toString();
    }

    /**
     * What there is to say beyond the verdict: how the outcomes are read, then each partition that is not valid. Every line begins with a
     * line break.
     *
     * @param counterexample of the first invalid partition; null where there is none
     */
    public static String details(History history, Model model, List<PartitionResult> partitions, Counterexample counterexample) {
        StringBuilder text = new StringBuilder();
        List<PartitionResult> wrong = partitions.stream().filter(partition -> partition.verdict() != Verdict.VALID)
            .sorted((a, b) -> Boolean.compare(a.verdict() == Verdict.UNKNOWN, b.verdict() == Verdict.UNKNOWN)).toList();
        text.append('\n').append(outcomes(history));
        for (int i = 0; i < Math.min(PARTITIONS_SHOWN, wrong.size()); i++) {
            append(text, model, wrong.get(i), i == 0 ? counterexample : null);
        }
        if (wrong.size() > PARTITIONS_SHOWN) {
            text.append("\nand ").append(wrong.size() - PARTITIONS_SHOWN).append(" more keys that are not valid");
        }
        return text.toString();
    }

    /** How many operations ended in which way, and what that means. */
    public static String outcomes(History history) {
        long ok = history.operations().stream().filter(Operation::isOk).count();
        long failed = history.operations().stream().filter(operation -> operation.outcome() == EventType.FAIL).count();
        long unknown = history.operations().size() - ok - failed;
        return "read as: " + ok + " :ok (happened, between begin and end)"
            + (failed == 0 ? "" : ", " + failed + " :fail (did not happen)")
            + (unknown == 0 ? "" : ", " + unknown + " :info or without an end (happened at any time after the begin, or never; the process is gone)");
    }

    private static void append(StringBuilder text, Model model, PartitionResult partition, Counterexample counterexample) {
        text.append('\n');
        if (model.isPerKey() && partition.key() != null) {
            text.append("key ").append(Values.brief(partition.key())).append(": ");
        }
        if (partition.verdict() == Verdict.UNKNOWN) {
            text.append("unknown: ").append(partition.reason()).append(" ended the search");
            if (partition.stuck() != null) {
                text.append("; linearizable up to event ").append(partition.provedUpToEvent());
            }
            return;
        }
        Operation refuted = counterexample != null && counterexample.refuted() != null ? counterexample.refuted() : partition.stuck();
        text.append("no order of the operations explains ").append(refuted == null ? "them all" : refuted.toString());
        if (counterexample != null && !counterexample.core().isEmpty()) {
            appendCore(text, counterexample);
        }
        Outlook outlook = counterexample == null ? null : Outlook.of(partition, model, counterexample.deepest(), refuted);
        if (outlook != null && counterexample.core().isEmpty()) {
            appendOrder(text, counterexample.deepest(), outlook);
            appendCandidates(text, outlook);
        }
    }

    private static void appendCore(StringBuilder text, Counterexample found) {
        text.append("\n  ").append(found.sentence());
        text.append("\n  ").append(scope(found)).append(':');
        int size = found.core().size();
        for (Counterexample.Reasoned each : found.core().subList(0, Math.min(CORE_SHOWN, size))) {
            Operation operation = each.operation();
            text.append("\n    ").append(each.label()).append("  process ").append(operation.process()).append(' ').append(operation.call())
                .append(", ").append(Words.began(operation)).append(" to ").append(Words.returned(operation));
            if (!each.reason().isEmpty()) {
                text.append("\n       ").append(each.reason());
            }
        }
        if (size > CORE_SHOWN) {
            text.append("\n    and ").append(size - CORE_SHOWN).append(" more");
        }
        if (!found.helpers().isEmpty()) {
            text.append("\n  what could have helped, had it happened at the right time, but does not:");
            found.helpers().forEach(line -> text.append("\n    ").append(line));
        }
        text.append("\n  every order that real time allows ends:");
        found.orders().forEach(line -> text.append("\n    ").append(line));
    }

    /** What the core is the core of. */
    static String scope(Counterexample found) {
        StringBuilder text = new StringBuilder();
        if (found.cut() >= 0) {
            text.append("after event ").append(found.cut()).append(" nothing was running, and the object held ")
                .append(String.join(" or ", found.states().stream().map(Values::brief).toList()));
            if (found.settled() != null) {
                text.append(", from ").append(found.settled());
            }
            text.append("; from there ");
        }
        int size = found.core().size();
        return text.append(size == 1 ? "this operation cannot be placed" : "these " + size + " operations cannot be ordered")
            .append(found.leftOut() == 0 ? "" : "; the other " + found.leftOut() + " do not matter")
            .append(found.minimal() ? "" : " (the time allowed ended the search for fewer)").toString();
    }

    private static void appendOrder(StringBuilder text, List<Operation> order, Outlook outlook) {
        text.append("\n  the deepest order places ").append(order.size()).append(" operations and leaves ")
            .append(Values.brief(outlook.state()));
        int from = Math.max(0, order.size() - ORDER_SHOWN);
        if (!order.isEmpty()) {
            text.append(from > 0 ? "; its last:" : ":");
        }
        for (Operation operation : order.subList(from, order.size())) {
            text.append("\n    ").append(operation);
        }
    }

    private static void appendCandidates(StringBuilder text, Outlook outlook) {
        text.append("\n  what could come next there:");
        List<Outlook.Candidate> candidates = outlook.candidates();
        for (Outlook.Candidate candidate : candidates.subList(0, Math.min(CANDIDATES_SHOWN, candidates.size()))) {
            text.append("\n    ").append(candidate.operation()).append(": ").append(candidate.words());
        }
        if (candidates.size() > CANDIDATES_SHOWN) {
            text.append("\n    and ").append(candidates.size() - CANDIDATES_SHOWN).append(" more");
        }
        text.append("\n  and every other order fails at this completion or before it");
    }
}
