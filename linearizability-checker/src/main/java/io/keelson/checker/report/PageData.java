package io.keelson.checker.report;

import io.keelson.checker.engine.PartitionResult;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.explain.Counterexample;
import io.keelson.checker.history.Event;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.NemesisEvent;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What the page draws, as JSON: operations in columns, orders as lists of them, faults. Bounded whatever the history. */
final class PageData {
    /** So many operations a page holds; of more, those around the one that fails, or the first. */
    private static final int SHOWN = 120_000;
    /** The states of so many steps of an order are told. */
    private static final int STATES = 20_000;
    private static final int LABEL = 48;

    private final History history;
    private final Model model;
    private final List<PartitionResult> partitions;
    private final PartitionResult partition;
    private final Counterexample found;
    private final List<Operation> shown;
    private final Map<Integer, Integer> placeOfId = new HashMap<>();
    /** The events that the page knows, ascending: what its columns mean. */
    private final int[] events;
    private final Map<String, Integer> texts = new LinkedHashMap<>();
    private final Json json = new Json();

    /**
     * Of a result.
     *
     * @param partition the partition to show, or null for all of them
     * @param found     why it is invalid, or null
     */
    PageData(History history, Model model, List<PartitionResult> partitions, PartitionResult partition, Counterexample found) {
        this.history = history;
        this.model = model;
        this.partitions = partition == null ? partitions : List.of(partition);
        this.partition = partition;
        this.found = found;
        this.shown = shown();
        for (int i = 0; i < shown.size(); i++) {
            placeOfId.put(shown.get(i).id(), i);
        }
        this.events = events();
    }

    private List<Operation> shown() {
        List<Operation> all = history.operations();
        if (partition != null) {
            boolean[] mine = new boolean[all.size()];
            partition.operations().forEach(operation -> mine[operation.id()] = true);
            all = all.stream().filter(operation -> mine[operation.id()]
                || operation.outcome() == EventType.FAIL && Objects.equals(operation.key(), partition.key())).toList();
        }
        if (all.size() <= SHOWN) {
            return all;
        }
        Operation focus = focus();
        int end = all.size();
        int at = 0;
        while (focus != null && at < end && all.get(at).id() < focus.id()) {
            at++;
        }
        int from = Math.max(0, Math.min(end - SHOWN, at - SHOWN * 3 / 4));
        return all.subList(from, from + SHOWN);
    }

    private Operation focus() {
        return found != null && found.refuted() != null ? found.refuted() : partition == null ? null : partition.stuck();
    }

