package io.keelson.server.etcd;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.keelson.server.proto.AlarmRequest;
import io.keelson.server.proto.AlarmResponse;
import io.keelson.server.proto.DeleteRangeRequest;
import io.keelson.server.proto.DeleteRangeResponse;
import io.keelson.server.proto.MemberAddRequest;
import io.keelson.server.proto.MemberAddResponse;
import io.keelson.server.proto.MemberRemoveRequest;
import io.keelson.server.proto.MemberRemoveResponse;
import io.keelson.server.proto.MemberUpdateRequest;
import io.keelson.server.proto.MemberUpdateResponse;
import io.keelson.server.proto.MemberPromoteRequest;
import io.keelson.server.proto.MemberPromoteResponse;
import io.keelson.server.proto.MemberListRequest;
import io.keelson.server.proto.MemberListResponse;
import io.keelson.server.proto.MoveLeaderRequest;
import io.keelson.server.proto.MoveLeaderResponse;
import io.keelson.server.proto.PutRequest;
import io.keelson.server.proto.PutResponse;
import io.keelson.server.proto.RangeRequest;
import io.keelson.server.proto.RangeResponse;
import io.keelson.server.proto.SnapshotRequest;
import io.keelson.server.proto.SnapshotResponse;
import io.keelson.server.proto.StatusRequest;
import io.keelson.server.proto.StatusResponse;
import io.keelson.server.proto.TxnRequest;
import io.keelson.server.proto.TxnResponse;

/** The methods of {@code rpc.proto}, as gRPC wants them described. */
final class EtcdMethods {
    static final String KV = "etcdserverpb.KV";
    static final String MAINTENANCE = "etcdserverpb.Maintenance";
    static final String CLUSTER = "etcdserverpb.Cluster";

    static final MethodDescriptor<RangeRequest, RangeResponse> RANGE =
            unary(KV, "Range", RangeRequest.getDefaultInstance(), RangeResponse.getDefaultInstance());
    static final MethodDescriptor<PutRequest, PutResponse> PUT =
            unary(KV, "Put", PutRequest.getDefaultInstance(), PutResponse.getDefaultInstance());
    static final MethodDescriptor<DeleteRangeRequest, DeleteRangeResponse> DELETE_RANGE =
            unary(KV, "DeleteRange", DeleteRangeRequest.getDefaultInstance(), DeleteRangeResponse.getDefaultInstance());
    static final MethodDescriptor<TxnRequest, TxnResponse> TXN =
            unary(KV, "Txn", TxnRequest.getDefaultInstance(), TxnResponse.getDefaultInstance());
    static final MethodDescriptor<AlarmRequest, AlarmResponse> ALARM =
            unary(MAINTENANCE, "Alarm", AlarmRequest.getDefaultInstance(), AlarmResponse.getDefaultInstance());
    static final MethodDescriptor<StatusRequest, StatusResponse> STATUS =
            unary(MAINTENANCE, "Status", StatusRequest.getDefaultInstance(), StatusResponse.getDefaultInstance());
    static final MethodDescriptor<MoveLeaderRequest, MoveLeaderResponse> MOVE_LEADER =
            unary(MAINTENANCE, "MoveLeader", MoveLeaderRequest.getDefaultInstance(), MoveLeaderResponse.getDefaultInstance());
    static final MethodDescriptor<MemberListRequest, MemberListResponse> MEMBER_LIST =
            unary(CLUSTER, "MemberList", MemberListRequest.getDefaultInstance(), MemberListResponse.getDefaultInstance());
    static final MethodDescriptor<MemberAddRequest, MemberAddResponse> MEMBER_ADD =
            unary(CLUSTER, "MemberAdd", MemberAddRequest.getDefaultInstance(), MemberAddResponse.getDefaultInstance());
    static final MethodDescriptor<MemberRemoveRequest, MemberRemoveResponse> MEMBER_REMOVE =
            unary(CLUSTER, "MemberRemove", MemberRemoveRequest.getDefaultInstance(), MemberRemoveResponse.getDefaultInstance());
    static final MethodDescriptor<MemberUpdateRequest, MemberUpdateResponse> MEMBER_UPDATE =
            unary(CLUSTER, "MemberUpdate", MemberUpdateRequest.getDefaultInstance(), MemberUpdateResponse.getDefaultInstance());
    static final MethodDescriptor<MemberPromoteRequest, MemberPromoteResponse> MEMBER_PROMOTE =
            unary(CLUSTER, "MemberPromote", MemberPromoteRequest.getDefaultInstance(), MemberPromoteResponse.getDefaultInstance());

    static final MethodDescriptor<SnapshotRequest, SnapshotResponse> SNAPSHOT = MethodDescriptor.<SnapshotRequest, SnapshotResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(MAINTENANCE, "Snapshot"))
            .setRequestMarshaller(ProtoUtils.marshaller(SnapshotRequest.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(SnapshotResponse.getDefaultInstance()))
            .build();

    private EtcdMethods() {}

    static <A extends Message, B extends Message> MethodDescriptor<A, B> unary(
            String service, String method, A request, B response) {
        return MethodDescriptor.<A, B>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(response))
                .build();
    }
}
