package io.keelson.jepsen.workload;

import clojure.lang.Keyword;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Transactions that append to lists and read them whole, as Elle's list-append has them: {@code [[:append k v] [:r k nil]]}. A transaction reads all its lists, and writes if none
 * of them has changed since. Its lists are of one group, so that groups can be judged apart; a group is left for a fresh one after a while.
 */
public final class AppendWorkload implements Workload {
    /** The name on the command line. */
    public static final String NAME = "append";

    private static final int LISTS_PER_GROUP = 3;
    private static final int MOST_STEPS = 3;
    private static final Keyword APPEND = Keyword.intern("append");
    private static final Keyword READ = Keyword.intern("r");

    private final Slots groups;
    private long nextElement = 1;

    /**
     * Begins with empty lists.
     *
     * @param keys how many groups are in use at once
     * @param operationsPerKey after so many transactions a group is left
     */
    public AppendWorkload(int keys, int operationsPerKey) {
        this.groups = new Slots(keys, operationsPerKey);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Model model() {
        return Models.listAppend();
    }

    @Override
    public List<String> functions() {
        return List.of("txn");
    }

    @Override
    public synchronized Operation next(RandomGenerator random) {
        long group = groups.take(random.nextInt(groups.count()));
        Object[] steps = new Object[1 + random.nextInt(MOST_STEPS)];
        boolean changes = false;
        for (int i = 0; i < steps.length; i++) {
            long list = group * LISTS_PER_GROUP + random.nextInt(LISTS_PER_GROUP);
            boolean append = random.nextBoolean();
            steps[i] = append ? Values.vector(APPEND, list, nextElement++) : Values.vector(READ, list, null);
            changes |= append;
        }
        return new Operation("txn", null, Values.vector(steps), !changes);
    }

    @Override
    public Reply carryOut(EtcdClient client, Operation operation) {
        List<?> steps = (List<?>) operation.argument();
        Map<String, EtcdClient.Found> before = client.getAll(steps.stream().map(AppendWorkload::key).distinct().toList());
        Map<String, String> lists = new LinkedHashMap<>();
        before.forEach((key, found) -> lists.put(key, found == null ? "" : found.value()));
        Map<String, String> changed = new LinkedHashMap<>();
        List<Object> seen = new ArrayList<>();
        for (Object step : steps) {
            List<?> parts = (List<?>) step;
            if (parts.get(0).equals(APPEND)) {
                String longer = (lists.get(key(step)) + " " + parts.get(2)).strip();
                lists.put(key(step), longer);
                changed.put(key(step), longer);
                seen.add(parts);
            } else {
                seen.add(Values.vector(READ, parts.get(1), elements(lists.get(key(step)))));
            }
        }
        if (!changed.isEmpty() && !client.putIfUnchanged(before, changed)) {
            return new Reply.Failed("conflict");
        }
        return new Reply.Ok(Values.vector(seen.toArray()), 0);
    }

    private static String key(Object step) {
        return "list/" + ((List<?>) step).get(1);
    }

    private static Object elements(String list) {
        return list.isEmpty() ? null : Values.vector(Arrays.stream(list.split(" ")).map(Long::valueOf).toArray());
    }

    @Override
    public synchronized List<Operation> lastReads() {
        return LongStream.range(0, groups.all().size() * (long) LISTS_PER_GROUP)
                .mapToObj(list -> new Operation("txn", null, Values.vector(Values.vector(READ, list, null)), true)).toList();
    }

    @Override
    public LostWrites count(History history, int nodes, List<FinalRead> reads) {
        List<FinalRead> lists = new ArrayList<>();
        for (FinalRead read : reads) {
            List<?> step = (List<?>) ((List<?>) read.value()).getFirst();
            lists.add(new FinalRead(read.node(), step.get(1), step.get(2), 0));
        }
        return LostWrites.ofElements(history, nodes, lists, "txn", AppendWorkload::appended);
    }

    private static List<Object> appended(io.keelson.checker.history.Operation operation) {
        List<Object> elements = new ArrayList<>();
        for (Object step : (List<?>) operation.input()) {
            if (((List<?>) step).get(0).equals(APPEND)) {
                elements.add(((List<?>) step).get(2));
            }
        }
        return elements;
    }
}
