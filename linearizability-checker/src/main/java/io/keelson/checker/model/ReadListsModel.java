package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link ListAppendModel} for a history that is known: the longest read of a list tells in which order its elements were appended. So a list is how much of that there is by now, and
 * an append of anything but the next element cannot come yet. What comes behind the longest read nobody sees: there it matters only that something does.
 */
final class ReadListsModel implements Model {
    private final Model plain;
    /** The longest read of each list. */
    private final Map<Object, List<?>> longest = new HashMap<>();

    private ReadListsModel(Model plain) {
        this.plain = plain;
    }

    /** The model for these operations, each of which {@link ListAppendModel} can judge. */
    static Model of(Model plain, List<Operation> possible) {
        ReadListsModel model = new ReadListsModel(plain);
        for (Operation operation : possible) {
            if (operation.isOk()) {
                model.see(operation);
            }
        }
        return model;
    }

    private void see(Operation operation) {
        if (operation.f().equals("read")) {
            see(operation.key(), operation.output());
        } else if (operation.f().equals("txn")) {
            for (Object micro : (List<?>) operation.output()) {
                List<?> parts = (List<?>) micro;
                if (!ListAppendModel.isAppend(parts)) {
                    see(parts.get(1), parts.get(2));
                }
            }
        }
    }

    private void see(Object key, Object seen) {
        longest.merge(key, seen == null ? List.of() : (List<?>) seen, (a, b) -> b.size() > a.size() ? b : a);
    }

    private List<?> longest(Object key) {
        return longest.getOrDefault(key, List.of());
    }

    /** How long each list is, as far as it was read; one more where it is longer than anybody saw. */
    @Override
    public Object initialState() {
        return Ordering.emptyMap();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object step(Object state, Transition transition) {
        SortedMap<Object, Integer> lengths = (SortedMap<Object, Integer>) state;
        if (transition.f().equals("append")) {
            return append(lengths, transition.key(), transition.input());
        }
        if (transition.f().equals("read")) {
            return !transition.known() || isThere(lengths, transition.key(), transition.output()) ? state : REFUSED;
        }
        for (Object micro : (List<?>) (transition.known() ? transition.output() : transition.input())) {
            List<?> parts = (List<?>) micro;
            if (ListAppendModel.isAppend(parts)) {
                Object longer = append(lengths, parts.get(1), parts.get(2));
                if (longer == REFUSED) {
                    return REFUSED;
                }
                lengths = (SortedMap<Object, Integer>) longer;
            } else if (transition.known() && !isThere(lengths, parts.get(1), parts.get(2))) {
                return REFUSED;
            }
        }
        return lengths;
    }

    private Object append(SortedMap<Object, Integer> lengths, Object key, Object element) {
        int length = lengths.getOrDefault(key, 0);
        List<?> all = longest(key);
        if (length > all.size()) {
            return lengths;
        }
        if (length < all.size() && !all.get(length).equals(element)) {
            return REFUSED;
        }
        SortedMap<Object, Integer> changed = new TreeMap<>(lengths);
        changed.put(key, length + 1);
        return changed;
    }

    private boolean isThere(SortedMap<Object, Integer> lengths, Object key, Object seen) {
        List<?> list = seen == null ? List.of() : (List<?>) seen;
        return list.size() == lengths.getOrDefault(key, 0) && list.equals(longest(key).subList(0, Math.min(list.size(), longest(key).size())));
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return plain.isReadOnly(transition);
    }
}
