package io.keelson.jepsen.fault;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.AdminPage;
import io.keelson.jepsen.driver.Channels;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Who belongs to the cluster, changed as an operator does it: over etcd's API, a node at a time, and asked again, of another node, while the cluster is busy with something else or
 * who was asked is down.
 */
final class Members {
    private static final Duration CALL = Duration.ofSeconds(3);
    private static final Duration ASKED = Duration.ofSeconds(10);
    /** A new member is sent everything before it is made a voter. */
    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);
    private static final long ASK_AGAIN_MILLIS = 200;
    private static final ByteString ANY_KEY = ByteString.copyFromUtf8("members");

    private Members() {}

    /** One call to a cluster. */
    private interface Request<T> {
        T of(ClusterGrpc.ClusterBlockingStub cluster) throws IOException;
    }

    /** Lets a node in at each spare place that was hit; nobody has been let in if that could not be. */
    static void grow(Driver driver, Strike strike) throws IOException {
        grow(driver, strike, CAUGHT_UP);
    }

    static void grow(Driver driver, Strike strike, Duration patience) throws IOException {
        try {
            join(driver, strike, patience);
        } catch (NotNow refused) {
            giveUp(driver, strike, patience, refused);
            throw refused;
        }
    }

    private static void giveUp(Driver driver, Strike strike, Duration patience, NotNow refused) throws IOException {
        try {
            shrink(driver, strike, patience);
        } catch (NotNow again) {
            throw new IOException("the cluster neither lets " + String.join(", ", strike.nodes()) + " in nor removes it; " + refused.getMessage() + "; " + again.getMessage(), again);
        }
    }

    /** Removes whom {@link #grow} has let in, for good. */
    static void shrink(Driver driver, Strike strike) throws IOException {
        shrink(driver, strike, CAUGHT_UP);
    }

    static void shrink(Driver driver, Strike strike, Duration patience) throws IOException {
        for (String node : strike.nodes()) {
            driver.letLeave(node);
            removeMember(driver, strike, node, patience);
            driver.erase(node);
        }
    }

    /** Removes the nodes that are hit, and ends them. */
    static void remove(Driver driver, Strike strike) throws IOException {
        int gone = 0;
        for (String node : strike.nodes()) {
            driver.letLeave(node);
            try {
                removeMember(driver, strike, node, ASKED);
            } catch (NotNow refused) {
                if (gone == 0) {
                    throw refused;
                }
            }
            // Removed or not: who comes back is a new one.
            driver.kill(node);
            gone++;
        }
    }

    /** Lets an empty node in at each place that was hit. */
    static void join(Driver driver, Strike strike) throws IOException {
        join(driver, strike, CAUGHT_UP);
    }

    private static void join(Driver driver, Strike strike, Duration patience) throws IOException {
        for (String node : strike.nodes()) {
            removeMember(driver, strike, node, patience);
            driver.erase(node);
            Endpoint place = driver.peerEndpoint(node);
            long member = insist(driver, strike, patience, cluster -> membersAt(cluster, place).stream().map(Member::getID).findFirst().orElseGet(() -> cluster.memberAdd(
                    MemberAddRequest.newBuilder().addPeerURLs("http://" + place).setIsLearner(true).build()).getMember().getID()));
            driver.enroll(node, Math.toIntExact(member));
            driver.start(node);
            insist(driver, strike, patience, cluster -> promote(cluster, place, member));
        }
    }

    /** Wipes a node's disk, and starts it on nothing. */
    static void wipe(Driver driver, Strike strike) throws IOException {
        for (String node : strike.all()) {
            if (!bindsAll(driver, node)) {
                throw new NotNow(node + " does not know every member's disk yet");
            }
        }
        for (String node : strike.nodes()) {
            driver.erase(node);
            driver.start(node);
        }
    }

    /** Lets a node in again whose disk was wiped. */
    static void letInAgain(Driver driver, Strike strike) throws IOException {
        strike.nodes().forEach(driver::letLeave);
        join(driver, strike);
    }

    /** Starts a node on what is left on its disk. One that refuses that is wiped and let in again, as it asks for, where the driver can do it. */
    static void startOrReplace(Driver driver, Strike strike) throws IOException {
        for (String node : strike.nodes()) {
            if (!driver.abilities().contains(Ability.MEMBERSHIP)) {
                driver.start(node);
            } else if (refuses(driver, node)) {
                join(driver, strike.at(node));
            }
        }
    }

    /** Starts a node, and says whether it refuses its disk. */
    private static boolean refuses(Driver driver, String node) throws IOException {
        driver.startOnDamage(node);
        long limit = System.nanoTime() + CAUGHT_UP.toNanos();
        while (System.nanoTime() < limit && !driver.isDown(node) && status(driver, node).isEmpty()) {
            Wait.millis(ASK_AGAIN_MILLIS);
        }
        return driver.hasRefused(node);
    }

    /** What a node says of itself; empty if it does not answer. */
    private static Optional<String> status(Driver driver, String node) {
        try {
            return Optional.of(AdminPage.get(driver.adminEndpoint(node).orElseThrow(), "/status"));
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    private static void removeMember(Driver driver, Strike strike, String node, Duration patience) throws IOException {
        Endpoint place = driver.peerEndpoint(node);
        insist(driver, strike, patience, cluster -> {
            membersAt(cluster, place).forEach(member -> removeMember(cluster, member));
            return node;
        });
    }

    /** Makes a member a voter, if it is none yet, and the only member at its place: one whose addition was given up for want of an answer may have come all the same. */
    private static long promote(ClusterGrpc.ClusterBlockingStub cluster, Endpoint place, long member) {
        for (Member found : membersAt(cluster, place)) {
            if (found.getID() != member) {
                removeMember(cluster, found);
            } else if (found.getIsLearner()) {
                cluster.memberPromote(MemberPromoteRequest.newBuilder().setID(member).build());
            }
        }
        return member;
    }

    private static void removeMember(ClusterGrpc.ClusterBlockingStub cluster, Member member) {
        cluster.memberRemove(MemberRemoveRequest.newBuilder().setID(member.getID()).build());
    }

    private static List<Member> membersAt(ClusterGrpc.ClusterBlockingStub cluster, Endpoint place) {
        // A node lists the members that it knows of; after a read it knows of whatever was done before.
        KVGrpc.newBlockingStub(cluster.getChannel()).withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS).range(RangeRequest.newBuilder().setKey(ANY_KEY).build());
        List<Member> members = cluster.memberList(MemberListRequest.getDefaultInstance()).getMembersList();
        return members.stream().filter(member -> member.getPeerURLsList().contains("http://" + place)).toList();
    }

    /** Asks those by turns who are not hit, until one says yes. */
    private static <T> T insist(Driver driver, Strike strike, Duration patience, Request<T> request) throws IOException {
        List<String> asked = strike.all().stream().filter(node -> !strike.nodes().contains(node)).toList();
        long limit = System.nanoTime() + patience.toNanos();
        for (int turn = 0;; turn++) {
            String node = asked.get(turn % asked.size());
            ManagedChannel channel = Channels.open(driver.endpoint(node));
            try {
                return request.of(ClusterGrpc.newBlockingStub(channel).withDeadlineAfter(CALL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (StatusRuntimeException refused) {
                if (System.nanoTime() > limit) {
                    throw new NotNow(node + " says: " + refused.getStatus());
                }
                Wait.millis(ASK_AGAIN_MILLIS);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    /** Whether a node's page of its status names no voter whose disk it does not know. */
    private static boolean bindsAll(Driver driver, String node) throws NotNow {
        String page = status(driver, node).orElseThrow(() -> new NotNow(node + " does not say whose disks it knows"));
        return page.replaceAll("\\s", "").contains("\"unbound\":[]");
    }
}
