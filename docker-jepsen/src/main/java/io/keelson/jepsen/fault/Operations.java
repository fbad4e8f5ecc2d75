package io.keelson.jepsen.fault;

import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.MoveLeaderRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What an operator asks a cluster for, over etcd's API. A cluster that says no has a reason: nothing is tried twice. */
final class Operations {
    private static final long PATIENCE_SECONDS = 2;
    private static final long START_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 100;

    private Operations() {}

    /** Hands leadership from the node that is hit to another. */
    static void transfer(Driver driver, Strike strike) throws NotNow {
        ManagedChannel to = Channels.open(driver.endpoint(strike.other()));
        ManagedChannel from = Channels.open(driver.endpoint(strike.leader()));
        try {
            long target = stub(to).status(StatusRequest.getDefaultInstance()).getHeader().getMemberId();
            stub(from).moveLeader(MoveLeaderRequest.newBuilder().setTargetID(target).build());
        } catch (StatusRuntimeException refused) {
            throw new NotNow(strike.leader() + " does not hand over: " + refused.getStatus());
        } finally {
            from.shutdownNow();
            to.shutdownNow();
        }
    }

    /** Orders a snapshot; any other number than the last one is another order. */
    static void snapshot(Driver driver, Strike strike) throws IOException {
        for (String node : strike.nodes()) {
            driver.order(node, List.of("snapshot=" + (strike.luck() | 1)));
        }
    }

    /** Asks each node to end and starts it again, the next one when it serves. */
    static void rollingRestart(Driver driver, Strike strike) throws IOException {
        oneByOne(driver, strike, node -> {});
    }

    /** The same, and each node comes up on the build that the upgrade leads to; once all of them are there it is a rolling restart. */
    static void rollingUpgrade(Driver driver, Strike strike) throws IOException {
        oneByOne(driver, strike, driver::upgrade);
    }

    private static void oneByOne(Driver driver, Strike strike, Consumer<String> whileDown) throws IOException {
        for (String node : strike.nodes()) {
            driver.stop(node);
            whileDown.accept(node);
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
