package io.keelson.jepsen.fault;

import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** What an operator asks a cluster for, over etcd's API. A cluster that says no has a reason: nothing is tried twice. */
final class Operations {
    private static final long PATIENCE_SECONDS = 2;
    private static final long START_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private Operations() {}

    /** Hands leadership from the node that is hit to another. */
    static void transfer(Driver driver, Strike strike) {
        ManagedChannel to = Channels.open(driver.endpoint(strike.other()));
        ManagedChannel from = Channels.open(driver.endpoint(strike.leader()));
        try {
            long target = stub(to).status(StatusRequest.getDefaultInstance()).getHeader().getMemberId();
            stub(from).moveLeader(MoveLeaderRequest.newBuilder().setTargetID(target).build());
        } catch (StatusRuntimeException refused) {
            // The leader has changed, or does not hand over now.
        } finally {
            from.shutdownNow();
            to.shutdownNow();
        }
    }

    /** Drops the history of the store. */
    static void compact(Driver driver, Strike strike) {
        ManagedChannel leader = Channels.open(driver.endpoint(strike.leader()));
        try {
            long revision = stub(leader).status(StatusRequest.getDefaultInstance()).getHeader().getRevision();
            KVGrpc.newBlockingStub(leader).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS).compact(CompactionRequest.newBuilder().setRevision(revision).build());
        } catch (StatusRuntimeException refused) {
            // The leader has changed, or everything up to there is dropped already.
        } finally {
            leader.shutdownNow();
        }
    }

    /** Asks each node to end and starts it again, the next one when it serves. */
    static void rollingRestart(Driver driver, Strike strike) throws IOException {
        for (String node : strike.nodes()) {
            driver.stop(node);
            driver.start(node);
            awaitService(driver, node);
        }
    }

    private static void awaitService(Driver driver, String node) throws IOException {
        ManagedChannel channel = Channels.open(driver.endpoint(node));
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (System.nanoTime() < limit) {
                channel.resetConnectBackoff();
                try {
                    if (stub(channel).status(StatusRequest.getDefaultInstance()).getLeader() != 0) {
                        return;
                    }
                } catch (StatusRuntimeException notYet) {
                    // It is starting.
                }
                Wait.millis(LOOK_AGAIN_MILLIS);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static MaintenanceGrpc.MaintenanceBlockingStub stub(ManagedChannel channel) {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
