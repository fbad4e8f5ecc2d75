package io.keelson.node;

import java.util.function.Function;

/**
 * What became of a client's request: all that the client may conclude.
 *
 * @param <T> the answer of a request that succeeded
 */
public sealed interface Outcome<T> {
    /**
     * The same outcome with another answer, where there is one.
     *
     * @param answer from what was done to the new answer
     * @param <R> the new answer
     */
    default <R> Outcome<R> map(Function<Done<T>, R> answer) {
        return switch (this) {
            case Done<T> done -> new Done<>(done.index(), answer.apply(done));
            case NotApplied<T> notApplied -> new NotApplied<>(notApplied.reason(), notApplied.leader());
            case Unknown<T> unknown -> new Unknown<>(unknown.reason());
            case Refused<T> refused -> new Refused<>(refused.reason());
        };
    }

    /**
     * Done.
     *
     * @param index the log index of the command, or the index the read reflects; 0 where the log has no part in it
     * @param value the answer, not null
     */
    record Done<T>(long index, T value) implements Outcome<T> {}

    /**
     * Certainly not done, and it never will be: safe to try again.
     *
     * @param reason for people
     * @param leader the member that may know better, 0 if unknown
     */
    record NotApplied<T>(String reason, long leader) implements Outcome<T> {}

    /**
     * It may have been done, may be done later, or never: trying again could do it twice, unless the command belongs to a session.
     *
     * @param reason for people
     */
    record Unknown<T>(String reason) implements Outcome<T> {}

    /**
     * Not done, and trying again as it is will not help: the session has expired, the request is too large.
     *
     * @param reason for people, with the way out
     */
    record Refused<T>(String reason) implements Outcome<T> {}
}
