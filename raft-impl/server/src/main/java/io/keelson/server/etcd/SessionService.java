package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.server.proto.OpenSessionRequest;
import io.keelson.server.proto.OpenSessionResponse;

/** The service keelson.v1.Sessions. */
final class SessionService {
    private final Route route;
    private final RequestMetrics metrics;

    SessionService(Route route, RequestMetrics metrics) {
        this.route = route;
        this.metrics = metrics;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(KeelsonMethods.SESSIONS)
                .addMethod(KeelsonMethods.OPEN_SESSION, ServerCalls.asyncUnaryCall(this::open))
                .build();
    }

    private void open(OpenSessionRequest request, StreamObserver<OpenSessionResponse> client) {
        Reply<OpenSessionResponse> reply = new Reply<>(client, metrics.begin("open_session"));
        reply.attempt(() -> reply.answerWith(
                route.chosen().openSession(request.getTtlMillis()), opened -> OpenSessionResponse.newBuilder().setSession(Failure.orDone(opened)).build()));
    }
}
