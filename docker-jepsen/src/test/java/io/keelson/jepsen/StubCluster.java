package io.keelson.jepsen;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.Endpoint;
import io.keelson.jepsen.driver.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster in this JVM: one map behind three doors. With a defect switched on, it does what a broken cluster would do. */
final class StubCluster implements Driver {
    /** What can be wrong with it. */
    enum Defect {
        NONE,
        /** A kill takes with it what was written to the latest registers. */
        FORGETS_ON_KILL,
        /** One node holds a key that no other does, and nobody asks for. */
        DIVERGES,
        /** The nemesis's hand breaks off. */
        BREAKS_THE_NEMESIS,
        /** A node prints an exception. */
        PRINTS_A_CRASH,
        /** One in some reads is answered from the past. */
        STALE_READS
    }

    private static final List<String> NODES = List.of("n1", "n2", "n3");

    private final Defect defect;
    private final Map<ByteString, KeyValue> map = new TreeMap<>(ByteString.unsignedLexicographicalComparator());
    private final Map<ByteString, KeyValue> before = new TreeMap<>(ByteString.unsignedLexicographicalComparator());
    private final Map<String, Server> servers = new TreeMap<>();
    private final Map<String, Integer> ports = new TreeMap<>();
    private final Map<String, HttpServer> admins = new TreeMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private String leader = "n1";
    private long term = 1;
    private long reads;
    private Path logs;
    private int emptyDisks = Integer.MAX_VALUE;

