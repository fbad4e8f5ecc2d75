package io.keelson.server.command;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.ClientCalls;
import io.keelson.server.etcd.EtcdClients;
import io.keelson.server.proto.SnapshotRequest;
import io.keelson.server.proto.SnapshotResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Fetches a snapshot from a member. It may be of any size, so that a limit of time is not for the whole, but for each part of it to come. */
final class SnapshotDownload {
    private SnapshotDownload() {}

    /**
     * Fetches all of it.
     *
     * @param member the channel to it
     * @param patience how long it may be silent
     * @param out is written to, not closed
     * @throws StatusException if the member refuses, breaks off, or is silent for too long: DEADLINE_EXCEEDED
     * @throws IOException if {@code out} fails
     */
    static void write(Channel member, Duration patience, OutputStream out) throws StatusException, IOException {
        BlockingClientCall<?, SnapshotResponse> parts =
                ClientCalls.blockingV2ServerStreamingCall(member, EtcdClients.SNAPSHOT, CallOptions.DEFAULT, SnapshotRequest.getDefaultInstance());
        try {
            for (SnapshotResponse part = next(parts, patience); part != null; part = next(parts, patience)) {
                part.getBlob().writeTo(out);
            }
        } finally {
            parts.cancel("the command has ended", null);
        }
    }

    private static SnapshotResponse next(BlockingClientCall<?, SnapshotResponse> parts, Duration patience) throws StatusException, IOException {
        try {
            return parts.read(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException silent) {
            throw Status.DEADLINE_EXCEEDED.withCause(silent).asException();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the member was asked");
        }
    }
}
