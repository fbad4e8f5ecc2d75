package io.keelson.jepsen.workload;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Endpoint;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A map over etcd's gRPC API, on one node. Each method is one call with a deadline, and never a second one; what goes wrong is thrown, and {@link #call} says what it means.
 *
 * <p>For one thread.
 */
public final class EtcdClient implements AutoCloseable {
    /** The server says with it what became of a request: {@code not-applied}, {@code unknown} or {@code refused}. */
    private static final Metadata.Key<String> OUTCOME = Metadata.Key.of("keelson-outcome", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> SESSION = Metadata.Key.of("keelson-session", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> SEQUENCE = Metadata.Key.of("keelson-sequence", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final Duration patience;
    private final String space;
    private long session;
    private long sequence;

    /**
     * Connects when it is first used.
     *
     * @param endpoint the node
     * @param patience how long one call may take
     * @param space what each of its keys begins with at the server; the same names in two spaces are two keys
     */
    public EtcdClient(Endpoint endpoint, Duration patience, String space) {
        this.channel = Channels.open(endpoint);
        this.patience = patience;
        this.space = space;
    }

    /**
     * What a key holds.
     *
     * @param value its value
     * @param version how often it has been written since it was created
     * @param modRevision the revision of its last change
     */
    public record Found(String value, long version, long modRevision) {
        private static Found of(KeyValue found) {
            return new Found(found.getValue().toStringUtf8(), found.getVersion(), found.getModRevision());
        }
    }

    /** Does something with this client; every failure is a reply. */
    public Reply call(boolean readOnly, Supplier<Reply> work) {
        // A node that was down may be back: do not wait for gRPC's own, ever longer, pauses between attempts.
        channel.resetConnectBackoff();
        try {
            return work.get();
        } catch (StatusRuntimeException failure) {
            return reply(readOnly, failure);
        }
    }

    /** What a key holds; null for nothing. */
    Found get(String key) {
        RangeResponse response = node().range(RangeRequest.newBuilder().setKey(at(key)).build());
        return response.getKvsCount() == 0 ? null : Found.of(response.getKvs(0));
    }

    /** What several keys hold at one moment; null for nothing. */
    Map<String, Found> getAll(List<String> keys) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        keys.forEach(key -> request.addSuccess(RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(at(key)))));
        TxnResponse response = node().txn(request.build());
        Map<String, Found> all = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            RangeResponse range = response.getResponses(i).getResponseRange();
            all.put(keys.get(i), range.getKvsCount() == 0 ? null : Found.of(range.getKvs(0)));
        }
        return all;
    }

    /** All keys that begin so, with what they hold. */
    SortedMap<String, String> prefix(String prefix) {
        RangeResponse response = node().range(RangeRequest.newBuilder().setKey(at(prefix)).setRangeEnd(after(prefix)).build());
        SortedMap<String, String> all = new TreeMap<>();
        response.getKvsList().forEach(found -> all.put(found.getKey().toStringUtf8().substring(space.length()), found.getValue().toStringUtf8()));
        return all;
    }

    /**
     * Deletes every key of the space.
     *
     * @throws StatusRuntimeException if the node did not say that it is done
     */
    public void forget() {
        channel.resetConnectBackoff();
        node().deleteRange(DeleteRangeRequest.newBuilder().setKey(at("")).setRangeEnd(after("")).build());
    }

    /** Puts; the revision that it made. */
    long put(String key, String value) {
        return node().put(putRequest(key, value)).getHeader().getRevision();
    }

    /** What is put in the session from now on is one more command. */
    void beginCommand() {
        sequence++;
    }

    /** Puts in this client's session: one command however often it is sent, until the next begins. The session is opened when it is first needed. */
    void putInSession(String key, String value) {
        if (session == 0) {
            session = Sessions.open(channel, patience);
        }
        Metadata headers = new Metadata();
        headers.put(SESSION, String.valueOf(session));
        headers.put(SEQUENCE, String.valueOf(sequence));
        node().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).put(putRequest(key, value));
    }

    /** Puts if the key holds this value; the revision that it made, or -1 where the key holds another. */
    long putIfValue(String key, String expected, String value) {
        Compare holds = compare(key).setTarget(Compare.CompareTarget.VALUE).setValue(bytes(expected)).build();
        TxnResponse response = node().txn(TxnRequest.newBuilder().addCompare(holds).addSuccess(putting(key, value)).build());
        return response.getSucceeded() ? response.getHeader().getRevision() : -1;
    }

    /** Puts if none of these keys has changed since it was read; says whether it did. */
    boolean putIfUnchanged(Map<String, Found> read, Map<String, String> puts) {
        TxnRequest.Builder request = TxnRequest.newBuilder();
        read.forEach((key, found) -> request.addCompare(
                compare(key).setTarget(Compare.CompareTarget.MOD).setModRevision(found == null ? 0 : found.modRevision())));
        puts.forEach((key, value) -> request.addSuccess(putting(key, value)));
        return node().txn(request.build()).getSucceeded();
    }

    private KVGrpc.KVBlockingStub node() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Compare.Builder compare(String key) {
        return Compare.newBuilder().setKey(at(key)).setResult(Compare.CompareResult.EQUAL);
    }

    private RequestOp putting(String key, String value) {
        return RequestOp.newBuilder().setRequestPut(putRequest(key, value)).build();
    }

    private PutRequest putRequest(String key, String value) {
        return PutRequest.newBuilder().setKey(at(key)).setValue(bytes(value)).build();
    }

    private ByteString at(String key) {
        return bytes(space + key);
    }

    /** The first key behind all that begin so. */
    private ByteString after(String prefix) {
        byte[] end = (space + prefix).getBytes(StandardCharsets.UTF_8);
        end[end.length - 1]++;
        return ByteString.copyFrom(end);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /** Failed only if that is certain: the server says so, nothing was ever sent, or there was nothing to change. */
    static Reply reply(boolean readOnly, StatusRuntimeException failure) {
        String code = failure.getStatus().getCode().name().toLowerCase(Locale.ROOT).replace('_', '-');
        Metadata trailers = failure.getTrailers();
        String outcome = trailers == null ? null : trailers.get(OUTCOME);
        if ("not-applied".equals(outcome) || "refused".equals(outcome)) {
            return new Reply.Failed(outcome);
        }
        if (neverSent(failure.getStatus())) {
            return new Reply.Failed("connection-refused");
        }
        return readOnly ? new Reply.Failed(code) : new Reply.Unknown(code);
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

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