    StubCluster(Defect defect) throws IOException {
        this.defect = defect;
        Iterator<Integer> free = Ports.free(NODES.size()).iterator();
        for (String node : NODES) {
            ports.put(node, free.next());
            start(node);
        }
    }

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public List<String> nodes() {
        return NODES;
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.PROCESSES);
    }

    @Override
    public Endpoint endpoint(String node) {
        return new Endpoint("127.0.0.1", ports.get(node));
    }

    @Override
    public synchronized void start(String node) throws IOException {
        if (servers.containsKey(node)) {
            return;
        }
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", ports.get(node)))
                .addService(new Store(NODES.indexOf(node) + 1)).addService(new Maintenance(NODES.indexOf(node) + 1)).build().start();
        servers.put(node, server);
        elect();
    }

    @Override
    public synchronized boolean isDown(String node) {
        return !servers.containsKey(node);
    }

    private void elect() {
        if (!servers.containsKey(leader) && !servers.isEmpty()) {
            leader = servers.keySet().iterator().next();
            term++;
        }
    }

    @Override
    public void kill(String node) {
        if (defect == Defect.BREAKS_THE_NEMESIS) {
            throw new NoSuchElementException("no value present");
        }
        if (defect == Defect.PRINTS_A_CRASH) {
            printACrash();
        }
        Server server;
        synchronized (this) {
            server = servers.remove(node);
            elect();
            if (defect == Defect.FORGETS_ON_KILL) {
                map.clear();
                map.putAll(before);
            }
        }
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** There are no files here, but for what the test has laid in. */
    @Override
    public List<String> flipBits(String node, int bits, long luck) {
        kill(node);
        return emptyDisks-- > 0 ? List.of() : List.of("a file");
    }

    /** So many times more there will be nothing on a disk that is to be damaged, and then something. */
    void emptyDisks(int times) {
        emptyDisks = times;
    }

    @Override
    public void stop(String node) {
        kill(node);
    }

    @Override
    public void pause(String node) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(String node) {}

    @Override
    public List<String> unexpectedExits() {
        return List.of();
    }

    @Override
    public void close() {
        servers.values().forEach(Server::shutdownNow);
        admins.values().forEach(admin -> admin.stop(0));
    }

    private void printACrash() {
        try {
            Files.writeString(logFile("n2").orElseThrow(), "java.lang.IllegalStateException: no\n\tat io.keelson.A.b(A.java:1)\n", StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Optional<Path> logFile(String node) {
        return Optional.ofNullable(logs).map(folder -> folder.resolve(node + ".log"));
    }

    /** What the nodes print is in files there from now on. */
    void logTo(Path folder) throws IOException {
        logs = folder;
        for (String node : NODES) {
            Files.writeString(folder.resolve(node + ".log"), "ready: member of cluster 1\njava.lang.AssertionError: of another run\n");
        }
    }

    @Override
    public Optional<Endpoint> adminEndpoint(String node) {
        return Optional.ofNullable(admins.get(node)).map(admin -> new Endpoint("127.0.0.1", admin.getAddress().getPort()));
    }

    /** A node shows a page from now on, in place of the one before, and none at other paths. */
    void shows(String node, String path, String page) throws IOException {
        if (!admins.containsKey(node)) {
            HttpServer admin = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            admin.start();
            admins.put(node, admin);
        }
        if (pages.put(node + path, page) != null) {
            return;
        }
        admins.get(node).createContext(path, exchange -> {
            try (exchange) {
                boolean here = exchange.getRequestURI().getPath().equals(path);
                exchange.sendResponseHeaders(here ? 200 : 404, 0);
                exchange.getResponseBody().write((here ? pages.get(node + path) : "no such page").getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /** What a node answers to whoever asks for everything: what it has, and what is its alone. */
    private synchronized RangeResponse everything(long member) {
        RangeResponse.Builder all = RangeResponse.newBuilder().addAllKvs(map.values());
        if (defect == Defect.DIVERGES && member == 3) {
            all.addKvs(KeyValue.newBuilder().setKey(ByteString.copyFromUtf8("zzz")));
        }
        return all.build();
    }

    private synchronized void set(PutRequest put) {
        KeyValue old = map.get(put.getKey());
        KeyValue fresh = KeyValue.newBuilder().setKey(put.getKey()).setValue(put.getValue())
                .setVersion(old == null ? 1 : old.getVersion() + 1).build();
        if (old != null) {
            before.put(put.getKey(), old);
        }
        map.put(put.getKey(), fresh);
    }

    private synchronized KeyValue get(ByteString key) {
        boolean stale = defect == Defect.STALE_READS && ++reads % 10 == 0;
        return (stale ? before : map).get(key);
    }

    private synchronized boolean compareAndSet(TxnRequest request) {
        KeyValue now = map.get(request.getCompare(0).getKey());
        boolean holds = now != null && now.getValue().equals(request.getCompare(0).getValue());
        if (holds) {
            set(request.getSuccess(0).getRequestPut());
        }
        return holds;
    }

    private synchronized StatusResponse status(long member) {
        return StatusResponse.newBuilder().setHeader(ResponseHeader.newBuilder().setMemberId(member))
                .setLeader(NODES.indexOf(leader) + 1).setRaftTerm(term).build();
    }

    private static <T> void answer(StreamObserver<T> observer, T value) {
        observer.onNext(value);
        observer.onCompleted();
    }

    private final class Store extends KVGrpc.KVImplBase {
        private final long member;

        Store(long member) {
            this.member = member;
        }

        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
            if (!request.getRangeEnd().isEmpty()) {
                answer(observer, everything(member));
                return;
            }
            KeyValue found = get(request.getKey());
            answer(observer, found == null ? RangeResponse.getDefaultInstance() : RangeResponse.newBuilder().addKvs(found).build());
        }

        @Override
        public void put(PutRequest request, StreamObserver<PutResponse> observer) {
            set(request);
            answer(observer, PutResponse.getDefaultInstance());
        }

        @Override
        public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
            answer(observer, TxnResponse.newBuilder().setSucceeded(compareAndSet(request)).build());
        }
    }

    private final class Maintenance extends MaintenanceGrpc.MaintenanceImplBase {
        private final long member;

        Maintenance(long member) {
            this.member = member;
        }

        @Override
        public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
            answer(observer, StubCluster.this.status(member));
        }
    }
}
