package io.keelson.checker.model;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import java.util.Objects;

/**
 * What an operation does, without who did it and when. Operations with equal transitions are interchangeable.
 *
 * @param f      the function
 * @param key    the key it acts on, or null
 * @param input  its argument; may be null
 * @param output its result; null where it is not known
 * @param known  whether the result is known: false for an operation whose outcome is not
 */
public record Transition(String f, Object key, Object input, Object output, boolean known) {
    public Transition {
        Objects.requireNonNull(f, "f");
    }

    public static Transition of(Operation operation) {
        return new Transition(operation.f(), operation.key(), operation.input(), operation.output(), operation.isOk());
    }

    /** A write of {@code value} that is known to have happened. */
    public static Transition write(Object value) {
        return new Transition("write", null, Values.canonical(value), Values.canonical(value), true);
    }

    /** A read that saw {@code value}. */
    public static Transition read(Object value) {
        return new Transition("read", null, null, Values.canonical(value), true);
    }

    /** A successful compare-and-set. */
    public static Transition cas(Object expected, Object wanted) {
        Object pair = Values.vector(expected, wanted);
        return new Transition("cas", null, pair, pair, true);
    }
}
