package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.util.List;

/** The result of a check in plain text: short, and of bounded length whatever the history. */
public final class TextReport {
    private static final int PARTITIONS_SHOWN = 5;
    private static final int ORDER_SHOWN = 6;
    private static final int CANDIDATES_SHOWN = 12;

    private TextReport() {
    }

    /** The report on all partitions of a history: the verdict, then each partition that is not valid. */
    public static String of(Model model, String engine, List<PartitionResult> partitions) {
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
        List<PartitionResult> wrong = partitions.stream().filter(partition -> partition.verdict() != Verdict.VALID)
            .sorted((a, b) -> Boolean.compare(a.verdict() == Verdict.UNKNOWN, b.verdict() == Verdict.UNKNOWN)).toList();
        for (PartitionResult partition : wrong.subList(0, Math.min(PARTITIONS_SHOWN, wrong.size()))) {
            text.append('\n').append(of(model, partition));
        }
        if (wrong.size() > PARTITIONS_SHOWN) {
            text.append("\nand ").append(wrong.size() - PARTITIONS_SHOWN).append(" more keys that are not valid");
        }
        return text.toString();
    }

    private static String of(Model model, PartitionResult partition) {
        StringBuilder text = new StringBuilder();
        if (model.isPerKey() && partition.key() != null) {
            text.append("key ").append(Values.brief(partition.key())).append(": ");
        }
        if (partition.verdict() == Verdict.UNKNOWN) {
            text.append("unknown: ").append(partition.reason()).append(" ended the search");
            if (partition.stuck() != null) {
                text.append("; linearizable up to event ").append(partition.provedUpToEvent());
            }
            return text.toString();
        }
        text.append("no order of the operations explains ")
            .append(partition.stuck() == null ? "them all" : partition.stuck().toString());
        Outlook outlook = Outlook.of(partition, model);
        if (outlook != null) {
            appendOrder(text, partition.linearization(), outlook);
            appendCandidates(text, outlook);
        }
        return text.toString();
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
