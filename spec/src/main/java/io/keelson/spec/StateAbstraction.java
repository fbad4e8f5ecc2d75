package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * What the states of a {@link StateGraph} mean in the spec: the values of the variables of {@code Raft}. Each part of a state is translated once, by
 * {@link Abstraction}.
 */
final class StateAbstraction {
    private final StateGraph graph;
    private final Abstraction abstraction;
    private final List<Value> nodes = new ArrayList<>();
    private final List<Value> disks = new ArrayList<>();
    private final List<Value> messages = new ArrayList<>();
    private final Value[] members;
    private final int[] parts;

    StateAbstraction(ModelSettings model, StateGraph graph) {
        this.graph = graph;
        this.abstraction = new Abstraction();
        this.members = model.servers.stream().map(abstraction::id).toArray(Value[]::new);
        this.parts = new int[graph.width()];
    }

    /** The values of the variables, in the order of {@link SpecGraph#VARIABLES}. */
    List<Value> values(int state) {
        graph.parts(state, parts);
        Value[] node = new Value[members.length];
        Value[] disk = new Value[members.length];
        List<Value> net = new ArrayList<>();
        for (int i = 0; i < members.length; i++) {
            node[i] = once(nodes, parts[i], local -> abstraction.member(graph.local(local).state()));
            disk[i] = once(disks, parts[i], local -> abstraction.disk(graph.local(local).disk()));
            for (int message : graph.network().messagesOf(parts[members.length + i])) {
                net.add(once(messages, message, number -> abstraction.message(graph.network().message(number))));
            }
        }
        History history = graph.history(parts[2 * members.length]);
        return List.of(
                new FcnRcdValue(members.clone(), node, false),
                new FcnRcdValue(members.clone(), disk, false),
                set(net),
                new TupleValue(history.chosen().stream().map(this::chosen).toArray(Value[]::new)),
                new TupleValue(history.asked().stream().map(asked -> number(asked)).toArray(Value[]::new)),
                set(history.served().stream()
                        .map(answer -> (Value) new TupleValue(number(answer.requestId()), number(answer.index())))
                        .toList()));
    }

    private Value chosen(History.Chosen chosen) {
        return new RecordBuilder()
                .put("term", number(chosen.term()))
                .put("value", abstraction.payload(chosen.value()))
                .put("at", number(chosen.at()))
                .put("by", abstraction.configuration(chosen.by()))
                .build();
    }

    private static Value once(List<Value> known, int number, IntFunction<Value> translate) {
        while (known.size() <= number) {
            known.add(null);
        }
        if (known.get(number) == null) {
            Value value = translate.apply(number);
            value.deepNormalize();
            known.set(number, value);
        }
        return known.get(number);
    }

    private static Value set(List<Value> elements) {
        SetEnumValue set = new SetEnumValue(elements.toArray(Value[]::new), false);
        set.normalize();
        return set;
    }

    private static Value number(long value) {
        return IntValue.gen(Math.toIntExact(value));
    }
}
