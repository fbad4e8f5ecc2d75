package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * etcd's map, whose every change has a revision; the first change has revision 2. A result is {@code [revision result]}, where
 * revision is that of the answer's header and nil where it was not learned:
 * <ul>
 * <li>{@code get}, on the key of the operation: {@code [value mod-revision version create-revision]}, cut short where less was learned, or nil
 * <li>{@code put v}, on the key of the operation: anything
 * <li>{@code delete}, on the key of the operation: how many keys it deleted
 * <li>{@code range [from to]}: {@code [[k value mod-revision ...] ...]} in order of keys
 * <li>{@code txn [guards then else]}, guards {@code [:value | :mod-revision | :version | :create-revision, := | :!= | :< | :>, k, x]}, branches
 *     {@code [:get k nil]}, {@code [:put k v]}, {@code [:delete k nil]}: {@code [succeeded results]}, a result for each step of the branch taken
 * </ul>
 * A key that is missing has nil as value and 0 for every number.
 */
record EtcdModel() implements Model {
    private static final Object NOTHING_LEARNED = null;

    /** A value with its numbers. */
    private record Entry(Object value, long modRevision, long version, long createRevision) {
        static final Entry MISSING = new Entry(null, 0, 0, 0);

        Object field(String name) {
            return switch (name) {
                case "value" -> value;
                case "version" -> version;
                case "create-revision" -> createRevision;
                default -> modRevision;
            };
        }

        /** Whether the front of {@code [value mod-revision version create-revision]} is this. */
        boolean shows(Object seen, int from) {
            List<?> parts = seen == null ? List.of() : (List<?>) seen;
            if (this == MISSING || parts.isEmpty()) {
                return this == MISSING && parts.isEmpty();
            }
            List<Object> truth = Arrays.asList(value, modRevision, version, createRevision);
            List<?> learned = parts.subList(from, parts.size());
            return learned.size() <= truth.size() && learned.equals(truth.subList(0, learned.size()));
        }
    }

    /** The state: the map after that revision. */
    private record Store(long revision, SortedMap<Object, Entry> entries) {
        Entry get(Object key) {
            return entries.getOrDefault(key, Entry.MISSING);
        }

        /** The same with a key put, or, where {@code entry} is missing, deleted. */
        Store with(Object key, Entry entry, long newRevision) {
            SortedMap<Object, Entry> changed = new TreeMap<>(Ordering::compare);
            changed.putAll(entries);
            if (entry == Entry.MISSING) {
                changed.remove(key);
            } else {
                changed.put(key, entry);
            }
            return new Store(newRevision, Collections.unmodifiableSortedMap(changed));
        }
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public Object initialState() {
        return new Store(1, Ordering.emptyMap());
    }

    @Override
    public Object step(Object state, Transition transition) {
        Store store = (Store) state;
        List<?> output = transition.known() && transition.output() instanceof List<?> list ? list : null;
        Object result = output == null ? NOTHING_LEARNED : output.get(1);
        Store next = switch (transition.f()) {
            case "range" -> output == null || showsRange(store, (List<?>) transition.input(), (List<?>) result) ? store : null;
            case "txn" -> transaction(store, (List<?>) transition.input(), output == null ? null : (List<?>) result);
            default -> one(store, transition.f(), transition.key(), transition.input(), output != null, result, store.revision() + 1);
        };
        boolean fits = next != null && (output == null || output.get(0) == null || output.get(0).equals(next.revision()));
        return fits ? next : REFUSED;
    }

    /** One step, whose change, if it makes one, has that revision; null where the result could not have come about. */
    private static Store one(Store store, String f, Object key, Object input, boolean known, Object result, long revision) {
        Entry entry = store.get(key);
        switch (f) {
            case "get":
                return !known || entry.shows(result, 0) ? store : null;
            case "put":
                boolean isNew = entry == Entry.MISSING;
                return store.with(key, new Entry(input, revision, entry.version() + 1, isNew ? revision : entry.createRevision()), revision);
            default:
                boolean there = entry != Entry.MISSING;
                boolean fits = !known || !(result instanceof Long deleted) || deleted == (there ? 1 : 0);
                return !fits ? null : there ? store.with(key, Entry.MISSING, revision) : store;
        }
    }

    private static boolean showsRange(Store store, List<?> bounds, List<?> seen) {
        List<Map.Entry<Object, Entry>> found = new ArrayList<>();
        for (Map.Entry<Object, Entry> each : store.entries().entrySet()) {
            if (Ordering.compare(each.getKey(), bounds.get(0)) >= 0 && Ordering.compare(each.getKey(), bounds.get(1)) < 0) {
                found.add(each);
            }
        }
        if (found.size() != (seen == null ? 0 : seen.size())) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).getKey().equals(((List<?>) seen.get(i)).get(0)) || !found.get(i).getValue().shows(seen.get(i), 1)) {
                return false;
            }
        }
        return true;
    }

    /** All changes of a transaction have one revision. */
    private static Store transaction(Store store, List<?> input, List<?> result) {
        boolean succeeds = ((List<?>) input.get(0)).stream().allMatch(guard -> holds(store, (List<?>) guard));
        if (result != null && !Objects.equals(result.get(0), succeeds)) {
            return null;
        }
        List<?> results = result == null ? null : (List<?>) result.get(1);
        List<?> branch = (List<?>) input.get(succeeds ? 1 : 2);
        if (results != null && results.size() != branch.size()) {
            return null;
        }
        Store now = store;
        for (int i = 0; i < branch.size() && now != null; i++) {
            List<?> micro = (List<?>) branch.get(i);
            now = one(now, Micro.name(micro.get(0)), micro.get(1), micro.get(2), results != null, results == null ? null : results.get(i),
                store.revision() + 1);
        }
        return now;
    }

    private static boolean holds(Store store, List<?> guard) {
        Object truth = store.get(guard.get(2)).field(Micro.name(guard.get(0)));
        int order = Ordering.compare(truth, guard.get(3));
        return switch (Micro.name(guard.get(1))) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "!=" -> !Objects.equals(truth, guard.get(3));
            default -> Objects.equals(truth, guard.get(3));
        };
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("get") || transition.f().equals("range");
    }

    @Override
    public boolean isPerKey() {
        return true;
    }

    @Override
    public String objection(Operation operation) {
        boolean isTransaction = operation.f().equals("txn");
        boolean isTold = operation.output() instanceof List<?> list && list.size() == 2;
        return Forms.first(Forms.oneOf(this, operation, "get", "put", "delete", "range", "txn"),
            Forms.argument(!operation.f().equals("range") || Forms.isPair(operation.input()), operation, "[from to]"),
            Forms.argument(!isTransaction || operation.input() instanceof List<?> parts && parts.size() == 3, operation, "[guards then else]"),
            Forms.result(operation.f().equals("put") || isTold, operation, "[revision result]"));
    }
}
