package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.NodeStatus;
import io.keelson.node.Outcome;
import io.keelson.server.Replica;
import io.keelson.server.SnapshotSource;
import io.keelson.server.proto.AlarmMember;
import io.keelson.server.proto.AlarmRequest;
import io.keelson.server.proto.AlarmResponse;
import io.keelson.server.proto.AlarmType;
import io.keelson.server.proto.MoveLeaderRequest;
import io.keelson.server.proto.MoveLeaderResponse;
import io.keelson.server.proto.SnapshotRequest;
import io.keelson.server.proto.SnapshotResponse;
import io.keelson.server.proto.StatusRequest;
import io.keelson.server.proto.StatusResponse;
import java.util.concurrent.CompletableFuture;

/** The service etcdserverpb.Maintenance, as far as it is served: Status, MoveLeader, and the listing of alarms. */
final class MaintenanceService {
    private record Fill(long revision, long used, long capacity, boolean full) {
        static Fill of(KvStateMachine machine) {
            var quota = machine.quota();
            return new Fill(machine.revision(), quota.used(), quota.capacity(), quota.isFull());
        }
    }

    private final Route route;
    private final Responses responses;
    private final String version;
    private final long memberId;

    MaintenanceService(Route route, Responses responses, String version, long memberId) {
        this.route = route;
        this.responses = responses;
        this.version = version;
        this.memberId = memberId;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(EtcdMethods.MAINTENANCE)
                .addMethod(EtcdMethods.ALARM, ServerCalls.asyncUnaryCall(this::alarm))
                .addMethod(EtcdMethods.STATUS, ServerCalls.asyncUnaryCall(this::status))
                .addMethod(EtcdMethods.MOVE_LEADER, ServerCalls.asyncUnaryCall(this::moveLeader))
                .addMethod(EtcdMethods.SNAPSHOT, ServerCalls.asyncServerStreamingCall(this::snapshot))
                .build();
    }

    private void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> client) {
        ServerCallStreamObserver<SnapshotResponse> call = (ServerCallStreamObserver<SnapshotResponse>) client;
        CompletableFuture<SnapshotSending> sending = new CompletableFuture<>();
        // Both are set before the call returns, as gRPC wants it; the snapshot may begin later.
        call.setOnReadyHandler(() -> sending.thenAccept(SnapshotSending::goOn));
        call.setOnCancelHandler(() -> sending.thenAccept(SnapshotSending::cancelled));
        route.chosen().snapshot().whenComplete((outcome, failure) -> {
            if (failure != null) {
                call.onError(Failure.defect(failure));
                return;
            }
            switch (outcome) {
                case Outcome.Done<SnapshotSource> done -> {
                    sending.complete(new SnapshotSending(call, done.value()));
                    sending.thenAccept(SnapshotSending::goOn);
                }
                case Outcome.NotApplied<SnapshotSource> notApplied -> call.onError(Failure.of(notApplied));
                case Outcome.Unknown<SnapshotSource> unknown -> call.onError(Failure.of(unknown));
                case Outcome.Refused<SnapshotSource> refused -> call.onError(Failure.of(refused));
            }
        });
    }

    private void moveLeader(MoveLeaderRequest request, StreamObserver<MoveLeaderResponse> client) {
        Reply<MoveLeaderResponse> reply = new Reply<>(client, ended -> {});
        Replica replica = route.chosen();
        Responses to = responses.of(replica);
        CompletableFuture<Outcome<Long>> moved = replica.status().thenCompose(status -> {
            long leader = status.groups().getFirst().leader();
            if (leader != memberId) {
                throw Failure.notLeader(leader);
            }
            return replica.transferLeadership(request.getTargetID());
        });
        reply.answerWith(moved.thenCombine(replica.readLocal(KvStateMachine::revision), (outcome, revision) -> moved(to, outcome, revision)), response -> response);
    }

    private static MoveLeaderResponse moved(Responses to, Outcome<Long> outcome, long revision) {
        return switch (outcome) {
            case Outcome.Done<Long> done -> MoveLeaderResponse.newBuilder().setHeader(to.header(revision)).build();
            case Outcome.NotApplied<Long> notMoved -> throw Failure.notMoved(notMoved);
            case Outcome.Unknown<Long> unknown -> throw Failure.of(unknown);
            case Outcome.Refused<Long> refused -> throw Failure.badTransferee(refused);
        };
    }

    private void status(StatusRequest request, StreamObserver<StatusResponse> client) {
        Reply<StatusResponse> reply = new Reply<>(client, ended -> {});
        Replica replica = route.chosen();
        CompletableFuture<Fill> fill = replica.readLocal(Fill::of);
        reply.answerWith(replica.status().thenCombine(fill, (status, filled) -> status(responses.of(replica), status, filled)), response -> response);
    }

    private StatusResponse status(Responses to, NodeStatus status, Fill fill) {
        NodeStatus.GroupStatus group = status.groups().getFirst();
        StatusResponse.Builder response = StatusResponse.newBuilder()
                .setHeader(to.header(fill.revision()))
                .setVersion(version)
                .setDbSize(fill.used())
                .setDbSizeInUse(fill.used())
                .setDbSizeQuota(fill.capacity())
                .setLeader(group.leader())
                .setRaftTerm(group.term())
                .setRaftIndex(group.commitIndex())
                .setRaftAppliedIndex(group.lastApplied());
        if (group.leader() == 0) {
            response.addErrors("etcdserver: no leader");
        }
        if (fill.full()) {
            response.addErrors("memberID:" + memberId + " alarm:NOSPACE");
        }
        return response.build();
    }

    private void alarm(AlarmRequest request, StreamObserver<AlarmResponse> client) {
        Reply<AlarmResponse> reply = new Reply<>(client, ended -> {});
        reply.attempt(() -> {
            if (request.getAction() != AlarmRequest.AlarmAction.GET) {
                throw Failure.unimplemented("keelson: an alarm follows the quota and can't be set or disarmed by hand");
            }
            Replica replica = route.chosen();
            reply.answerWith(replica.readLocal(Fill::of), fill -> alarms(responses.of(replica), fill));
        });
    }

    private AlarmResponse alarms(Responses to, Fill fill) {
        AlarmResponse.Builder response = AlarmResponse.newBuilder().setHeader(to.header(fill.revision()));
        if (fill.full()) {
            response.addAlarms(AlarmMember.newBuilder().setMemberID(memberId).setAlarm(AlarmType.NOSPACE));
        }
        return response.build();
    }
}
