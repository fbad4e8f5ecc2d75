package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What an engine found about one partition of a history. The verdict is there at once; its grounds, where they take work of their
 * own, are found when they are first asked for. Immutable as seen from outside, safe to share.
 */
public final class PartitionResult {
    private final Object key;
    private final Verdict verdict;
    private final List<Operation> operations;
    private final String reason;
    private final long configurations;
    private final Supplier<Grounds> search;
    private Grounds grounds;

    /**
     * What a verdict rests on.
     *
     * @param linearization see {@link PartitionResult#linearization()}
     * @param stuck         see {@link PartitionResult#stuck()}
     */
    public record Grounds(List<Operation> linearization, Operation stuck) {
        /** None that the engine could tell. */
        public static final Grounds NONE = new Grounds(null, null);

        public Grounds {
            linearization = linearization == null ? null : List.copyOf(linearization);
        }
    }

    /** A result with its grounds; the parameters are what the methods of the same name return. */
    public PartitionResult(Object key, Verdict verdict, List<Operation> operations, List<Operation> linearization,
                           Operation stuck, String reason, long configurations) {
        this(key, verdict, operations, reason, configurations, null);
        grounds = new Grounds(linearization, stuck);
    }

    /**
     * A result whose grounds are found when they are asked for.
     *
     * @param search finds them; called at most once, by the thread that asks first
     */
    public PartitionResult(Object key, Verdict verdict, List<Operation> operations, String reason, long configurations,
                           Supplier<Grounds> search) {
        this.key = key;
        this.verdict = Objects.requireNonNull(verdict, "verdict");
        this.operations = List.copyOf(operations);
        this.reason = reason;
        this.configurations = configurations;
        this.search = search;
    }

    /** The key, or null where the history has none. */
    public Object key() {
        return key;
    }

    /** The answer. */
    public Verdict verdict() {
        return verdict;
    }

    /** The operations of the partition that did, or may have, happened, in order of invocation. */
    public List<Operation> operations() {
        return operations;
    }

    /**
     * An order that the model allows: of all of it where valid; else the deepest the search found, up to but without
     * {@link #stuck()}. It may hold operations of unknown outcome that it needed. Null where the engine gives none.
     */
    public List<Operation> linearization() {
        return grounds().linearization();
    }

    /**
     * Where invalid, the operation at whose completion no order was left; where unknown, the one whose completion the search had
     * not passed; null where valid, or where the engine cannot tell. Operations that are open at that completion count with the
     * results that they have later.
     */
    public Operation stuck() {
        return grounds().stuck();
    }

    /** Where unknown, what ended the search, one line; else null. */
    public String reason() {
        return reason;
    }

    /** How many configurations were visited until the verdict; 0 where the engine does not count. */
    public long configurations() {
        return configurations;
    }

    /**
     * All completions before this event are proved to be linearizable; {@link Operation#NEVER} where that is all of them, 0 where
     * the engine proved nothing.
     */
    public int provedUpToEvent() {
        if (verdict == Verdict.VALID) {
            return Operation.NEVER;
        }
        return stuck() == null ? 0 : stuck().completed();
    }

    /** Both, found if need be. */
    synchronized Grounds grounds() {
        if (grounds == null) {
            grounds = search.get();
        }
        return grounds;
    }

    /** The same after that many configurations. */
    PartitionResult withConfigurations(long visited) {
        return new PartitionResult(key, verdict, operations, reason, visited, this::grounds);
    }

    /** Equal in everything that can be asked, so that this finds the grounds. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PartitionResult that && Objects.equals(key, that.key) && verdict == that.verdict
            && operations.equals(that.operations) && Objects.equals(reason, that.reason)
            && configurations == that.configurations && grounds().equals(that.grounds());
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, verdict, operations, reason, configurations);
    }

    @Override
    public String toString() {
        return verdict.label() + (key == null ? "" : " on key " + key) + ", " + operations.size() + " operations";
    }
}
