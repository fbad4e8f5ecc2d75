package io.keelson.checker.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

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
        this.events = events;
        this.nemesisEvents = List.copyOf(nemesisEvents);
        this.operations = operations;
    }

    /** The events of clients, in order. Each is made when it is asked for; {@link #operations} are there once and for all. */
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
    public static final class Builder implements EventSink {
        private final Events events = new Events();
        private final List<NemesisEvent> nemesisEvents = new ArrayList<>();
        /** Where each operation begins among the events, and where it ends, or -1. */
        private int[] begins = new int[16];
        private int[] ends = new int[16];
        private int operations;
        private final ProcessTable open = new ProcessTable();

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
            return add(process, type, f, key, value, time, error, Event.NO_ORDER);
        }

        /** The same, with its place in the order that the system reports, or {@link Event#NO_ORDER}. */
        public Builder add(long process, EventType type, String f, Object key, Object value, long time, Object error, long order) {
            Values.requireName(f);
            onClient(process, type, f, Values.canonical(key), Values.canonical(value), time, Values.canonical(error), order);
            return this;
        }

        /** {@inheritDoc} Key, value and error must be in the form of {@link Values}. */
        @Override
        public void onClient(long process, EventType type, String f, Object key, Object value, long time, Object error, long order) {
            int operation = open.get(process);
            if (type == EventType.INVOKE) {
                checkFree(process, f, operation);
                begin(process, events.add(nextIndex(), process, type, f, key, value, time, error, order));
                return;
            }
            if (operation < 0) {
                throw new MalformedHistoryException("process " + process + " completes :" + f + " with :" + type.label()
                    + ", but it has no open invocation");
            }
            checkSameOperation(process, f, key, begins[operation]);
            ends[operation] = events.add(nextIndex(), process, type, f, events.key(begins[operation]), value, time, error, order);
            open.put(process, type == EventType.INFO ? ProcessTable.GONE : ProcessTable.NOTHING);
        }

        private void begin(long process, int place) {
            if (operations == begins.length) {
                begins = Arrays.copyOf(begins, operations * 2);
                ends = Arrays.copyOf(ends, operations * 2);
            }
            begins[operations] = place;
            ends[operations] = -1;
            open.put(process, operations++);
        }

        /** Adds an event of a fault injector; the parameters are those of {@link NemesisEvent}. */
        public Builder nemesis(String process, EventType type, String f, Object value, long time) {
            onNemesis(process, type, f, value, time);
            return this;
        }

        @Override
        public void onNemesis(String process, EventType type, String f, Object value, long time) {
            nemesisEvents.add(new NemesisEvent(nextIndex(), process, type, f, value, time));
        }

        private void checkFree(long process, String f, int operation) {
            if (operation >= 0) {
                int begin = begins[operation];
                throw new MalformedHistoryException("process " + process + " invokes :" + f
                    + " while its :" + events.f(begin) + " of event " + events.index(begin) + " is open; one process does one thing at a time");
            }
            if (operation == ProcessTable.GONE) {
                throw new MalformedHistoryException("process " + process + " invokes :" + f
                    + " after an :info; a process whose operation has an unknown outcome is gone, go on with a new process number");
            }
        }

        private void checkSameOperation(long process, String f, Object key, int begin) {
            if (!f.equals(events.f(begin))) {
                throw new MalformedHistoryException("process " + process + " completes :" + f
                    + ", but its open invocation (event " + events.index(begin) + ") is a :" + events.f(begin));
            }
            if (key != null && !key.equals(events.key(begin))) {
                throw new MalformedHistoryException("process " + process + " completes :" + f + " on key " + Values.brief(key)
                    + ", but invoked it on " + Values.brief(events.key(begin)) + " (event " + events.index(begin) + ")");
            }
        }

        /** The history so far; operations still open have an unknown outcome. The builder may go on. */
        public History build() {
            Operation[] built = new Operation[operations];
            for (int i = 0; i < operations; i++) {
                built[i] = events.operation(i, begins[i], ends[i]);
            }
            return new History(events.view(), nemesisEvents, Collections.unmodifiableList(Arrays.asList(built)));
        }
    }
}
