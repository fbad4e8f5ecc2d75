package io.keelson.server.etcd;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;

/**
 * What a request says in its metadata, beyond what etcd's messages have room for.
 *
 * <table>
 * <caption>Metadata</caption>
 * <tr><th>key</th><th>meaning</th></tr>
 * <tr><td>{@code keelson-group}</td><td>the name of the group that a request is for; without it, the default group</td></tr>
 * <tr><td>{@code keelson-session}</td><td>the session that a command belongs to, in decimal</td></tr>
 * <tr><td>{@code keelson-sequence}</td><td>the command's number in it, from 1: sent again with the same number, it is applied once</td></tr>
 * </table>
 *
 * @param group null for the default group
 * @param session 0 if none
 * @param sequence 0 if there is no session
 */
record RequestHeaders(String group, long session, long sequence) {
    static final Metadata.Key<String> GROUP = Metadata.Key.of("keelson-group", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> SESSION = Metadata.Key.of("keelson-session", Metadata.ASCII_STRING_MARSHALLER);
    static final Metadata.Key<String> SEQUENCE = Metadata.Key.of("keelson-sequence", Metadata.ASCII_STRING_MARSHALLER);

    /** Puts the headers where the services find them; refuses requests whose headers make no sense. */
    static final ServerInterceptor INTERCEPTOR = new Reading();

    private static final RequestHeaders NONE = new RequestHeaders(null, 0, 0);
    private static final Context.Key<RequestHeaders> CURRENT = Context.keyWithDefault("keelson-headers", NONE);

    /** Returns those of the request that is being handed over on this thread. */
    static RequestHeaders current() {
        return CURRENT.get();
    }

    private static RequestHeaders of(Metadata metadata) {
        String session = metadata.get(SESSION);
        String sequence = metadata.get(SEQUENCE);
        String group = metadata.get(GROUP);
        if (session == null && sequence == null) {
            return group == null ? NONE : new RequestHeaders(group, 0, 0);
        }
        if (session == null || sequence == null) {
            throw Failure.invalid("keelson-session and keelson-sequence go together");
        }
        return new RequestHeaders(group, number(SESSION.name(), session), number(SEQUENCE.name(), sequence));
    }

    private static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw Failure.invalid(name + " is a number from 1, not '" + text + "'");
    }

    private static final class Reading implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata metadata, ServerCallHandler<A, B> next) {
            RequestHeaders headers;
            try {
                headers = of(metadata);
            } catch (StatusRuntimeException refused) {
                call.close(refused.getStatus(), refused.getTrailers());
                return new ServerCall.Listener<>() {};
            }
            return headers == NONE ? next.startCall(call, metadata) : Contexts.interceptCall(Context.current().withValue(CURRENT, headers), call, metadata, next);
        }
    }
}
