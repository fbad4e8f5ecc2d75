package io.keelson.server.etcd;

import io.grpc.MethodDescriptor;
import io.keelson.server.proto.BalanceGroupsRequest;
import io.keelson.server.proto.BalanceGroupsResponse;
import io.keelson.server.proto.CreateGroupRequest;
import io.keelson.server.proto.CreateGroupResponse;
import io.keelson.server.proto.DeleteGroupRequest;
import io.keelson.server.proto.DeleteGroupResponse;
import io.keelson.server.proto.ListGroupsRequest;
import io.keelson.server.proto.ListGroupsResponse;
import io.keelson.server.proto.OpenSessionRequest;
import io.keelson.server.proto.OpenSessionResponse;

/** The methods of {@code keelson.proto}, as gRPC wants them described: for the server, and for commands and tools that call it. */
public final class KeelsonMethods {
    static final String SESSIONS = "keelson.v1.Sessions";

    /** Opens a session. */
    public static final MethodDescriptor<OpenSessionRequest, OpenSessionResponse> OPEN_SESSION =
            EtcdMethods.unary(SESSIONS, "Open", OpenSessionRequest.getDefaultInstance(), OpenSessionResponse.getDefaultInstance());

    static final String GROUPS = "keelson.v1.Groups";

    /** Lists the groups. */
    public static final MethodDescriptor<ListGroupsRequest, ListGroupsResponse> LIST_GROUPS =
            EtcdMethods.unary(GROUPS, "List", ListGroupsRequest.getDefaultInstance(), ListGroupsResponse.getDefaultInstance());

    /** Has a group made. */
    public static final MethodDescriptor<CreateGroupRequest, CreateGroupResponse> CREATE_GROUP =
            EtcdMethods.unary(GROUPS, "Create", CreateGroupRequest.getDefaultInstance(), CreateGroupResponse.getDefaultInstance());

    /** Has a group dropped. */
    public static final MethodDescriptor<DeleteGroupRequest, DeleteGroupResponse> DELETE_GROUP =
            EtcdMethods.unary(GROUPS, "Delete", DeleteGroupRequest.getDefaultInstance(), DeleteGroupResponse.getDefaultInstance());

    /** Spreads replicas evenly. */
    public static final MethodDescriptor<BalanceGroupsRequest, BalanceGroupsResponse> BALANCE_GROUPS =
            EtcdMethods.unary(GROUPS, "Balance", BalanceGroupsRequest.getDefaultInstance(), BalanceGroupsResponse.getDefaultInstance());

    private KeelsonMethods() {}
}
