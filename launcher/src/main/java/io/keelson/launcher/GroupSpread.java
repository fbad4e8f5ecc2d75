package io.keelson.launcher;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.keelson.jepsen.Aspect;
import io.keelson.jepsen.SetupException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.fault.Wait;
import io.keelson.server.etcd.KeelsonMethods;
import io.keelson.server.proto.CreateGroupRequest;
import io.keelson.server.proto.GroupInfo;
import io.keelson.server.proto.ListGroupsRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Groups beside the one that the clients use, on all nodes: each is led, and every node leads as many as any other or one more, before the first fault and after the last. */
final class GroupSpread implements Aspect {
    private static final long PATIENCE_SECONDS = 5;
    private static final long SPREAD_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final int groups;

    GroupSpread(int groups) {
        this.groups = groups;
    }

    @Override
    public void begin(Driver driver) throws SetupException, IOException {
        for (int i = 1; i <= groups; i++) {
            create(driver, "group-" + i);
        }
        List<String> uneven = violations(driver);
        if (!uneven.isEmpty()) {
            throw new SetupException(uneven.getFirst());
        }
    }

    /** Makes a group on all nodes, unless it is there: a cluster whose leader has just changed may have to be asked twice. */
    private static void create(Driver driver, String name) throws SetupException, IOException {
        CreateGroupRequest request = CreateGroupRequest.newBuilder().setName(name).setReplicas(driver.nodes().size()).build();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPREAD_SECONDS);
        while (list(driver).stream().noneMatch(group -> group.getName().equals(name))) {
            try {
                call(driver, KeelsonMethods.CREATE_GROUP, request);
            } catch (StatusRuntimeException refused) {
                if (System.nanoTime() > limit) {
                    throw new SetupException("the group '" + name + "' could not be made: " + refused.getStatus());
                }
            }
            Wait.millis(LOOK_AGAIN_MILLIS);
        }
    }

    @Override
    public List<String> violations(Driver driver) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPREAD_SECONDS);
        Map<Long, Integer> led = led(driver);
        while (!isEven(led, driver.nodes().size())) {
            if (System.nanoTime() > limit) {
                return List.of(groups + " groups are not led evenly after " + SPREAD_SECONDS + " s; the members lead " + led);
            }
            Wait.millis(LOOK_AGAIN_MILLIS);
            led = led(driver);
        }
        return List.of();
    }

    private boolean isEven(Map<Long, Integer> led, int nodes) {
        int most = led.isEmpty() ? 0 : Collections.max(led.values());
        int fewest = led.size() < nodes ? 0 : Collections.min(led.values());
        return led.values().stream().mapToInt(Integer::intValue).sum() == groups && most - fewest <= 1;
    }

    /** How many of the groups each member leads, as the first node sees it. */
    private static Map<Long, Integer> led(Driver driver) {
        Map<Long, Integer> led = new TreeMap<>();
        list(driver).stream().filter(group -> group.getLeader() != 0).forEach(group -> led.merge(group.getLeader(), 1, Integer::sum));
        return led;
    }

    private static List<GroupInfo> list(Driver driver) {
        try {
            return call(driver, KeelsonMethods.LIST_GROUPS, ListGroupsRequest.getDefaultInstance()).getGroupsList();
        } catch (StatusRuntimeException notNow) {
            return List.of();
        }
    }

    private static <A, B> B call(Driver driver, MethodDescriptor<A, B> method, A request) {
        ManagedChannel channel = Channels.open(driver.endpoint(driver.nodes().getFirst()));
        try {
            return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS), request);
        } finally {
            channel.shutdownNow();
        }
    }
}
