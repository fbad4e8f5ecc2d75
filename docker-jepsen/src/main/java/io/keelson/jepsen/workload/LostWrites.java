package io.keelson.jepsen.workload;

import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * What became of the acknowledged writes, computed from the history and the final reads.
 *
 * <p>Of registers there are two independent counts: the server counts the writes of each register, so a count below the number of acknowledged writes has
 * lost some; and no value is written twice, so a register that holds a value older than an acknowledged write has lost that write.
 * The larger of the two stands.
 *
 * @param acknowledged changes that a client was told had happened
 * @param lost of these, how many are gone
 * @param appliedTwice how often a register was written more often than clients ever asked for
 * @param neverWritten how many registers hold a value that nobody wrote
 * @param disagreeing how many registers two nodes say different things of
 * @param unread how many registers could not be read on every node
 */
public record LostWrites(long acknowledged, long lost, long appliedTwice, long neverWritten, long disagreeing, long unread) {
    /**
     * Counts the writes of registers.
     *
     * @param history of a workload that never writes a value twice to one register
     * @param nodes how many nodes were asked for each register
     * @param reads what they said
     */
    static LostWrites ofRegisters(History history, int nodes, List<FinalRead> reads) {
        Map<Object, List<Operation>> writes = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            List<Operation> ofKey = writes.computeIfAbsent(operation.key(), key -> new ArrayList<>());
            if (!operation.f().equals("read") && (operation.isOk() || operation.isCrashed())) {
                ofKey.add(operation);
            }
        }
        Map<Object, List<FinalRead>> byKey = new LinkedHashMap<>();
        reads.forEach(read -> byKey.computeIfAbsent(read.key(), key -> new ArrayList<>()).add(read));
        long[] sums = new long[6];
        writes.forEach((key, ofKey) -> {
            List<FinalRead> ofReads = byKey.getOrDefault(key, List.of());
            sums[0] += acknowledged(ofKey);
            sums[1] += ofReads.stream().mapToLong(read -> lost(ofKey, read)).max().orElse(0);
            sums[2] += ofReads.stream().mapToLong(read -> Math.max(0, read.version() - ofKey.size())).max().orElse(0);
            sums[3] += ofReads.stream().anyMatch(read -> read.value() != null && writer(ofKey, read.value()) == null) ? 1 : 0;
            sums[4] += ofReads.stream().map(read -> Objects.hash(read.value(), read.version())).distinct().count() > 1 ? 1 : 0;
            sums[5] += ofReads.stream().map(FinalRead::node).distinct().count() < nodes ? 1 : 0;
        });
        return new LostWrites(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5]);
    }

    /**
     * Counts what was put into collections that are read whole; no element is put in twice.
     *
     * @param history what the clients did
     * @param nodes how many nodes were asked for each collection
     * @param reads what they said: lists of elements, null for none
     * @param f what puts elements in
     * @param elements which an operation puts in
     */
    static LostWrites ofElements(History history, int nodes, List<FinalRead> reads, String f, Function<Operation, List<Object>> elements) {
        Set<Object> acknowledged = new HashSet<>();
        Set<Object> attempted = new HashSet<>();
        for (Operation operation : history.operations()) {
            if (operation.f().equals(f)) {
                attempted.addAll(operation.isOk() || operation.isCrashed() ? elements.apply(operation) : List.of());
                acknowledged.addAll(operation.isOk() ? elements.apply(operation) : List.of());
            }
        }
        Map<String, List<Object>> seen = new LinkedHashMap<>();
        Map<Object, Set<Object>> byKey = new LinkedHashMap<>();
        Map<Object, Set<String>> asked = new LinkedHashMap<>();
        for (FinalRead read : reads) {
            seen.computeIfAbsent(read.node(), node -> new ArrayList<>()).addAll(read.value() == null ? List.of() : (List<?>) read.value());
            byKey.computeIfAbsent(read.key(), key -> new HashSet<>()).add(read.value() == null ? List.of() : read.value());
            asked.computeIfAbsent(read.key(), key -> new HashSet<>()).add(read.node());
        }
        long lost = 0;
        long twice = 0;
        Set<Object> strange = new HashSet<>();
        for (List<Object> onNode : seen.values()) {
            Set<Object> distinct = new HashSet<>(onNode);
            lost = Math.max(lost, acknowledged.stream().filter(element -> !distinct.contains(element)).count());
            twice = Math.max(twice, onNode.size() - distinct.size());
            distinct.removeAll(attempted);
            strange.addAll(distinct);
        }
        return new LostWrites(acknowledged.size(), lost, twice, strange.size(),
                byKey.values().stream().filter(values -> values.size() > 1).count(),
                asked.values().stream().filter(names -> names.size() < nodes).count());
    }

    /**
     * Counts additions of one to counters.
     *
     * @param history what the clients did
     * @param nodes how many nodes were asked for each counter
     * @param reads what they said
     */
    static LostWrites ofCounters(History history, int nodes, List<FinalRead> reads) {
        Map<Object, List<Operation>> additions = new LinkedHashMap<>();
        for (Operation operation : history.operations()) {
            List<Operation> ofKey = additions.computeIfAbsent(operation.key(), key -> new ArrayList<>());
            if (operation.f().equals("add") && (operation.isOk() || operation.isCrashed())) {
                ofKey.add(operation);
            }
        }
        long[] sums = new long[5];
        additions.forEach((key, ofKey) -> {
            List<FinalRead> ofReads = reads.stream().filter(read -> read.key().equals(key)).toList();
            sums[0] += acknowledged(ofKey);
            sums[1] += ofReads.stream().mapToLong(read -> Math.max(0, acknowledged(ofKey) - read.version())).max().orElse(0);
            sums[2] += ofReads.stream().mapToLong(read -> Math.max(0, read.version() - ofKey.size())).max().orElse(0);
            sums[3] += ofReads.stream().map(FinalRead::version).distinct().count() > 1 ? 1 : 0;
            sums[4] += ofReads.stream().map(FinalRead::node).distinct().count() < nodes ? 1 : 0;
        });
        return new LostWrites(sums[0], sums[1], sums[2], 0, sums[3], sums[4]);
    }

    private static long acknowledged(List<Operation> writes) {
        return writes.stream().filter(Operation::isOk).count();
    }

    private static long lost(List<Operation> writes, FinalRead read) {
        long byCount = Math.max(0, acknowledged(writes) - read.version());
        if (read.value() == null) {
            return acknowledged(writes);
        }
        Operation last = writer(writes, read.value());
        long byOrder = last == null || !last.isOk()
                ? 0
                : writes.stream().filter(write -> write.isOk() && write.invoked() > last.completed()).count();
        return Math.max(byCount, byOrder);
    }

    /** The operation that wrote a value; null if none did. */
    private static Operation writer(List<Operation> writes, Object value) {
        return writes.stream().filter(write -> value.equals(written(write))).findFirst().orElse(null);
    }

    private static Object written(Operation write) {
        return write.f().equals("cas") ? ((List<?>) write.input()).get(1) : write.input();
    }

    /** Whether nothing was lost, doubled or made up, and all nodes agree. */
    public boolean holds() {
        return lost == 0 && appliedTwice == 0 && neverWritten == 0 && disagreeing == 0;
    }
}
