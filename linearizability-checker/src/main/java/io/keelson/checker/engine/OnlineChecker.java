package io.keelson.checker.engine;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.UnsuitableHistoryException;
import java.util.HashMap;
import java.util.Map;

/**
 * Judges a history while it is made, event by event, in bounded memory: for runs of days. Exact like the other engines: a violation is
 * reported for the operation at whose completion no order is left. It is found as soon as the operations that were open at that
 * completion have ended, since only then are their results known; an operation that stays open for ever holds up the judgement of
 * its key until {@link #info} or {@link #finish} ends it.
 *
 * <p>What is kept of a key are the configurations that explain all of it so far, what is open, and operations of unknown outcome that
 * could still have happened. A key that needs more than what is left of the memory is given up, and the verdict is unknown unless
 * another key is violated. Not for several threads at once: whoever feeds it must do so in the order of the events.
 */
public final class OnlineChecker {
    private static final long BYTES_PER_KEY = 5_000;

    private final Model model;
    private final long memoryBytes;
    private final Map<Object, OnlinePartition> partitions = new HashMap<>();
    private final Map<Long, OnlineOperation> open = new HashMap<>();
    private long events;
    private long operations;
    private long bytes;
    private Violation violation;
    private Object givenUp;
    private String reason;

    /**
     * An operation that cannot be explained.
     *
     * @param key       the object it acted on, or null
     * @param process   the client
     * @param f         the function
     * @param input     its argument; may be null
     * @param output    its result; may be null
     * @param invoked   the event of its invocation, counted from 0
     * @param completed the event of its completion
     */
    public record Violation(Object key, long process, String f, Object input, Object output, long invoked, long completed) {
        @Override
        public String toString() {
            String call = input == null && !f.equals("write") ? f : f + " " + Values.brief(input);
            return "process " + process + " " + call + " -> " + Values.brief(output) + (key == null ? "" : " on key " + Values.brief(key))
                + " (#" + invoked + "..#" + completed + ")";
        }
    }

    /**
     * @param model       what the system is meant to be; keys are told apart by {@link Model#partition}, so that no operation may touch
     *                    several of them
     * @param memoryBytes how much all keys together may take, roughly
     */
    public OnlineChecker(Model model, long memoryBytes) {
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("memory must be positive");
        }
        this.model = model;
        this.memoryBytes = memoryBytes;
    }

    /**
     * An operation begins.
     *
     * @param key   the key of the history, or null
     * @param input the argument; may be null
     * @throws IllegalStateException      where the process has an open operation
     * @throws UnsuitableHistoryException with one clear line where the model cannot judge it, or it touches several keys
     */
    public void invoke(long process, String f, Object key, Object input) {
        Operation asked = new Operation(0, process, f, key, input, null, EventType.INFO, 0, Operation.NEVER, 0, 0, null);
        demandSuitable(asked);
        OnlineOperation operation = new OnlineOperation(process, f, key, input, events);
        if (open.putIfAbsent(process, operation) != null) {
            throw new IllegalStateException("process " + process + " invokes :" + f + " while its :" + open.get(process).f + " is open");
        }
        events++;
        operations++;
        operation.partition = partition(model.partition(asked));
        operation.partition.add(operation);
    }

    private void demandSuitable(Operation operation) {
        String objection = model.objection(operation);
        if (objection == null && operation.key() != null && !model.isPerKey()) {
            objection = "it acts on key " + Values.brief(operation.key()) + ", but the model " + model.name() + " is one object without keys";
        } else if (objection == null && model.tiesKeys(operation)) {
            objection = "a :" + operation.f() + " ties keys together, and here each is judged apart";
        }
        if (objection != null) {
            throw new UnsuitableHistoryException("event " + events + " (process " + operation.process() + "): " + objection);
        }
    }

    private OnlinePartition partition(Object key) {
        OnlinePartition partition = partitions.get(key);
        if (partition == null) {
            partition = new OnlinePartition(key, model);
            partitions.put(key, partition);
            bytes += BYTES_PER_KEY;
        }
        return partition;
    }

    /** The open operation of a process happened, with this result; null is nil. */
    public void ok(long process, Object output) {
        OnlineOperation operation = end(process);
        operation.output = output;
        operation.outcome = EventType.OK;
        operation.completed = events++;
        operation.partition.add(operation);
        judge(operation.partition);
    }

    /** The open operation of a process did not happen and never will. */
    public void fail(long process) {
        end(process, EventType.FAIL);
    }

    /** Nobody knows whether the open operation of a process happened, or will; the process is gone. */
    public void info(long process) {
        end(process, EventType.INFO);
    }

    private void end(long process, EventType outcome) {
        OnlineOperation operation = end(process);
        operation.outcome = outcome;
        events++;
        judge(operation.partition);
    }

    private OnlineOperation end(long process) {
        OnlineOperation operation = open.remove(process);
        if (operation == null) {
            throw new IllegalStateException("process " + process + " has no open operation to end");
        }
        return operation;
    }

    private void judge(OnlinePartition partition) {
        if (partition.isGivenUp()) {
            return;
        }
        OnlineOperation wrong = partition.advance(memoryBytes - bytes + partition.accounted);
        bytes += partition.bytes() - partition.accounted;
        partition.accounted = partition.bytes();
        if (wrong != null && (violation == null || wrong.completed < violation.completed())) {
            violation = new Violation(partition.key(), wrong.process, wrong.f, wrong.input, wrong.output, wrong.invoked, wrong.completed);
        }
        if (partition.isGivenUp() && reason == null && wrong == null) {
            givenUp = partition.key();
            reason = partition.reason();
        }
    }

    /** Ends all that is open, as of unknown outcome, and gives the verdict on the whole. */
    public Verdict finish() {
        for (Long process : open.keySet().stream().sorted().toList()) {
            info(process);
        }
        return verdict();
    }

    /** Invalid once a key is violated, else unknown once a key is given up, else valid so far. */
    public Verdict verdict() {
        return violation != null ? Verdict.INVALID : reason != null ? Verdict.UNKNOWN : Verdict.VALID;
    }

    /** The violation that completed first of those found, or null. */
    public Violation violation() {
        return violation;
    }

    /** Why the first key that was given up was: one line; null where none was. */
    public String reason() {
        return reason == null ? null : reason + (givenUp == null ? "" : " on key " + Values.brief(givenUp));
    }

    /** How many events there were. */
    public long events() {
        return events;
    }

    /** How many operations began. */
    public long operations() {
        return operations;
    }

    /** Roughly the memory in use. */
    public long bytes() {
        return bytes;
    }
}
