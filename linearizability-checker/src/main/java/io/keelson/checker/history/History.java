package io.keelson.checker.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the clients of a system did and saw, in the order in which it was recorded. Immutable, safe to share.
 *
 * <p>The meaning is Jepsen's: {@code ok} happened between its two events; {@code fail} did not happen; {@code info}, or an
 * invocation without an end, happened at any moment after the invocation or never, and its process acts no more.
 */
public final class History {
    private final List<Event> events;
    private final List<NemesisEvent> nemesisEvents;
    private final List<Operation> operations;

    private History(List<Event> events, List<NemesisEvent> nemesisEvents, List<Operation> operations) {
        this.events = List.copyOf(events);
        this.nemesisEvents = List.copyOf(nemesisEvents);
        this.operations = List.copyOf(operations);
    }

    /** The events of clients, in order. */
    public List<Event> events() {
        return events;
    }

    /** The events of fault injectors, in order. */
    public List<NemesisEvent> nemesisEvents() {
        return nemesisEvents;
    }

    /** Every invocation with its outcome, in order of invocation. */
    public List<Operation> operations() {
        return operations;
    }

    /** True where at least one operation bears a key. */
    public boolean isKeyed() {
        return operations.stream().anyMatch(operation -> operation.key() != null);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that && events.equals(that.events) && nemesisEvents.equals(that.nemesisEvents);
    }

    @Override
    public int hashCode() {
        return 31 * events.hashCode() + nemesisEvents.hashCode();
    }

    @Override
    public String toString() {
        return "history of " + operations.size() + " operations, " + nemesisEvents.size() + " nemesis events";
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Takes events in order and refuses, at once, each that cannot follow those before it; a refused event leaves the builder as
     * it was. For one thread; {@link Recorder} is for many.
     */
    public static final class Builder {
        private final List<Event> events = new ArrayList<>();
        private final List<NemesisEvent> nemesisEvents = new ArrayList<>();
        /** The events of each operation: its invocation, and its end or null. */
        private final List<Event[]> pairs = new ArrayList<>();
        private final Map<Long, Event[]> open = new HashMap<>();
        private final Set<Long> gone = new HashSet<>();

        private Builder() {
        }

        private int nextIndex() {
            return events.size() + nemesisEvents.size();
        }

        /**
         * Adds an invocation.
         *
         * @throws MalformedHistoryException where the process has an open operation, or is gone
         */
        public Builder invoke(long process, String f, Object key, Object value, long time) {
            return add(process, EventType.INVOKE, f, key, value, time, null);
        }

        /**
         * Adds one event of a client; the parameters are those of {@link Event}. A completion without a key takes the key of its
         * invocation.
         *
         * @throws MalformedHistoryException where the event cannot follow those before it
         */
        public Builder add(long process, EventType type, String f, Object key, Object value, long time, Object error) {
            if (type == EventType.INVOKE) {
                Event event = new Event(nextIndex(), process, type, f, key, value, time, error);
                checkFree(event);
                Event[] pair = {event, null};
                open.put(process, pair);
                pairs.add(pair);
                events.add(event);
                return this;
            }
            Event[] pair = open.get(process);
            if (pair == null) {
                throw new MalformedHistoryException("process " + process + " completes :" + f + " with :" + type.label()
                    + ", but it has no open invocation");
            }
            Object usedKey = key == null ? pair[0].key() : key;
            Event event = new Event(nextIndex(), process, type, f, usedKey, value, time, error);
            checkSameOperation(pair[0], event);
            pair[1] = event;
            open.remove(process);
            if (type == EventType.INFO) {
                gone.add(process);
            }
            events.add(event);
            return this;
        }

        /** Adds an event of a fault injector; the parameters are those of {@link NemesisEvent}. */
        public Builder nemesis(String process, EventType type, String f, Object value, long time) {
            nemesisEvents.add(new NemesisEvent(nextIndex(), process, type, f, value, time));
            return this;
        }

        private void checkFree(Event event) {
            Event[] pair = open.get(event.process());
            if (pair != null) {
                throw new MalformedHistoryException("process " + event.process() + " invokes :" + event.f()
                    + " while its :" + pair[0].f() + " of event " + pair[0].index() + " is open; one process does one thing at a time");
            }
            if (gone.contains(event.process())) {
                throw new MalformedHistoryException("process " + event.process() + " invokes :" + event.f()
                    + " after an :info; a process whose operation has an unknown outcome is gone, go on with a new process number");
            }
        }

        private static void checkSameOperation(Event invocation, Event event) {
            if (!event.f().equals(invocation.f())) {
                throw new MalformedHistoryException("process " + event.process() + " completes :" + event.f()
                    + ", but its open invocation (event " + invocation.index() + ") is a :" + invocation.f());
            }
            if (event.key() != null && !event.key().equals(invocation.key())) {
                throw new MalformedHistoryException("process " + event.process() + " completes :" + event.f() + " on key "
                    + Values.brief(event.key()) + ", but invoked it on " + Values.brief(invocation.key())
                    + " (event " + invocation.index() + ")");
            }
        }

        /** The history so far; operations still open have an unknown outcome. The builder may go on. */
        public History build() {
            List<Operation> operations = new ArrayList<>(pairs.size());
            for (Event[] pair : pairs) {
                operations.add(operation(operations.size(), pair[0], pair[1]));
            }
            return new History(events, nemesisEvents, operations);
        }

        private static Operation operation(int id, Event invocation, Event end) {
            EventType outcome = end == null ? EventType.INFO : end.type();
            return new Operation(id, invocation.process(), invocation.f(), invocation.key(), invocation.value(),
                outcome == EventType.OK ? end.value() : null, outcome, invocation.index(),
                outcome == EventType.INFO ? Operation.NEVER : end.index(), invocation.time(),
                end == null ? Event.NO_TIME : end.time(), end == null ? null : end.error());
        }
    }
}
