package io.keelson.server.etcd;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.keelson.kv.KvError;
import io.keelson.kv.KvRefusal;
import io.keelson.node.Outcome;

/**
 * Why a request was not answered, as a gRPC status and a trailer that says what the client may conclude.
 *
 * <table>
 * <caption>The mapping</caption>
 * <tr><th>outcome</th><th>trailer {@code keelson-outcome}</th><th>status</th></tr>
 * <tr><td>{@link Outcome.NotApplied}</td><td>{@code not-applied}</td><td>UNAVAILABLE, "etcdserver: not applied: REASON"</td></tr>
 * <tr><td>{@link Outcome.Unknown}</td><td>{@code unknown}</td><td>UNAVAILABLE, "etcdserver: request timed out"</td></tr>
 * <tr><td>{@link Outcome.Refused}</td><td>{@code refused}</td><td>FAILED_PRECONDITION, the reason</td></tr>
 * <tr><td>{@link KvRefusal}</td><td>{@code refused}</td><td>as etcd has it for the error</td></tr>
 * </table>
 *
 * <p>A client that gets no trailer (its own deadline passed, the connection broke) must conclude "unknown".
 */
final class Failure {
    /** What the client may conclude: {@code not-applied}, {@code unknown} or {@code refused}. */
    static final Metadata.Key<String> OUTCOME = Metadata.Key.of("keelson-outcome", Metadata.ASCII_STRING_MARSHALLER);

    /** The reason, where the status carries a text of etcd's instead. */
    static final Metadata.Key<String> REASON = Metadata.Key.of("keelson-reason", Metadata.ASCII_STRING_MARSHALLER);

    private static final String NOT_APPLIED = "not-applied";
    private static final String UNKNOWN = "unknown";
    private static final String REFUSED = "refused";

    private Failure() {}

    /** Returns what was done; throws the failure of what was not. */
    static <T> T orDone(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T> done -> done.value();
            case Outcome.NotApplied<T> notApplied -> throw of(notApplied);
            case Outcome.Unknown<T> unknown -> throw of(unknown);
            case Outcome.Refused<T> refused -> throw of(refused);
        };
    }

    /** The failure of what was not done. */
    static StatusRuntimeException orDefect(Outcome<?> outcome) {
        try {
            orDone(outcome);
            return defect(new IllegalStateException("a failure that is none: " + outcome));
        } catch (StatusRuntimeException failure) {
            return failure;
        }
    }

    static StatusRuntimeException of(Outcome.NotApplied<?> outcome) {
        return with(Status.UNAVAILABLE, "etcdserver: not applied: " + outcome.reason(), NOT_APPLIED, outcome.reason());
    }

    static StatusRuntimeException of(Outcome.Unknown<?> outcome) {
        return with(Status.UNAVAILABLE, "etcdserver: request timed out", UNKNOWN, outcome.reason());
    }

    static StatusRuntimeException of(Outcome.Refused<?> outcome) {
        return with(Status.FAILED_PRECONDITION, "etcdserver: " + outcome.reason(), REFUSED, outcome.reason());
    }

    static StatusRuntimeException of(KvError error) {
        return with(status(error), error.text(), REFUSED, error.text());
    }

    /** Leadership is not handed over, for now. */
    static StatusRuntimeException notMoved(Outcome.NotApplied<?> outcome) {
        return with(Status.UNAVAILABLE, "etcdserver: leadership was not moved: " + outcome.reason(), NOT_APPLIED, outcome.reason());
    }

    /** Asked of a member that does not lead. */
    static StatusRuntimeException notLeader(long leader) {
        String whom = leader == 0 ? "no leader is known" : "ask member " + Long.toHexString(leader) + ", which leads";
        return with(Status.FAILED_PRECONDITION, "etcdserver: not leader", NOT_APPLIED, whom);
    }

    /** Leadership is wanted for a member that can't have it. */
    static StatusRuntimeException badTransferee(Outcome.Refused<?> outcome) {
        return with(Status.FAILED_PRECONDITION, "etcdserver: bad leader transferee", REFUSED, outcome.reason());
    }

    static StatusRuntimeException requestTooLarge(int bytes, int most) {
        return with(
                Status.INVALID_ARGUMENT,
                "etcdserver: request is too large",
                REFUSED,
                "the request has " + bytes + " bytes, the limit is " + most);
    }

    /** The request makes no sense as things are. */
    static StatusRuntimeException precondition(String why) {
        return with(Status.FAILED_PRECONDITION, "etcdserver: " + why, REFUSED, why);
    }

    /** The request makes no sense at all. */
    static StatusRuntimeException invalid(String why) {
        return with(Status.INVALID_ARGUMENT, "etcdserver: " + why, REFUSED, why);
    }

    static StatusRuntimeException unimplemented(String what) {
        return with(Status.UNIMPLEMENTED, what, REFUSED, what);
    }

    /** A defect of the server: nothing is known of the request. */
    static StatusRuntimeException defect(Throwable cause) {
        return with(Status.INTERNAL.withCause(cause), "keelson: " + cause, UNKNOWN, cause.toString());
    }

    private static Status status(KvError error) {
        return switch (error) {
            case KEY_NOT_PROVIDED,
                    KEY_NOT_FOUND,
                    VALUE_PROVIDED,
                    LEASE_PROVIDED,
                    TOO_MANY_OPERATIONS,
                    DUPLICATE_KEY,
                    INVALID_SORT,
                    MALFORMED -> Status.INVALID_ARGUMENT;
            case COMPACTED, FUTURE_REVISION -> Status.OUT_OF_RANGE;
            case NO_SPACE, ANSWER_TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
            case LEASE_NOT_FOUND -> Status.NOT_FOUND;
            case NESTED_TXN -> Status.UNIMPLEMENTED;
        };
    }

    private static StatusRuntimeException with(Status status, String description, String outcome, String reason) {
        Metadata trailers = new Metadata();
        trailers.put(OUTCOME, outcome);
        trailers.put(REASON, printable(reason));
        return status.withDescription(description).asRuntimeException(trailers);
    }

    /** Trailers hold printable ASCII only. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
