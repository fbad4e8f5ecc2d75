package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A set: {@code add x} and {@code remove x}, whose results, where they are true or false, say whether that changed it; {@code
 * contains x}, true or false; {@code read}, a collection of all elements. Without reads of all, each element is judged apart.
 */
record SetModel(Object initialState) implements Model {
    @Override
    public String name() {
        return "set";
    }

    @Override
    public Object step(Object state, Transition transition) {
        Set<?> elements = (Set<?>) state;
        Object element = transition.input();
        switch (transition.f()) {
            case "read":
                return !transition.known() || isAll(elements, (Collection<?>) transition.output()) ? state : REFUSED;
            case "contains":
                return fits(transition, elements.contains(element)) ? state : REFUSED;
            case "add":
                boolean isNew = !elements.contains(element);
                return !fits(transition, isNew) ? REFUSED : isNew ? with(elements, element) : state;
            default:
                boolean isThere = elements.contains(element);
                return !fits(transition, isThere) ? REFUSED : isThere ? without(elements, element) : state;
        }
    }

    private static boolean isAll(Collection<?> elements, Collection<?> seen) {
        return seen == null ? elements.isEmpty() : seen.size() == elements.size() && elements.containsAll(seen)
            && (seen instanceof Set<?> || new HashSet<>(seen).size() == elements.size());
    }

    private static boolean fits(Transition transition, boolean truth) {
        return !transition.known() || !(transition.output() instanceof Boolean said) || said == truth;
    }

    private static Set<Object> with(Set<?> elements, Object element) {
        Set<Object> more = new HashSet<>(elements);
        more.add(element);
        return Collections.unmodifiableSet(more);
    }

    private static Set<Object> without(Set<?> elements, Object element) {
        Set<Object> fewer = new HashSet<>(elements);
        fewer.remove(element);
        return Collections.unmodifiableSet(fewer);
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("read") || transition.f().equals("contains")
            || transition.known() && Boolean.FALSE.equals(transition.output());
    }

    @Override
    public Structure structure() {
        return Structure.SET;
    }

    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        boolean whole = operations.stream().anyMatch(operation -> operation.f().equals("read"));
        return whole ? operation -> null : Operation::input;
    }

    @Override
    public String objection(Operation operation) {
        boolean isCollection = operation.output() == null || operation.output() instanceof Collection<?>;
        return Forms.first(Forms.oneOf(this, operation, "add", "remove", "contains", "read"),
            Forms.result(!operation.f().equals("read") || isCollection, operation, "a collection"));
    }
}
