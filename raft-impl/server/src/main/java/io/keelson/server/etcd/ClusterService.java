package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.kv.KvStateMachine;
import io.keelson.server.Replica;
import io.keelson.server.proto.Member;
import io.keelson.server.proto.MemberListRequest;
import io.keelson.server.proto.MemberListResponse;
import java.util.List;

/** The service etcdserverpb.Cluster, as far as it is served: the members that the server was configured with. */
final class ClusterService {
    private final Replica replica;
    private final Responses responses;
    private final List<ClusterMember> members;

    ClusterService(Replica replica, Responses responses, List<ClusterMember> members) {
        this.replica = replica;
        this.responses = responses;
        this.members = members;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(EtcdMethods.CLUSTER)
                .addMethod(EtcdMethods.MEMBER_LIST, ServerCalls.asyncUnaryCall(this::memberList))
                .build();
    }

    private void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
        Reply<MemberListResponse> reply = new Reply<>(client, ended -> {});
        reply.answerWith(replica.readLocal(KvStateMachine::revision), this::list);
    }

    private MemberListResponse list(long revision) {
        MemberListResponse.Builder response = MemberListResponse.newBuilder().setHeader(responses.header(revision));
        for (ClusterMember member : members) {
            response.addMembers(Member.newBuilder()
                    .setID(member.id())
                    .setName("member-" + member.id())
                    .addPeerURLs(member.peerUrl())
                    .addAllClientURLs(member.clientUrls()));
        }
        return response.build();
    }
}
