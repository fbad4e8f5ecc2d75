package io.keelson.server.etcd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import com.google.protobuf.ByteString;
import io.keelson.core.Bytes;
import io.keelson.kv.KvStateMachine;
import io.keelson.node.MembershipChange;
import io.keelson.node.Outcome;
import io.keelson.server.NoGroups;
import io.keelson.server.SoloReplica;
import io.keelson.server.proto.AlarmRequest;
import io.keelson.server.proto.AlarmResponse;
import io.keelson.server.proto.Compare;
import io.keelson.server.proto.DeleteRangeRequest;
import io.keelson.server.proto.Member;
import io.keelson.server.proto.MemberAddRequest;
import io.keelson.server.proto.MemberListRequest;
import io.keelson.server.proto.MemberPromoteRequest;
import io.keelson.server.proto.MemberRemoveRequest;
import io.keelson.server.proto.MoveLeaderRequest;
import io.keelson.server.proto.OpenSessionRequest;
import io.keelson.server.proto.PutRequest;
import io.keelson.server.proto.PutResponse;
import io.keelson.server.proto.RangeRequest;
import io.keelson.server.proto.RangeResponse;
import io.keelson.server.proto.RequestOp;
import io.keelson.server.proto.StatusRequest;
import io.keelson.server.proto.StatusResponse;
import io.keelson.server.proto.TxnRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each request over the wire, and each way it can fail, with a replica that needs no cluster. */
final class EtcdApiTest {
    private static final int MAX_REQUEST = 10_000;

