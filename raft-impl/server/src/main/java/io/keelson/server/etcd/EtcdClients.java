package io.keelson.server.etcd;

import io.grpc.MethodDescriptor;
import io.keelson.server.proto.SnapshotRequest;
import io.keelson.server.proto.SnapshotResponse;

/** The methods of etcd's API that a command of ours calls. */
public final class EtcdClients {
    /** Streams the state of a member's store. */
    public static final MethodDescriptor<SnapshotRequest, SnapshotResponse> SNAPSHOT = EtcdMethods.SNAPSHOT;

    private EtcdClients() {}
}
