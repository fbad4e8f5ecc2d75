package io.keelson.server.etcd;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.keelson.core.Bytes;
import io.keelson.kv.KeyValue;
import io.keelson.kv.KvResult;
import io.keelson.server.Replica;
import io.keelson.server.proto.DeleteRangeResponse;
import io.keelson.server.proto.PutResponse;
import io.keelson.server.proto.RangeResponse;
import io.keelson.server.proto.ResponseHeader;
import io.keelson.server.proto.ResponseOp;
import io.keelson.server.proto.TxnResponse;

/** The store's answers, as clients read them. */
final class Responses {
    private final long clusterId;
    private final long memberId;
    private final Replica replica;

    Responses(long clusterId, long memberId, Replica replica) {
        this.clusterId = clusterId;
        this.memberId = memberId;
        this.replica = replica;
    }

    /** The answers of another store of this member. */
    Responses of(Replica other) {
        return other == replica ? this : new Responses(clusterId, memberId, other);
    }

    ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(clusterId)
                .setMemberId(memberId)
                .setRevision(revision)
                .setRaftTerm(replica.term())
                .build();
    }

    RangeResponse range(KvResult.Range range) {
        RangeResponse.Builder response = RangeResponse.newBuilder()
                .setHeader(header(range.revision()))
                .setMore(range.more())
                .setCount(range.count());
        range.keyValues().forEach(keyValue -> response.addKvs(keyValue(keyValue)));
        return response.build();
    }

    PutResponse put(KvResult.Put put) {
        PutResponse.Builder response = PutResponse.newBuilder().setHeader(header(put.revision()));
        if (put.previous() != null) {
            response.setPrevKv(keyValue(put.previous()));
        }
        return response.build();
    }

    DeleteRangeResponse deleteRange(KvResult.DeleteRange delete) {
        DeleteRangeResponse.Builder response = DeleteRangeResponse.newBuilder()
                .setHeader(header(delete.revision()))
                .setDeleted(delete.deleted());
        delete.previous().forEach(keyValue -> response.addPrevKvs(keyValue(keyValue)));
        return response.build();
    }

    TxnResponse txn(KvResult.Txn txn) {
        TxnResponse.Builder response = TxnResponse.newBuilder()
                .setHeader(header(txn.revision()))
                .setSucceeded(txn.succeeded());
        for (KvResult result : txn.responses()) {
            response.addResponses(operation(result));
        }
        return response.build();
    }

    private ResponseOp operation(KvResult result) {
        ResponseOp.Builder response = ResponseOp.newBuilder();
        switch (result) {
            case KvResult.Range range -> response.setResponseRange(range(range));
            case KvResult.Put put -> response.setResponsePut(put(put));
            case KvResult.DeleteRange delete -> response.setResponseDeleteRange(deleteRange(delete));
            case KvResult.Txn nested -> throw new IllegalStateException("a txn inside a txn");
            case KvResult.Refused refused -> throw new IllegalStateException("a refusal inside a txn: " + refused.error());
        }
        return response.build();
    }

    private static io.keelson.server.proto.KeyValue keyValue(KeyValue keyValue) {
        return io.keelson.server.proto.KeyValue.newBuilder()
                .setKey(bytes(keyValue.key()))
                .setCreateRevision(keyValue.createRevision())
                .setModRevision(keyValue.modRevision())
                .setVersion(keyValue.version())
                .setValue(bytes(keyValue.value()))
                .setLease(keyValue.lease())
                .build();
    }

    private static ByteString bytes(Bytes content) {
        return UnsafeByteOperations.unsafeWrap(content.shared());
    }
}