    private final SoloReplica replica = new SoloReplica();
    private EtcdServer server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        serve(replica);
    }

    private void serve(SoloReplica served) throws IOException {
        List<ClusterMember> members =
                List.of(new ClusterMember(1, "http://h:1", List.of("http://h:2")), new ClusterMember(2, "http://h:3", List.of()));
        server = EtcdServer.start(
                new InetSocketAddress("127.0.0.1", 0),
                null,
                new EtcdServer.Identity(42, 1, members, "0.1.0", MAX_REQUEST),
                served,
                new NoGroups(),
                new SimpleMeterRegistry());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.close();
    }

    private <A, B> B call(MethodDescriptor<A, B> method, A request) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    private PutResponse put(String key, String value) {
        return call(EtcdMethods.PUT, putRequest(key, value));
    }

    private static PutRequest putRequest(String key, String value) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .build();
    }

    private static RangeRequest rangeRequest(String key) {
        return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    }

    private <A> StatusRuntimeException failure(MethodDescriptor<A, ?> method, A request) {
        return assertThrows(StatusRuntimeException.class, () -> call(method, request));
    }

    private static void assertFailure(Status.Code code, String text, String outcome, StatusRuntimeException failure) {
        assertEquals(text, failure.getStatus().getDescription());
        assertEquals(code, failure.getStatus().getCode());
        Metadata trailers = failure.getTrailers();
        assertEquals(outcome, trailers == null ? null : trailers.get(Failure.OUTCOME));
    }

    @Test
    void everyAnswerTellsWhoGaveItAndAsOfWhen() {
        PutResponse response = put("a", "1");
        assertEquals(42, response.getHeader().getClusterId());
        assertEquals(1, response.getHeader().getMemberId());
        assertEquals(2, response.getHeader().getRevision());
        assertEquals(7, response.getHeader().getRaftTerm());
    }

    @Test
    void putsRangesAndDeletes() {
        put("a", "1");
        put("b", "2");
        RangeResponse both = call(
                EtcdMethods.RANGE,
                rangeRequest("a").toBuilder().setRangeEnd(ByteString.copyFromUtf8("c")).setLimit(1).build());
        assertEquals(1, both.getKvsCount());
        assertEquals("1", both.getKvs(0).getValue().toStringUtf8());
        assertEquals(2, both.getKvs(0).getCreateRevision());
        assertEquals(true, both.getMore());
        assertEquals(2, both.getCount());
        var deleted = call(
                EtcdMethods.DELETE_RANGE,
                DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8("a")).setPrevKv(true).build());
        assertEquals(1, deleted.getDeleted());
        assertEquals("1", deleted.getPrevKvs(0).getValue().toStringUtf8());
        assertEquals(0, call(EtcdMethods.RANGE, rangeRequest("a")).getCount());
    }

    @Test
    void aTransactionComparesAndAnswersEachOperation() {
        put("a", "1");
        TxnRequest txn = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.LESS)
                        .setKey(ByteString.copyFromUtf8("a"))
                        .setModRevision(3))
                .addSuccess(RequestOp.newBuilder().setRequestPut(putRequest("b", "2")))
                .addSuccess(RequestOp.newBuilder().setRequestRange(rangeRequest("b")))
                .addFailure(RequestOp.newBuilder().setRequestRange(rangeRequest("a")))
                .build();
        var response = call(EtcdMethods.TXN, txn);
        assertEquals(true, response.getSucceeded());
        assertEquals(3, response.getResponses(0).getResponsePut().getHeader().getRevision());
        assertEquals("2", response.getResponses(1).getResponseRange().getKvs(0).getValue().toStringUtf8());
    }

    @Test
    void whatTheStoreRefusesHasEtcdsCodeAndText() {
        assertFailure(
                Status.Code.INVALID_ARGUMENT, "etcdserver: key is not provided", "refused", failure(EtcdMethods.PUT, putRequest("", "x")));
        assertFailure(
                Status.Code.OUT_OF_RANGE,
                "etcdserver: mvcc: required revision is a future revision",
                "refused",
                failure(EtcdMethods.RANGE, rangeRequest("a").toBuilder().setRevision(99).build()));
        RequestOp op = RequestOp.newBuilder().setRequestPut(putRequest("k", "v")).build();
        assertFailure(
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: duplicate key given in txn request",
                "refused",
                failure(EtcdMethods.TXN, TxnRequest.newBuilder().addSuccess(op).addSuccess(op).build()));
        assertFailure(
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: invalid sort option",
                "refused",
                failure(EtcdMethods.RANGE, rangeRequest("a").toBuilder().setSortOrderValue(9).build()));
        RequestOp nested = RequestOp.newBuilder().setRequestTxn(TxnRequest.getDefaultInstance()).build();
        assertFailure(
                Status.Code.UNIMPLEMENTED,
                "keelson: a txn inside a txn is not supported; write one flat txn",
                "refused",
                failure(EtcdMethods.TXN, TxnRequest.newBuilder().addFailure(nested).build()));
        assertFailure(
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: request is too large",
                "refused",
                failure(EtcdMethods.PUT, putRequest("k", "v".repeat(MAX_REQUEST))));
    }

    @Test
    void theTrailerTellsWhatTheClientMayConclude() {
        replica.answer(new Outcome.NotApplied<>("no leader", 0));
        assertFailure(
                Status.Code.UNAVAILABLE, "etcdserver: not applied: no leader", "not-applied", failure(EtcdMethods.PUT, putRequest("a", "1")));
        assertFailure(
                Status.Code.UNAVAILABLE, "etcdserver: not applied: no leader", "not-applied", failure(EtcdMethods.RANGE, rangeRequest("a")));
        replica.answer(new Outcome.Unknown<>("the answer was lost"));
        StatusRuntimeException unknown = failure(EtcdMethods.PUT, putRequest("a", "1"));
        assertFailure(Status.Code.UNAVAILABLE, "etcdserver: request timed out", "unknown", unknown);
        assertEquals(2, replica.proposals(), "one for each put: a failed one is never tried again");
        assertEquals("the answer was lost", unknown.getTrailers().get(Failure.REASON));
        replica.answer(new Outcome.Refused<>("the session has expired \u2014 open another"));
        StatusRuntimeException refused = failure(EtcdMethods.PUT, putRequest("a", "1"));
        assertFailure(
                Status.Code.FAILED_PRECONDITION, "etcdserver: the session has expired \u2014 open another", "refused", refused);
        assertEquals("the session has expired ? open another", refused.getTrailers().get(Failure.REASON));
    }

    @Test
    void aCommandOfASessionThatIsSentAgainIsProposedOnce() {
        long session = call(KeelsonMethods.OPEN_SESSION, OpenSessionRequest.newBuilder().setTtlMillis(1_000).build()).getSession();
        Metadata headers = new Metadata();
        headers.put(RequestHeaders.SESSION, String.valueOf(session));
        headers.put(RequestHeaders.SEQUENCE, "1");
        var within = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        PutResponse first = ClientCalls.blockingUnaryCall(within, EtcdMethods.PUT, CallOptions.DEFAULT, putRequest("a", "1"));
        PutResponse again = ClientCalls.blockingUnaryCall(within, EtcdMethods.PUT, CallOptions.DEFAULT, putRequest("a", "1"));
        assertEquals(first, again);
        assertEquals(1, call(EtcdMethods.RANGE, rangeRequest("a")).getKvs(0).getVersion());
        put("a", "outside of it");
        assertEquals(2, call(EtcdMethods.RANGE, rangeRequest("a")).getKvs(0).getVersion());
    }

    @Test
    void headersThatMakeNoSenseAreRefused() {
        assertFailure(
                Status.Code.FAILED_PRECONDITION,
                "etcdserver: a session's time to live is at least 1 ms",
                "refused",
                failure(KeelsonMethods.OPEN_SESSION, OpenSessionRequest.getDefaultInstance()));
        Metadata headers = new Metadata();
        headers.put(RequestHeaders.SESSION, "1");
        var alone = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        assertFailure(
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: keelson-session and keelson-sequence go together",
                "refused",
                assertThrows(
                        StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(alone, EtcdMethods.PUT, CallOptions.DEFAULT, putRequest("a", "1"))));
        headers.put(RequestHeaders.SEQUENCE, "0");
        assertFailure(
                Status.Code.INVALID_ARGUMENT,
                "etcdserver: keelson-sequence is a number from 1, not '0'",
                "refused",
                assertThrows(
                        StatusRuntimeException.class, () -> ClientCalls.blockingUnaryCall(alone, EtcdMethods.PUT, CallOptions.DEFAULT, putRequest("a", "1"))));
        assertEquals(0, replica.proposals());
    }

    @Test
    void anAnswerThatCannotBeReadIsUnknownAndTheServerGoesOn() {
        replica.answer(new Outcome.Done<>(1, Bytes.utf8("?")));
        StatusRuntimeException defect = failure(EtcdMethods.PUT, putRequest("a", "1"));
        assertEquals(Status.Code.INTERNAL, defect.getStatus().getCode());
        assertEquals("unknown", defect.getTrailers().get(Failure.OUTCOME));
        replica.answer(null);
        put("a", "1");
    }

    @Test
    void aSerializableRangeNeedsNoLeader() {
        put("a", "1");
        replica.answer(new Outcome.NotApplied<>("no leader", 0));
        RangeResponse local = call(EtcdMethods.RANGE, rangeRequest("a").toBuilder().setSerializable(true).build());
        assertEquals(1, local.getCount());
    }

    @Test
    void statusAndMembers() {
        put("a", "1");
        StatusResponse status = call(EtcdMethods.STATUS, StatusRequest.getDefaultInstance());
        assertEquals(1, status.getLeader());
        assertEquals(7, status.getRaftTerm());
        assertEquals(1, status.getRaftAppliedIndex());
        assertEquals("0.1.0", status.getVersion());
        assertEquals(List.of(), List.copyOf(status.getErrorsList()));
        replica.leader(0);
        assertEquals(
                List.of("etcdserver: no leader"),
                List.copyOf(call(EtcdMethods.STATUS, StatusRequest.getDefaultInstance()).getErrorsList()));
        var members = call(EtcdMethods.MEMBER_LIST, MemberListRequest.getDefaultInstance());
        assertEquals(2, members.getMembersCount());
        assertEquals("http://h:2", members.getMembers(0).getClientURLs(0));
        assertEquals("http://h:3", members.getMembers(1).getPeerURLs(0));
    }

    @Test
    void aNewMemberIsToldItsIdEvenWhereItIsNotHeardOfYet() {
        var added = call(EtcdMethods.MEMBER_ADD, MemberAddRequest.newBuilder().addPeerURLs("http://h:5").setIsLearner(true).build());
        assertEquals(3, added.getMember().getID());
        assertEquals("http://h:5", added.getMember().getPeerURLs(0));
        assertEquals(List.of(1L, 2L, 3L), added.getMembersList().stream().map(Member::getID).toList());
    }

    @Test
    void noMemberHasAnIdBelowOne() {
        for (long id : new long[] {0, -1, Long.MIN_VALUE}) {
            String why = "etcdserver: member " + Long.toHexString(id) + " does not belong to the group";
            assertFailure(Status.Code.FAILED_PRECONDITION, why, "refused", failure(EtcdMethods.MEMBER_REMOVE, MemberRemoveRequest.newBuilder().setID(id).build()));
            assertFailure(Status.Code.FAILED_PRECONDITION, why, "refused", failure(EtcdMethods.MEMBER_PROMOTE, MemberPromoteRequest.newBuilder().setID(id).build()));
        }
        assertThrows(IllegalArgumentException.class, () -> new MembershipChange(MembershipChange.Kind.REMOVE, 0));
    }

    @Test
    void leadershipIsMovedByTheLeaderAlone() {
        put("a", "1");
        replica.answer(new Outcome.NotApplied<>("member 2 is away", 1));
        assertFailure(
                Status.Code.UNAVAILABLE, "etcdserver: leadership was not moved: member 2 is away", "not-applied", failure(EtcdMethods.MOVE_LEADER, moveTo(2)));
        replica.answer(new Outcome.Refused<>("member 9 does not vote"));
        assertFailure(Status.Code.FAILED_PRECONDITION, "etcdserver: bad leader transferee", "refused", failure(EtcdMethods.MOVE_LEADER, moveTo(9)));
        replica.answer(null);
        assertEquals(2, call(EtcdMethods.MOVE_LEADER, moveTo(2)).getHeader().getRevision());
        assertEquals(2, call(EtcdMethods.STATUS, StatusRequest.getDefaultInstance()).getLeader());
        StatusRuntimeException follower = failure(EtcdMethods.MOVE_LEADER, moveTo(1));
        assertFailure(Status.Code.FAILED_PRECONDITION, "etcdserver: not leader", "not-applied", follower);
        assertEquals("ask member 2, which leads", follower.getTrailers().get(Failure.REASON));
    }

    private static MoveLeaderRequest moveTo(long member) {
        return MoveLeaderRequest.newBuilder().setTargetID(member).build();
    }

    @Test
    void aFullStoreRaisesTheAlarm() throws IOException {
        assertEquals(0, call(EtcdMethods.ALARM, AlarmRequest.getDefaultInstance()).getAlarmsCount());
        stop();
        serve(new SoloReplica(new KvStateMachine(new io.keelson.kv.HeapRevisionStore(), new io.keelson.kv.Quota(200))));
        put("a", "1");
        assertFailure(
                Status.Code.RESOURCE_EXHAUSTED,
                "etcdserver: mvcc: database space exceeded",
                "refused",
                failure(EtcdMethods.PUT, putRequest("b", "1")));
        AlarmResponse alarms = call(EtcdMethods.ALARM, AlarmRequest.getDefaultInstance());
        assertEquals(io.keelson.server.proto.AlarmType.NOSPACE, alarms.getAlarms(0).getAlarm());
        assertEquals(
                List.of("memberID:1 alarm:NOSPACE"),
                List.copyOf(call(EtcdMethods.STATUS, StatusRequest.getDefaultInstance()).getErrorsList()));
        assertEquals("1", call(EtcdMethods.RANGE, rangeRequest("a")).getKvs(0).getValue().toStringUtf8());
    }
}
