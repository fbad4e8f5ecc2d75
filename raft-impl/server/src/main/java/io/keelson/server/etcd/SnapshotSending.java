package io.keelson.server.etcd;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.keelson.node.Outcome;
import io.keelson.server.SnapshotSource;
import io.keelson.server.proto.SnapshotResponse;

/**
 * Streams a snapshot to one client, a chunk whenever it can take one: a slow client holds up nobody, and a chunk is made only when the one before has left.
 *
 * <p>Called from gRPC's thread and the node's; the lock is held for moments.
 */
final class SnapshotSending {
    private final ServerCallStreamObserver<SnapshotResponse> client;
    private final SnapshotSource source;
    private boolean making;
    private boolean over;

    SnapshotSending(ServerCallStreamObserver<SnapshotResponse> client, SnapshotSource source) {
        this.client = client;
        this.source = source;
    }

    /** Has the next chunk made if the client can take it. */
    void goOn() {
        synchronized (this) {
            if (making || over || !client.isReady()) {
                return;
            }
            making = true;
        }
        source.next().whenComplete(this::made);
    }

    private void made(byte[] part, Throwable failure) {
        synchronized (this) {
            making = false;
            if (over) {
                return;
            }
            over = part == null;
        }
        if (failure != null) {
            source.close();
            client.onError(whyNot(failure));
        } else if (part == null) {
            source.close();
            client.onCompleted();
        } else {
            client.onNext(SnapshotResponse.newBuilder().setBlob(UnsafeByteOperations.unsafeWrap(part)).build());
            goOn();
        }
    }

    /** The replica was given another state meanwhile, or closed: asking again helps. All else is a defect. */
    private static StatusRuntimeException whyNot(Throwable failure) {
        return failure instanceof IllegalStateException gone ? Failure.of(new Outcome.NotApplied<>(gone.getMessage(), 0)) : Failure.defect(failure);
    }

    /** The client has gone. */
    void cancelled() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        source.close();
    }
}
