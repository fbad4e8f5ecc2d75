package io.keelson.checker.model;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A queue without order: {@code enqueue v} puts a value in, {@code dequeue} takes any out and gives it, or nil where there was none.
 *
 * <p>A dequeue of unknown outcome took one of the values that were there, nobody knows which. The state leaves that open: it is the
 * list of all that came in and was not given out, in order, each with how many unknown dequeues came before it. Some choice of
 * what they took must remain.
 */
record UnorderedQueueModel() implements Model {
    /** A value and how many unknown dequeues had happened when it came in. */
    private record Item(Object value, int takenBefore) {
    }

    /**
     * The state.
     *
     * @param items values that were not given out, in order of arrival
     * @param taken how many unknown dequeues took one of them
     */
    private record Bag(List<Item> items, int taken) {
        static final Bag EMPTY = new Bag(List.of(), 0);

        /** Where unknown dequeues took everything, nothing is left open. */
        static Bag of(List<Item> items, int taken) {
            return items.size() == taken ? EMPTY : new Bag(Collections.unmodifiableList(items), taken);
        }
    }

    @Override
    public String name() {
        return "unordered-queue";
    }

    @Override
    public Object initialState() {
        return Bag.EMPTY;
    }

    @Override
    public Object step(Object state, Transition transition) {
        Bag bag = (Bag) state;
        if (transition.f().equals("enqueue")) {
            List<Item> more = new ArrayList<>(bag.items());
            more.add(new Item(transition.input(), bag.taken()));
            more.sort((a, b) -> a.takenBefore() != b.takenBefore() ? Integer.compare(a.takenBefore(), b.takenBefore())
                : Ordering.compare(a.value(), b.value()));
            return Bag.of(more, bag.taken());
        }
        boolean isEmpty = bag.items().isEmpty();
        if (!transition.known()) {
            return isEmpty ? state : Bag.of(bag.items(), bag.taken() + 1);
        }
        if (transition.output() == null) {
            return isEmpty ? state : REFUSED;
        }
        return isEmpty ? REFUSED : without(bag, transition.output());
    }

    /** Gives out the last that came in: what came in earlier could have been taken by more of the unknown dequeues. */
    private static Object without(Bag bag, Object value) {
        for (int i = bag.items().size() - 1; i >= 0; i--) {
            if (bag.items().get(i).value().equals(value)) {
                List<Item> fewer = new ArrayList<>(bag.items());
                fewer.remove(i);
                return someChoiceRemains(fewer, bag.taken()) ? Bag.of(fewer, bag.taken()) : REFUSED;
            }
        }
        return REFUSED;
    }

    /** The first so many unknown dequeues can only have taken what came in before the last of them. */
    private static boolean someChoiceRemains(List<Item> items, int taken) {
        for (int n = 1; n <= taken; n++) {
            int dequeues = n;
            if (items.stream().filter(item -> item.takenBefore() < dequeues).count() < n) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("dequeue") && transition.known() && transition.output() == null;
    }

    /** Where every dequeue names what it took, each value is judged apart: it is only ever a matter of how many there are. */
    @Override
    public Function<Operation, Object> partitioning(List<Operation> operations) {
        boolean apart = operations.stream().allMatch(operation -> operation.f().equals("enqueue") || operation.outcome() == EventType.FAIL
            || operation.isOk() && operation.output() != null);
        return !apart ? operation -> null : operation -> operation.f().equals("enqueue") ? operation.input() : operation.output();
    }

    @Override
    public Structure structure() {
        return Structure.UNORDERED_QUEUE;
    }

    @Override
    public String objection(Operation operation) {
        return Forms.first(Forms.oneOf(this, operation, "enqueue", "dequeue"),
            Forms.argument(!operation.f().equals("enqueue") || operation.input() != null, operation, "a value"));
    }
}
