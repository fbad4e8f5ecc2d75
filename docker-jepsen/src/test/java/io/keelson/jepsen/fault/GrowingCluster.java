package io.keelson.jepsen.fault;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberAddResponse;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberListResponse;
import io.etcd.jetcd.api.MemberPromoteRequest;
import io.etcd.jetcd.api.MemberPromoteResponse;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.MemberRemoveResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.Endpoint;
import io.keelson.jepsen.driver.Ports;
import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Three nodes and a spare host that keep a list of members and nothing else, and a list of what was done to them. */
final class GrowingCluster implements Driver {
    private static final List<String> NODES = List.of("n1", "n2", "n3");
    private static final String SPARE = "n4";

    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, Server> servers = new TreeMap<>();
    private final Map<Long, Member> members = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private long leader = 1;
    private boolean promotes = true;
    private boolean removes = true;
    private int late;

    GrowingCluster() throws IOException {
        Iterator<Integer> free = Ports.free(hosts().size()).iterator();
        hosts().forEach(host -> ports.put(host, free.next()));
        for (String node : NODES) {
            start(node);
            members.put((long) number(node), Member.newBuilder().setID(number(node)).addPeerURLs("http://" + peerEndpoint(node)).build());
        }
        done.clear();
    }

    /** Learners stay what they are. */
    synchronized void promotesNobody() {
        promotes = false;
    }

    /** The next addition is refused for want of an answer, and comes to pass after the one after it. */
    synchronized void addsLate() {
        late = 1;
    }

    /** Members stay what they are. */
    synchronized void removesNobody() {
        removes = false;
    }

    /** Another member leads. */
    synchronized void leads(long member) {
        leader = member;
    }

    /** What was done, in order. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    synchronized Set<Long> members() {
        return Set.copyOf(members.keySet());
    }

    private static int number(String node) {
        return Integer.parseInt(node.substring(1));
    }

    private synchronized void note(String what) {
        done.add(what);
    }

    @Override
    public String name() {
        return "growing";
    }

    @Override
    public List<String> nodes() {
        return NODES;
    }

    @Override
    public List<String> spares() {
        return List.of(SPARE);
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.PROCESSES, Ability.CUTS, Ability.SPARE);
    }

    @Override
    public Endpoint endpoint(String node) {
        return new Endpoint("127.0.0.1", ports.get(node));
    }

    @Override
    public Endpoint peerEndpoint(String node) {
        return new Endpoint("10.0.0." + number(node), 2380);
    }

    @Override
    public synchronized void start(String node) throws IOException {
        if (servers.containsKey(node)) {
            return;
        }
        note("start " + node);
        servers.put(node, NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", ports.get(node))).directExecutor()
                .addService(new Reads()).addService(new Cluster()).addService(new Maintenance(number(node))).build().start());
    }

    @Override
    public void kill(String node) {
        note("kill " + node);
        end(node);
    }

    private void end(String node) {
        Server server;
        synchronized (this) {
            server = servers.remove(node);
        }
        if (server != null) {
            server.shutdownNow();
        }
    }

    @Override
    public void erase(String node) {
        note("erase " + node);
        end(node);
    }

    @Override
    public void enroll(String node, int member) {
        note("enroll " + node + " as " + member);
    }

    @Override
    public void letLeave(String node) {
        note("let leave " + node);
    }

    @Override
    public void shape(Map<Link, LinkState> links) {
        note("cut " + links.keySet());
    }

    @Override
    public void stop(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> unexpectedExits() {
        return List.of();
    }

    @Override
    public void close() {
        hosts().forEach(this::end);
    }

    /** Null for an addition that nobody hears of yet. */
    private synchronized Member add(MemberAddRequest request) {
        if (late == 1) {
            late++;
            return null;
        }
        Member added = addNow(request);
        if (late == 2) {
            late = 0;
            addNow(request);
        }
        return added;
    }

    private Member addNow(MemberAddRequest request) {
        Member member = Member.newBuilder().setID(members.keySet().stream().max(Long::compare).orElseThrow() + 1)
                .addAllPeerURLs(request.getPeerURLsList()).setIsLearner(request.getIsLearner()).build();
        members.put(member.getID(), member);
        note("add " + member.getPeerURLs(0) + (member.getIsLearner() ? " as a learner" : ""));
        return member;
    }

    private synchronized boolean promote(long member) {
        if (promotes) {
            members.computeIfPresent(member, (id, learner) -> learner.toBuilder().setIsLearner(false).build());
            note("promote " + member);
        }
        return promotes;
    }

    private synchronized boolean remove(long member) {
        if (removes) {
            members.remove(member);
            note("remove " + member);
        }
        return removes;
    }

    private synchronized MemberListResponse list() {
        return MemberListResponse.newBuilder().addAllMembers(members.values()).build();
    }

    private synchronized StatusResponse status(long member) {
        return StatusResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setMemberId(member)).setLeader(leader).setRaftTerm(leader).build();
    }

    private static <T> void answer(StreamObserver<T> client, boolean yes, T value) {
        if (!yes) {
            client.onError(Status.FAILED_PRECONDITION.withDescription("not now").asRuntimeException());
            return;
        }
        client.onNext(value);
        client.onCompleted();
    }

    private static final class Reads extends KVGrpc.KVImplBase {
        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
            answer(client, true, RangeResponse.getDefaultInstance());
        }
    }

    private final class Cluster extends ClusterGrpc.ClusterImplBase {
        @Override
        public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
            answer(client, true, list());
        }

        @Override
        public void memberAdd(MemberAddRequest request, StreamObserver<MemberAddResponse> client) {
            Member added = add(request);
            answer(client, added != null, added == null ? null : MemberAddResponse.newBuilder().setMember(added).build());
        }

        @Override
        public void memberPromote(MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> client) {
            answer(client, promote(request.getID()), MemberPromoteResponse.getDefaultInstance());
        }

        @Override
        public void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> client) {
            answer(client, remove(request.getID()), MemberRemoveResponse.getDefaultInstance());
        }
    }

    private final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        private final long member;

        Maintenance(long member) {
            this.member = member;
        }

        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> client) {
            answer(client, true, GrowingCluster.this.status(member));
        }
    }
}
