package io.keelson.server.etcd;

import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.core.Bytes;
import io.keelson.kv.CommandChecks;
import io.keelson.kv.CommandCodec;
import io.keelson.kv.KvCommand;
import io.keelson.kv.KvRefusal;
import io.keelson.kv.KvResult;
import io.keelson.kv.MalformedException;
import io.keelson.kv.ResultCodec;
import io.keelson.node.Outcome;
import io.keelson.server.Replica;
import io.keelson.server.proto.DeleteRangeRequest;
import io.keelson.server.proto.DeleteRangeResponse;
import io.keelson.server.proto.PutRequest;
import io.keelson.server.proto.PutResponse;
import io.keelson.server.proto.RangeRequest;
import io.keelson.server.proto.RangeResponse;
import io.keelson.server.proto.TxnRequest;
import io.keelson.server.proto.TxnResponse;
import java.util.concurrent.CompletableFuture;

/** The service etcdserverpb.KV. Any member serves any request; a command is proposed once and never again. */
final class KvService {
    private final Route route;
    private final Responses responses;
    private final int maxRequestBytes;
    private final RequestMetrics metrics;

    KvService(Route route, Responses responses, int maxRequestBytes, RequestMetrics metrics) {
        this.route = route;
        this.responses = responses;
        this.maxRequestBytes = maxRequestBytes;
        this.metrics = metrics;
    }

    ServerServiceDefinition definition() {
        return ServerServiceDefinition.builder(EtcdMethods.KV)
                .addMethod(EtcdMethods.RANGE, ServerCalls.asyncUnaryCall(this::range))
                .addMethod(EtcdMethods.PUT, ServerCalls.asyncUnaryCall(this::put))
                .addMethod(EtcdMethods.DELETE_RANGE, ServerCalls.asyncUnaryCall(this::deleteRange))
                .addMethod(EtcdMethods.TXN, ServerCalls.asyncUnaryCall(this::txn))
                .build();
    }

    private void range(RangeRequest request, StreamObserver<RangeResponse> client) {
        Reply<RangeResponse> reply = new Reply<>(client, metrics.begin("range"));
        reply.attempt(() -> {
            io.keelson.kv.RangeRequest query = Requests.range(request);
            Replica replica = route.chosen();
            Responses to = responses.of(replica);
            if (request.getSerializable()) {
                reply.answerWith(
                        replica.readLocal(machine -> machine.query(query)), result -> to.range(expect(KvResult.Range.class, result)));
            } else {
                reply.answerWith(
                        replica.read(machine -> machine.query(query)),
                        outcome -> to.range(expect(KvResult.Range.class, Failure.orDone(outcome))));
            }
        });
    }

    private void put(PutRequest request, StreamObserver<PutResponse> client) {
        Reply<PutResponse> reply = new Reply<>(client, metrics.begin("put"));
        reply.attempt(() -> {
            Replica replica = route.chosen();
            Responses to = responses.of(replica);
            reply.answerWith(propose(replica, Requests.put(request)), outcome -> to.put(expect(KvResult.Put.class, result(outcome))));
        });
    }

    private void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> client) {
        Reply<DeleteRangeResponse> reply = new Reply<>(client, metrics.begin("delete_range"));
        reply.attempt(() -> {
            Replica replica = route.chosen();
            Responses to = responses.of(replica);
            reply.answerWith(propose(replica, Requests.deleteRange(request)), outcome -> to.deleteRange(expect(KvResult.DeleteRange.class, result(outcome))));
        });
    }

    private void txn(TxnRequest request, StreamObserver<TxnResponse> client) {
        Reply<TxnResponse> reply = new Reply<>(client, metrics.begin("txn"));
        reply.attempt(() -> {
            Replica replica = route.chosen();
            Responses to = responses.of(replica);
            reply.answerWith(propose(replica, Requests.txn(request)), outcome -> to.txn(expect(KvResult.Txn.class, result(outcome))));
        });
    }

    private CompletableFuture<Outcome<Bytes>> propose(Replica replica, KvCommand command) throws KvRefusal {
        CommandChecks.check(command);
        Bytes encoded = CommandCodec.encode(command);
        if (encoded.length() > maxRequestBytes) {
            throw Failure.requestTooLarge(encoded.length(), maxRequestBytes);
        }
        RequestHeaders headers = RequestHeaders.current();
        return headers.session() == 0 ? replica.propose(encoded) : replica.propose(headers.session(), headers.sequence(), encoded);
    }

    private static KvResult result(Outcome<Bytes> outcome) {
        try {
            return ResultCodec.decode(Failure.orDone(outcome));
        } catch (MalformedException foreign) {
            throw new IllegalStateException("the store's answer can't be read: " + foreign.getMessage(), foreign);
        }
    }

    private static <T extends KvResult> T expect(Class<T> kind, KvResult result) {
        if (result instanceof KvResult.Refused refused) {
            throw Failure.of(refused.error());
        }
        return kind.cast(result);
    }
}
