package io.keelson.jepsen.fault;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import java.util.concurrent.TimeUnit;

/** What an operator asks a cluster for, over etcd's API. A cluster that says no has a reason: nothing is tried twice. */
final class Operations {
    private static final long PATIENCE_SECONDS = 2;

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

    private static MaintenanceGrpc.MaintenanceBlockingStub stub(ManagedChannel channel) {
        return MaintenanceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
