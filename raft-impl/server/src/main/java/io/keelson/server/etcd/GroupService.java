package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.node.Outcome;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.ReplicaPlan;
import io.keelson.server.Groups;
import io.keelson.server.proto.BalanceGroupsRequest;
import io.keelson.server.proto.BalanceGroupsResponse;
import io.keelson.server.proto.CreateGroupRequest;
import io.keelson.server.proto.CreateGroupResponse;
import io.keelson.server.proto.DeleteGroupRequest;
import io.keelson.server.proto.DeleteGroupResponse;
import io.keelson.server.proto.GroupInfo;
import io.keelson.server.proto.KeptReplicas;
import io.keelson.server.proto.ListGroupsRequest;
import io.keelson.server.proto.ListGroupsResponse;
import io.keelson.server.proto.ReplicaMove;
import java.util.List;

/** The service keelson.v1.Groups. Any member serves any request. */
final class GroupService {
    private final Groups groups;

    GroupService(Groups groups) {
        this.groups = groups;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(KeelsonMethods.GROUPS)
                .addMethod(KeelsonMethods.LIST_GROUPS, ServerCalls.asyncUnaryCall(this::list))
                .addMethod(KeelsonMethods.CREATE_GROUP, ServerCalls.asyncUnaryCall(this::create))
                .addMethod(KeelsonMethods.DELETE_GROUP, ServerCalls.asyncUnaryCall(this::delete))
                .addMethod(KeelsonMethods.BALANCE_GROUPS, ServerCalls.asyncUnaryCall(this::balance))
                .build();
    }

    private static <T> Reply<T> reply(StreamObserver<T> client) {
        return new Reply<>(client, ended -> {});
    }

    private void list(ListGroupsRequest request, StreamObserver<ListGroupsResponse> client) {
        Reply<ListGroupsResponse> reply = reply(client);
        reply.attempt(() -> reply.answerWith(
                groups.list(), listed -> ListGroupsResponse.newBuilder().addAllGroups(infos(Failure.orDone(listed))).build()));
    }

    private static List<GroupInfo> infos(List<KeptGroup> kept) {
        return kept.stream()
                .map(group -> GroupInfo.newBuilder()
                        .setId(group.placed().group())
                        .setName(group.placed().name())
                        .addAllWanted(group.placed().wanted())
                        .setSettled(group.placed().settled())
                        .setHosted(group.hosted())
                        .setLeader(group.leader())
                        .setPreferred(group.preferred())
                        .setNote(group.note())
                        .build())
                .toList();
    }

    private void create(CreateGroupRequest request, StreamObserver<CreateGroupResponse> client) {
        Reply<CreateGroupResponse> reply = reply(client);
        reply.attempt(() -> reply.answerWith(groups.create(request.getName(), request.getReplicas()), created -> {
            var placed = Failure.orDone(created);
            return CreateGroupResponse.newBuilder().setId(placed.group()).addAllWanted(placed.wanted()).build();
        }));
    }

    private void delete(DeleteGroupRequest request, StreamObserver<DeleteGroupResponse> client) {
        Reply<DeleteGroupResponse> reply = reply(client);
        reply.attempt(() -> reply.answerWith(
                groups.delete(request.getName()), deleted -> DeleteGroupResponse.newBuilder().setId(Failure.orDone(deleted)).build()));
    }

    private void balance(BalanceGroupsRequest request, StreamObserver<BalanceGroupsResponse> client) {
        Reply<BalanceGroupsResponse> reply = reply(client);
        reply.attempt(() -> reply.answerWith(
                groups.balance(request.getDryRun()).thenCompose(planned -> groups.list().thenApply(listed -> answer(planned, listed))), answer -> answer));
    }

    private static BalanceGroupsResponse answer(Outcome<ReplicaPlan> planned, Outcome<List<KeptGroup>> listed) {
        BalanceGroupsResponse.Builder answer = BalanceGroupsResponse.newBuilder();
        ReplicaPlan plan = Failure.orDone(planned);
        plan.moves().forEach(move -> answer.addMoves(ReplicaMove.newBuilder().setGroup(move.group().name()).setFrom(move.from()).setTo(move.to())));
        plan.kept().forEach(kept -> answer.addKept(KeptReplicas.newBuilder().setGroup(kept.group().name()).setReason(kept.reason())));
        return answer.addAllGroups(infos(Failure.orDone(listed))).build();
    }
}