    private int[] events() {
        TreeSet<Integer> indices = new TreeSet<>();
        for (Operation operation : shown) {
            indices.add(operation.invoked());
            if (operation.completed() != Operation.NEVER) {
                indices.add(operation.completed());
            }
        }
        return indices.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The column of an event: how many events that the page knows come before it. */
    private long column(int event) {
        int place = Arrays.binarySearch(events, event);
        return place >= 0 ? place : ~place;
    }

    @Override
    public String toString() {
        json.open('{').name("left").value(history.operations().size() - shown.size()).name("all").value(history.operations().size());
        columns();
        orders();
        core();
        bands();
        json.name("texts").open('[');
        texts.keySet().forEach(json::value);
        return json.close(']').close('}').toString();
    }

    private void columns() {
        boolean timed = shown.stream().allMatch(operation -> operation.invokedAt() != Event.NO_TIME);
        int count = shown.size();
        json.name("process").numbers(count, i -> shown.get(i).process());
        json.name("begin").numbers(count, i -> column(shown.get(i).invoked()));
        json.name("end").numbers(count, i -> shown.get(i).completed() == Operation.NEVER ? -1 : column(shown.get(i).completed()));
        json.name("event").numbers(count, i -> (long) shown.get(i).invoked());
        json.name("endEvent").numbers(count, i -> shown.get(i).completed() == Operation.NEVER ? -1 : (long) shown.get(i).completed());
        json.name("outcome").numbers(count, i -> (long) shown.get(i).outcome().ordinal() - 1);
        json.name("label").numbers(count, i -> text(label(shown.get(i))));
        json.name("error").numbers(count, i -> shown.get(i).error() == null ? -1 : text(Values.brief(shown.get(i).error())));
        if (timed && count > 0) {
            long first = shown.get(0).invokedAt();
            json.name("first").value(first);
            // Microseconds since the first: exact enough to see, and short.
            json.name("beginTime").numbers(count, i -> (shown.get(i).invokedAt() - first) / 1_000);
            json.name("endTime").numbers(count, i -> shown.get(i).completedAt() == Event.NO_TIME ? -1 : (shown.get(i).completedAt() - first) / 1_000);
        }
    }

    private String label(Operation operation) {
        String call = operation.call();
        String cut = call.length() <= LABEL ? call : call.substring(0, LABEL - 1) + "\u2026";
        return operation.key() == null || partition != null ? cut : cut + " @" + Values.brief(operation.key());
    }

    private long text(String text) {
        return texts.computeIfAbsent(text, unseen -> texts.size());
    }

    private void orders() {
        json.name("orders").open('[');
        for (PartitionResult each : partitions) {
            List<Operation> order = found != null && each == partition ? found.deepest() : each.linearization();
            if (order != null) {
                order(order);
            }
        }
        json.close(']').name("with").open('{');
        if (found != null) {
            found.deepestWith().forEach((id, order) -> {
                if (placeOfId.containsKey(id)) {
                    json.name(String.valueOf(placeOfId.get(id)));
                    order(order);
                }
            });
        }
        json.close('}');
    }

    /** The operations of an order, and the state after each of its last steps. */
    private void order(List<Operation> order) {
        List<Operation> known = order.stream().filter(operation -> placeOfId.containsKey(operation.id())).toList();
        Object state = model.initialState();
        List<Long> states = new ArrayList<>();
        int untold = Math.max(0, order.size() - STATES);
        for (int i = 0; i < order.size() && state != Model.REFUSED; i++) {
            state = model.step(state, Transition.of(order.get(i)));
            if (placeOfId.containsKey(order.get(i).id())) {
                states.add(i < untold || state == Model.REFUSED ? -1 : text(Values.brief(state)));
            }
        }
        json.open('{').name("ops").numbers(known.size(), i -> (long) placeOfId.get(known.get(i).id()));
        json.name("states").numbers(states.size(), states::get).close('}');
    }

    private void core() {
        Operation focus = focus();
        json.name("focus").value(focus == null || !placeOfId.containsKey(focus.id()) ? -1 : placeOfId.get(focus.id()));
        json.name("invalid").value(partition != null && partition.verdict() == Verdict.INVALID ? 1 : 0);
        json.name("core").open('[');
        if (found != null) {
            for (Counterexample.Reasoned each : found.core()) {
                if (placeOfId.containsKey(each.operation().id())) {
                    json.open('{').name("op").value(placeOfId.get(each.operation().id())).name("label").value(each.label())
                        .name("reason").value(each.reason()).close('}');
                }
            }
        }
        json.close(']');
    }

    private void bands() {
        Map<Integer, Long> times = new HashMap<>();
        for (NemesisEvent event : history.nemesisEvents()) {
            times.put(event.index(), event.time());
        }
        long first = shown.isEmpty() ? 0 : Math.max(0, shown.get(0).invokedAt());
        json.name("bands").open('[');
        for (Bands.Band band : Bands.of(history)) {
            boolean ended = band.last() != Integer.MAX_VALUE;
            json.open('{').name("name").value(band.name()).name("from").value(column(band.first()))
                .name("to").value(ended ? column(band.last()) : -1)
                .name("fromTime").value((times.get(band.first()) - first) / 1_000)
                .name("toTime").value(ended ? (times.get(band.last()) - first) / 1_000 : -1)
                .name("point").value(band.last() == band.first() ? 1 : 0).close('}');
        }
        json.close(']');
    }
}
