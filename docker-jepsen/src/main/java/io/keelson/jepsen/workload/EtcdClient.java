package io.keelson.jepsen.workload;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Endpoint;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Registers over etcd's gRPC API, on one node. Each operation is one call with a deadline, and never a second one.
 *
 * <p>For one thread.
 */
public final class EtcdClient implements AutoCloseable {
    /** The server says with it what became of a request: {@code not-applied}, {@code unknown} or {@code refused}. */
    private static final Metadata.Key<String> OUTCOME = Metadata.Key.of("keelson-outcome", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Duration patience;

    /**
     * Connects when it is first used.
     *
     * @param endpoint the node
     * @param patience how long one call may take
     */
    public EtcdClient(Endpoint endpoint, Duration patience) {
        this.channel = Channels.open(endpoint);
        this.patience = patience;
    }

    /** Carries an operation out; every failure is a reply. */
    public Reply call(Operation operation) {
        // A node that was down may be back: do not wait for gRPC's own, ever longer, pauses between attempts.
        channel.resetConnectBackoff();
        KVGrpc.KVBlockingStub node = KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return switch (operation.f()) {
                case "read" -> read(node, operation);
                case "write" -> write(node, operation);
                default -> compareAndSet(node, operation);
            };
        } catch (StatusRuntimeException failure) {
            return reply(operation, failure);
        }
    }

    private static Reply read(KVGrpc.KVBlockingStub node, Operation operation) {
        RangeResponse response = node.range(RangeRequest.newBuilder().setKey(key(operation)).build());
        if (response.getKvsCount() == 0) {
            return new Reply.Ok(null, 0);
        }
        KeyValue found = response.getKvs(0);
        return new Reply.Ok(Long.valueOf(found.getValue().toStringUtf8()), found.getVersion());
    }

    private static Reply write(KVGrpc.KVBlockingStub node, Operation operation) {
        node.put(put(operation));
        return new Reply.Ok(null, 0);
    }

    private static Reply compareAndSet(KVGrpc.KVBlockingStub node, Operation operation) {
        Compare holdsExpected = Compare.newBuilder()
                .setKey(key(operation))
                .setTarget(Compare.CompareTarget.VALUE)
                .setResult(Compare.CompareResult.EQUAL)
                .setValue(value(operation.expected()))
                .build();
        boolean done = node.txn(TxnRequest.newBuilder()
                        .addCompare(holdsExpected)
                        .addSuccess(RequestOp.newBuilder().setRequestPut(put(operation)))
                        .build())
                .getSucceeded();
        return done ? new Reply.Ok(null, 0) : new Reply.Failed("differs");
    }

    /** Failed only if that is certain: the server says so, nothing was ever sent, or there was nothing to change. */
    static Reply reply(Operation operation, StatusRuntimeException failure) {
        String code = failure.getStatus().getCode().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        Metadata trailers = failure.getTrailers();
        String outcome = trailers == null ? null : trailers.get(OUTCOME);
        if ("not-applied".equals(outcome) || "refused".equals(outcome)) {
            return new Reply.Failed(outcome);
        }
        if (operation.f().equals("read")) {
            return new Reply.Failed(code);
        }
        return neverSent(failure.getStatus()) ? new Reply.Failed("connection-refused") : new Reply.Unknown(code);
    }

    private static boolean neverSent(Status status) {
        if (status.getCode() != Status.Code.UNAVAILABLE) {
            return false;
        }
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    private static PutRequest put(Operation operation) {
        return PutRequest.newBuilder().setKey(key(operation)).setValue(value(operation.value())).build();
    }

    private static ByteString key(Operation operation) {
        return ByteString.copyFromUtf8("register/" + operation.key());
    }

    private static ByteString value(long value) {
        return ByteString.copyFromUtf8(Long.toString(value));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
