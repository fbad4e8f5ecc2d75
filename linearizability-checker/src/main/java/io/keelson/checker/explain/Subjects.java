package io.keelson.checker.explain;

import io.keelson.checker.history.Operation;
import io.keelson.checker.model.Flow;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Groups of operations that may be left out together: what explains a history explains it without them, too. Of a register, all that
 * write, expect and read one value, with those that compare-and-set ties to it; of a collection, all that have to do with one element.
 */
final class Subjects {
    private Subjects() {
    }

    /** The groups, in order of first use; null where the model is of no kind that has them, or there is but one. */
    static List<List<Operation>> of(List<Operation> operations, Model model) {
        return switch (model.structure()) {
            case REGISTER -> byValue(operations, model);
            case QUEUE, UNORDERED_QUEUE, STACK, PRIORITY_QUEUE, SET -> byElement(operations);
            default -> null;
        };
    }

    private static List<List<Operation>> byValue(List<Operation> operations, Model model) {
        Map<Object, Object> parents = new HashMap<>();
        for (Operation operation : operations) {
            Flow flow = model.flow(Transition.of(operation));
            if (flow == null) {
                return null;
            }
            if (flow.needs() != Flow.NOTHING && flow.leaves() != Flow.NOTHING) {
                parents.put(root(parents, flow.leaves()), root(parents, flow.needs()));
            }
        }
        Map<Object, List<Operation>> groups = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Flow flow = model.flow(Transition.of(operation));
            Object value = flow.leaves() != Flow.NOTHING ? flow.leaves() : flow.needs();
            groups.computeIfAbsent(value == Flow.NOTHING ? value : root(parents, value), any -> new ArrayList<>()).add(operation);
        }
        return several(groups);
    }

    private static Object root(Map<Object, Object> parents, Object value) {
        Object at = value;
        while (parents.containsKey(at) && !Objects.equals(parents.get(at), at)) {
            at = parents.get(at);
        }
        parents.put(value, at);
        return at;
    }

    private static List<List<Operation>> byElement(List<Operation> operations) {
        Map<Object, List<Operation>> groups = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Object element = operation.input() != null ? operation.input() : operation.output();
            if (element instanceof Collection<?> || operation.isCrashed() && operation.input() == null) {
                // A look at the whole, or an element that nobody has seen: nothing can be left out for certain.
                return null;
            }
            groups.computeIfAbsent(element, any -> new ArrayList<>()).add(operation);
        }
        return several(groups);
    }

    private static List<List<Operation>> several(Map<Object, List<Operation>> groups) {
        return groups.size() < 2 ? null : List.copyOf(groups.values());
    }
}
