package io.keelson.server.etcd;

import io.grpc.MethodDescriptor;
import io.keelson.server.proto.OpenSessionRequest;
import io.keelson.server.proto.OpenSessionResponse;

/** The methods of {@code keelson.proto}, as gRPC wants them described: for the server, and for commands and tools that call it. */
public final class KeelsonMethods {
    static final String SESSIONS = "keelson.v1.Sessions";

    /** Opens a session. */
    public static final MethodDescriptor<OpenSessionRequest, OpenSessionResponse> OPEN_SESSION =
            EtcdMethods.unary(SESSIONS, "Open", OpenSessionRequest.getDefaultInstance(), OpenSessionResponse.getDefaultInstance());

    private KeelsonMethods() {}
}
