package io.keelson.checker.model;

import io.keelson.checker.history.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The models there are. {@link Model#perKey} makes a model of many keys of each. */
public final class Models {
    private static final Map<String, Function<Object, Model>> BY_NAME = byName();

    private Models() {
    }

    /** {@code read} and {@code write}; never written means nil. */
    public static Model register() {
        return register(null);
    }

    /** {@code read} and {@code write}, with this value at first. */
    public static Model register(Object initial) {
        return new RegisterModel("register", Values.canonical(initial), false);
    }

    /** {@code read}, {@code write} and {@code cas}; never written means nil. */
    public static Model casRegister() {
        return casRegister(null);
    }

    /** {@code read}, {@code write} and {@code cas}, with this value at first. */
    public static Model casRegister(Object initial) {
        return new RegisterModel("cas-register", Values.canonical(initial), true);
    }

    /** Transactions over several cells; a cell that is missing from {@code initial} holds nil. */
    public static Model multiRegister(Map<?, ?> initial) {
        Map<Object, Object> cells = new HashMap<>();
        initial.forEach((key, value) -> cells.put(Values.canonical(key), Values.canonical(value)));
        return new MultiRegisterModel(cells);
    }

    /** A map with ranges and transactions; a get of a missing key sees {@code missing}. */
    public static Model keyValue(Object missing) {
        return new KeyValueModel(Values.canonical(missing));
    }

    /** etcd's map, with revisions. */
    public static Model etcd() {
        return new EtcdModel();
    }

    /** {@code acquire} and {@code release}. */
    public static Model mutex() {
        return new MutexModel();
    }

    /** {@code acquire}, {@code release} and {@code use} with fencing tokens, held until it is released. */
    public static Model fencedLock() {
        return new FencedLockModel(false);
    }

    /** {@code acquire}, {@code release} and {@code use} with fencing tokens, which may run out. */
    public static Model lease() {
        return new FencedLockModel(true);
    }

    /** {@code add}, {@code add-and-get} and {@code read}. */
    public static Model counter(long initial) {
        return new CounterModel(initial);
    }

    /** {@code add}, {@code remove}, {@code contains} and {@code read}. */
    public static Model set() {
        return new SetModel(Set.of());
    }

    /** {@code enqueue} and {@code dequeue}, first in, first out. */
    public static Model queue() {
        return new SequenceModel("queue", Structure.QUEUE, "enqueue", "dequeue");
    }

    /** {@code enqueue} and {@code dequeue}, in any order. */
    public static Model unorderedQueue() {
        return new UnorderedQueueModel();
    }

    /** {@code push} and {@code pop}. */
    public static Model stack() {
        return new SequenceModel("stack", Structure.STACK, "push", "pop");
    }

    /** {@code insert} and {@code delete-min}. */
    public static Model priorityQueue() {
        return new SequenceModel("priority-queue", Structure.PRIORITY_QUEUE, "insert", "delete-min");
    }

    /** {@code append}, {@code read} and {@code end} by offset. */
    public static Model log() {
        return new LogModel();
    }

    /** {@code append} and {@code read} of whole lists, and transactions of both. */
    public static Model listAppend() {
        return new ListAppendModel();
    }

    /** The names that {@link #named} knows. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /**
     * The model of that name.
     *
     * @param initial the value at first; for {@code multi-register} a map, or null for none; null for those that start empty
     * @throws IllegalArgumentException with one clear line where there is none, or the value does not fit
     */
    public static Model named(String name, Object initial) {
        Function<Object, Model> model = BY_NAME.get(name);
        if (model == null) {
            throw new IllegalArgumentException("no model is called " + name + "; there are " + String.join(", ", names()));
        }
        return model.apply(initial);
    }

    private static Map<String, Function<Object, Model>> byName() {
        Map<String, Function<Object, Model>> models = new LinkedHashMap<>();
        models.put("register", Models::register);
        models.put("cas-register", Models::casRegister);
        models.put("multi-register", Models::multiRegisterFrom);
        models.put("kv", Models::keyValue);
        models.put("etcd", initial -> empty(etcd(), initial));
        models.put("mutex", initial -> empty(mutex(), initial));
        models.put("fenced-lock", initial -> empty(fencedLock(), initial));
        models.put("lease", initial -> empty(lease(), initial));
        models.put("counter", CounterModel::from);
        models.put("set", initial -> empty(set(), initial));
        models.put("queue", initial -> empty(queue(), initial));
        models.put("unordered-queue", initial -> empty(unorderedQueue(), initial));
        models.put("stack", initial -> empty(stack(), initial));
        models.put("priority-queue", initial -> empty(priorityQueue(), initial));
        models.put("log", initial -> empty(log(), initial));
        models.put("list-append", initial -> empty(listAppend(), initial));
        return models;
    }

    private static Model multiRegisterFrom(Object initial) {
        if (initial == null || initial instanceof Map<?, ?>) {
            return multiRegister(initial == null ? Map.of() : (Map<?, ?>) initial);
        }
        throw new IllegalArgumentException("multi-register starts from a map such as {:x 0}, not " + Values.show(initial));
    }

    private static Model empty(Model model, Object initial) {
        if (initial == null) {
            return model;
        }
        throw new IllegalArgumentException("a " + model.name() + " starts empty, not from " + Values.show(initial));
    }
}
