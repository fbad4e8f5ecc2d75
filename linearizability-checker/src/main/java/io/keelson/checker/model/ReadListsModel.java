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
final class ReadListsModel implements AppendedLists {
    /** The longest read of each list. */
    private final Map<Object, List<?>> longest = new HashMap<>();

    private ReadListsModel() {}

    /** The model for these operations, each of which {@link ListAppendModel} can judge. */
    static Model of(List<Operation> possible) {
        ReadListsModel model = new ReadListsModel();
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
                if (!AppendedLists.isAppend(parts)) {
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

    @SuppressWarnings("unchecked")
    private static SortedMap<Object, Integer> lengths(Object state) {
        return (SortedMap<Object, Integer>) state;
    }

    @Override
    public Object append(Object state, Object key, Object element) {
        int length = lengths(state).getOrDefault(key, 0);
        List<?> all = longest(key);
        if (length > all.size()) {
            return state;
        }
        if (length < all.size() && !all.get(length).equals(element)) {
            return REFUSED;
        }
        SortedMap<Object, Integer> changed = new TreeMap<>(lengths(state));
        changed.put(key, length + 1);
        return changed;
    }

    @Override
    public boolean isThere(Object state, Object key, Object seen) {
        List<?> list = seen == null ? List.of() : (List<?>) seen;
        return list.size() == lengths(state).getOrDefault(key, 0) && list.equals(longest(key).subList(0, Math.min(list.size(), longest(key).size())));
    }
}
