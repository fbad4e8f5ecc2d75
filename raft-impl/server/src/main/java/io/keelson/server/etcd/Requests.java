package io.keelson.server.etcd;

import com.google.protobuf.ByteString;
import io.keelson.core.Bytes;
import io.keelson.kv.Compare;
import io.keelson.kv.KvCommand;
import io.keelson.kv.KvError;
import io.keelson.kv.KvOperation;
import io.keelson.kv.KvRefusal;
import io.keelson.kv.RangeRequest;
import io.keelson.server.proto.DeleteRangeRequest;
import io.keelson.server.proto.PutRequest;
import io.keelson.server.proto.RequestOp;
import io.keelson.server.proto.TxnRequest;
import java.util.ArrayList;
import java.util.List;

/** What clients send, as the store's own values. */
final class Requests {
    private static final RangeRequest.SortOrder[] ORDERS = RangeRequest.SortOrder.values();
    private static final RangeRequest.SortTarget[] SORT_TARGETS = RangeRequest.SortTarget.values();
    private static final Compare.Relation[] RELATIONS = Compare.Relation.values();
    private static final Compare.Target[] TARGETS = Compare.Target.values();

    private Requests() {}

    static RangeRequest range(io.keelson.server.proto.RangeRequest request) throws KvRefusal {
        return new RangeRequest(
                bytes(request.getKey()),
                bytes(request.getRangeEnd()),
                request.getLimit(),
                request.getRevision(),
                constant(ORDERS, request.getSortOrderValue(), KvError.INVALID_SORT),
                constant(SORT_TARGETS, request.getSortTargetValue(), KvError.INVALID_SORT),
                request.getKeysOnly(),
                request.getCountOnly(),
                request.getMinModRevision(),
                request.getMaxModRevision(),
                request.getMinCreateRevision(),
                request.getMaxCreateRevision());
    }

    static KvCommand.Put put(PutRequest request) {
        return new KvCommand.Put(
                bytes(request.getKey()),
                bytes(request.getValue()),
                request.getLease(),
                request.getPrevKv(),
                request.getIgnoreValue(),
                request.getIgnoreLease());
    }

    static KvCommand.DeleteRange deleteRange(DeleteRangeRequest request) {
        return new KvCommand.DeleteRange(bytes(request.getKey()), bytes(request.getRangeEnd()), request.getPrevKv());
    }

    static KvCommand.Txn txn(TxnRequest request) throws KvRefusal {
        List<Compare> compares = new ArrayList<>(request.getCompareCount());
        for (io.keelson.server.proto.Compare compare : request.getCompareList()) {
            compares.add(compare(compare));
        }
        return new KvCommand.Txn(compares, operations(request.getSuccessList()), operations(request.getFailureList()));
    }

    private static Compare compare(io.keelson.server.proto.Compare compare) throws KvRefusal {
        Compare.Target target = constant(TARGETS, compare.getTargetValue(), KvError.MALFORMED);
        long number =
                switch (target) {
                    case VERSION -> compare.getVersion();
                    case CREATE -> compare.getCreateRevision();
                    case MOD -> compare.getModRevision();
                    case LEASE -> compare.getLease();
                    case VALUE -> 0;
                };
        return new Compare(
                target,
                constant(RELATIONS, compare.getResultValue(), KvError.MALFORMED),
                bytes(compare.getKey()),
                bytes(compare.getRangeEnd()),
                number,
                bytes(compare.getValue()));
    }

    private static List<KvOperation> operations(List<RequestOp> requests) throws KvRefusal {
        List<KvOperation> operations = new ArrayList<>(requests.size());
        for (RequestOp request : requests) {
            operations.add(
                    switch (request.getRequestCase()) {
                        case REQUEST_RANGE -> range(request.getRequestRange());
                        case REQUEST_PUT -> put(request.getRequestPut());
                        case REQUEST_DELETE_RANGE -> deleteRange(request.getRequestDeleteRange());
                        case REQUEST_TXN -> throw new KvRefusal(KvError.NESTED_TXN);
                        case REQUEST_NOT_SET -> throw new KvRefusal(KvError.KEY_NOT_PROVIDED);
                    });
        }
        return operations;
    }

    private static <E> E constant(E[] constants, int number, KvError error) throws KvRefusal {
        if (number < 0 || number >= constants.length) {
            throw new KvRefusal(error);
        }
        return constants[number];
    }

    private static Bytes bytes(ByteString content) {
        return Bytes.wrap(content.toByteArray());
    }
}
