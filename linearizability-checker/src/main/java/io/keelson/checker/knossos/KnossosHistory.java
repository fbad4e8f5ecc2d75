package io.keelson.checker.knossos;

import clojure.lang.Keyword;
import io.keelson.checker.history.EdnWriter;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The operations of one partition as Knossos takes them: without keys, without failed ones, events numbered anew.
 *
 * <p>Knossos lets every read of nil pass. Here such a read asserts that nothing was written, so nil becomes a keyword wherever it
 * is a value that was seen or set.
 */
final class KnossosHistory {
    private static final Keyword NIL = Keyword.intern("keelson", "nil");

    private record End(int index, Operation operation, boolean isInvocation) {
    }

    private final List<End> ends = new ArrayList<>();

    KnossosHistory(List<Operation> operations) {
        for (Operation operation : operations) {
            ends.add(new End(operation.invoked(), operation, true));
            if (operation.isOk()) {
                ends.add(new End(operation.completed(), operation, false));
            }
        }
        ends.sort(Comparator.comparingInt(End::index));
    }

    /** What Knossos would read otherwise than it is meant here, in one line; or null. */
    static String objection(Operation operation, Model model) {
        boolean takes = operation.f().equals("dequeue");
        if (takes && (operation.isCrashed() || operation.output() == null)) {
            return "Knossos has no word for a :dequeue that found nothing, or of which nobody knows what it found";
        }
        if (model.name().equals("multi-register") && operation.isOk() && Values.show(operation.output()).contains(" nil]")) {
            return "Knossos takes a transaction that read nil for one that may have read anything";
        }
        return null;
    }

    /**
     * One EDN vector of maps.
     *
     * @param register whether the model is a register, whose nil is a value like any other
     */
    String edn(boolean register) {
        History.Builder builder = History.builder();
        for (End end : ends) {
            Operation operation = end.operation;
            boolean isRead = operation.f().equals("read");
            if (end.isInvocation) {
                Object value = isRead || !register ? operation.input() : withNil(operation.input());
                builder.invoke(operation.process(), operation.f(), null, value, operation.invokedAt());
            } else {
                Object seen = isRead || !register ? operation.output() : operation.input();
                Object value = register ? withNil(seen) : seen;
                builder.add(operation.process(), EventType.OK, operation.f(), null, value, operation.completedAt(), null);
            }
        }
        return "[" + EdnWriter.toString(builder.build()) + "]";
    }

    /** A value of the model, in EDN. */
    static String edn(Object value) {
        return EdnWriter.print(withNil(value));
    }

    /** The operation that an event of {@link #edn(boolean)} belongs to. */
    Operation operationAt(int index) {
        return ends.get(index).operation;
    }

    private static Object withNil(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(KnossosHistory::withNil).toList();
        }
        return value == null ? NIL : value;
    }
}
