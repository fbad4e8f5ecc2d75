package io.keelson.launcher;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.keelson.jepsen.Aspect;
import io.keelson.jepsen.SetupException;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.fault.Wait;
import io.keelson.server.etcd.KeelsonMethods;
import io.keelson.server.proto.BalanceGroupsRequest;
import io.keelson.server.proto.CreateGroupRequest;
import io.keelson.server.proto.GroupInfo;
import io.keelson.server.proto.ListGroupsRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Groups beside the one that the clients use, on all nodes: each is where it is wanted and led, and every node leads as many as any other or one more, before the first fault and after the
 * last. What is written to them before the first fault is what their replicas are compared by.
 *
 * <p>A member that was let in has no part in any group before somebody asks for it, and one that is gone has its part still: after each fault that is asked for.
 */
final class GroupSpread implements Aspect {
    private static final long PATIENCE_SECONDS = 5;
    private static final long SPREAD_SECONDS = 30;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private static final int KEYS = 10;
    private static final Metadata.Key<String> GROUP = Metadata.Key.of("keelson-group", Metadata.ASCII_STRING_MARSHALLER);

    private final List<String> groups;

    GroupSpread(List<String> groups) {
        this.groups = List.copyOf(groups);
    }

    @Override
    public void begin(Driver driver) throws SetupException, IOException {
        for (String group : groups) {
            create(driver, group);
        }
        List<String> uneven = violations(driver);
        if (!uneven.isEmpty()) {
            throw new SetupException(uneven.getFirst());
        }
        for (String group : groups) {
            fill(driver, group);
        }
    }

    /** Writes something that the group's replicas can be compared by in the end. */
    private static void fill(Driver driver, String group) throws SetupException, IOException {
        Metadata headers = new Metadata();
        headers.put(GROUP, group);
        ManagedChannel channel = Channels.open(driver.endpoint(driver.nodes().getFirst()));
        try {
            Channel toGroup = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
            for (int key = 0; key < KEYS; key++) {
                put(toGroup, group, ByteString.copyFromUtf8("key-" + key));
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static void put(Channel toGroup, String group, ByteString key) throws SetupException, IOException {
        PutRequest request = PutRequest.newBuilder().setKey(key).setValue(key).build();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPREAD_SECONDS);
        while (true) {
            try {
                KVGrpc.newBlockingStub(toGroup).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS).put(request);
                return;
            } catch (StatusRuntimeException refused) {
                if (System.nanoTime() > limit) {
                    throw new SetupException("the group '" + group + "' takes no writes: " + refused.getStatus());
                }
                Wait.millis(LOOK_AGAIN_MILLIS);
            }
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

    /** Before another node falls out, every group has all its replicas again. */
    @Override
    public void recovered(Driver driver) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPREAD_SECONDS);
        boolean asked = false;
        while (System.nanoTime() < limit && !(asked && unsettled(list(driver)).isEmpty())) {
            asked = asked || balances(driver);
            Wait.millis(LOOK_AGAIN_MILLIS);
        }
    }

    /** Asks for the replicas to be moved off members that are gone; says whether that was heard. */
    private static boolean balances(Driver driver) {
        try {
            call(driver, KeelsonMethods.BALANCE_GROUPS, BalanceGroupsRequest.getDefaultInstance());
            return true;
        } catch (StatusRuntimeException notNow) {
            return false;
        }
    }

    @Override
    public List<String> violations(Driver driver) throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SPREAD_SECONDS);
        while (true) {
            List<GroupInfo> seen = list(driver);
            Map<Long, Integer> led = led(seen);
            List<String> unsettled = unsettled(seen);
            if (unsettled.isEmpty() && isEven(led, driver.nodes().size())) {
                return List.of();
            }
            if (System.nanoTime() > limit) {
                return unsettled.isEmpty() ? List.of(groups.size() + " groups are not led evenly after " + SPREAD_SECONDS + " s; the members lead " + led) : unsettled;
            }
            Wait.millis(LOOK_AGAIN_MILLIS);
        }
    }

    /** Which groups are not as they are wanted, one line each; all of them where nobody tells. */
    private List<String> unsettled(List<GroupInfo> seen) {
        return groups.stream().filter(name -> seen.stream().noneMatch(group -> group.getName().equals(name) && group.getSettled()))
                .map(name -> "the group '" + name + "' is not where it is wanted: "
                        + seen.stream().filter(group -> group.getName().equals(name)).map(GroupInfo::getNote).findFirst().orElse("nobody knows it"))
                .toList();
    }

    private boolean isEven(Map<Long, Integer> led, int nodes) {
        int most = led.isEmpty() ? 0 : Collections.max(led.values());
        int fewest = led.size() < nodes ? 0 : Collections.min(led.values());
        return led.values().stream().mapToInt(Integer::intValue).sum() == groups.size() && most - fewest <= 1;
    }

    /** How many of the groups each member leads, as the first node sees it. */
    private static Map<Long, Integer> led(List<GroupInfo> groups) {
        Map<Long, Integer> led = new TreeMap<>();
        groups.stream().filter(group -> group.getLeader() != 0).forEach(group -> led.merge(group.getLeader(), 1, Integer::sum));
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
