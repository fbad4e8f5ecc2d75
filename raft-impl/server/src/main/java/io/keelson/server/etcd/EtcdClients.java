package io.keelson.server.etcd;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.stub.MetadataUtils;
import io.keelson.server.proto.SnapshotRequest;
import io.keelson.server.proto.SnapshotResponse;

/** The methods of etcd's API that a command of ours calls. */
public final class EtcdClients {
    /** Streams the state of a member's store. */
    public static final MethodDescriptor<SnapshotRequest, SnapshotResponse> SNAPSHOT = EtcdMethods.SNAPSHOT;

    private EtcdClients() {}

    /**
     * Returns a channel whose requests are for a group.
     *
     * @param channel where they go
     * @param group its name; null for the default group
     */
    public static Channel inGroup(Channel channel, String group) {
        if (group == null) {
            return channel;
        }
        Metadata headers = new Metadata();
        headers.put(RequestHeaders.GROUP, group);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
