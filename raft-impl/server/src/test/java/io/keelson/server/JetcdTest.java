package io.keelson.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.maintenance.StatusResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.keelson.node.runtime.SnapshotCopies;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.keelson.server.command.GroupsCommand;
import io.keelson.server.config.Address;
import io.keelson.server.etcd.KeelsonMethods;
import io.keelson.server.proto.OpenSessionRequest;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** jetcd, without retries of its own, against three servers over loopback. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class JetcdTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static TestCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new TestCluster(folder);
        awaitReady(1);
        awaitReady(2);
        awaitReady(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        assertEquals(List.of(), cluster.failures());
    }

    /** Asks a member until it is ready; how long that takes is no part of any assertion. */
    private static void awaitReady(int member) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        HttpResponse<String> last;
        do {
            last = page(member, "/readyz");
            if (last.statusCode() == 200) {
                return;
            }
        } while (System.nanoTime() < deadline);
        throw new AssertionError("member " + member + " is not ready: " + last.body());
    }

    private static HttpResponse<String> page(int member, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://" + cluster.admin(member) + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Client client(int member) {
        Address address = cluster.client(member);
        return Client.builder().endpoints("http://" + address).retryMaxAttempts(1).build();
    }

    private static ByteSequence b(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    private static <T> T get(java.util.concurrent.CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    @Order(1)
    void whatOneMemberAcknowledgesEveryMemberReads() throws Exception {
        try (Client one = client(1);
                Client two = client(2);
                Client three = client(3)) {
            int n = 0;
            for (Client writer : List.of(one, two, three)) {
                n++;
                get(writer.getKVClient().put(b("k"), b("v" + n)));
                for (Client reader : List.of(one, two, three)) {
                    GetResponse read = get(reader.getKVClient().get(b("k")));
                    assertEquals("v" + n, read.getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Test
    @Order(2)
    void rangesTransactionsAndDeletions() throws Exception {
        try (Client client = client(2)) {
            KV kv = client.getKVClient();
            for (String key : List.of("p/a", "p/b", "p/c")) {
                get(kv.put(b(key), b(key)));
            }
            GetOption prefix = GetOption.builder().isPrefix(true).withSortOrder(GetOption.SortOrder.DESCEND).build();
            GetResponse all = get(kv.get(b("p/"), prefix));
            assertEquals(3, all.getCount());
            assertEquals("p/c", all.getKvs().getFirst().getKey().toString(StandardCharsets.UTF_8));

            TxnResponse swapped = get(kv.txn()
                    .If(new Cmp(b("p/a"), Cmp.Op.EQUAL, CmpTarget.value(b("p/a"))))
                    .Then(Op.put(b("p/a"), b("new"), PutOption.DEFAULT))
                    .Else(Op.get(b("p/a"), GetOption.DEFAULT))
                    .commit());
            assertTrue(swapped.isSucceeded());
            TxnResponse again = get(kv.txn()
                    .If(new Cmp(b("p/a"), Cmp.Op.EQUAL, CmpTarget.value(b("p/a"))))
                    .Then(Op.put(b("p/a"), b("newer"), PutOption.DEFAULT))
                    .Else(Op.get(b("p/a"), GetOption.DEFAULT))
                    .commit());
            assertFalse(again.isSucceeded());
            assertEquals(
                    "new",
                    again.getGetResponses().getFirst().getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
            GetResponse past = get(kv.get(
                    b("p/a"), GetOption.builder().withRevision(swapped.getHeader().getRevision() - 1).build()));
            assertEquals("p/a", past.getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
            assertEquals(3, get(kv.delete(b("p/"), DeleteOption.builder().isPrefix(true).build())).getDeleted());
        }
    }

    @Test
    @Order(3)
    void statusAndMembersAreTheSameEverywhere() throws Exception {
        try (Client client = client(1)) {
            assertEquals(3, get(client.getClusterClient().listMember()).getMembers().size());
            long leader = 0;
            for (int member = 1; member <= 3; member++) {
                StatusResponse status = get(
                        client.getMaintenanceClient().statusMember("http://" + cluster.client(member)));
                assertNotEquals(0, status.getLeader());
                leader = leader == 0 ? status.getLeader() : leader;
                assertEquals(leader, status.getLeader());
            }
        }
    }

    @Test
    @Order(4)
    void theAdminPagesTellTheState() throws Exception {
        HttpResponse<String> live = page(1, "/livez");
        assertEquals("[+]node ok\n", live.body());
        assertEquals(200, live.statusCode());
        String status = page(1, "/status").body();
        assertTrue(status.startsWith("{\"member\": 1, \"cluster\": 77, \"incarnation\": \""), status);
        String metrics = page(1, "/metrics").body();
        assertTrue(metrics.contains("keelson_request_seconds_count{code=\"OK\",method=\"put\"}"), metrics);
        assertTrue(metrics.contains("keelson_raft_index{group=\"1\",of=\"commit\"}"), metrics);
        assertEquals(404, page(1, "/nothing").statusCode());
    }

    @Test
    @Order(4)
    void aSnapshotIsSavedAsFromEtcd() throws Exception {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (Client client = client(3)) {
            get(client.getKVClient().put(b("saved"), b("1")));
            get(client.getMaintenanceClient().snapshot(saved));
        }
        byte[] copy = saved.toByteArray();
        assertEquals(32, copy.length % 512, "etcd's clients keep a snapshot only if it is as long as one with a digest at its end");
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(copy, copy.length - 32));
        assertArrayEquals(digest, Arrays.copyOfRange(copy, copy.length - 32, copy.length));
        Path file = Files.write(folder.resolve("saved"), copy);
        assertEquals(77, SnapshotCopies.verify(file).cluster());
    }

    /** What a client does whose answer was lost: it does not know, and asks again, whoever leads by now. */
    @Test
    @Order(4)
    void aRetriedIncrementIsAppliedOnceThoughAnotherLeads() throws Exception {
        long session = once(1, channel -> ClientCalls.blockingUnaryCall(
                        channel, KeelsonMethods.OPEN_SESSION, CallOptions.DEFAULT, OpenSessionRequest.newBuilder().setTtlMillis(600_000).build()))
                .getSession();
        PutRequest increment = PutRequest.newBuilder().setKey(ByteString.copyFromUtf8("counter")).setValue(ByteString.copyFromUtf8("+1")).build();
        long first = increment(1, session, 1, increment);
        for (int round = 0; round < 2; round++) {
            long leader = leader();
            try (Client client = client((int) leader)) {
                get(client.getMaintenanceClient().moveLeader(leader % 3 + 1));
            }
            assertNotEquals(leader, leader());
            for (int member = 1; member <= 3; member++) {
                assertEquals(first, increment(member, session, 1, increment), "the first one's answer, through member " + member);
            }
        }
        assertTrue(increment(2, session, 2, increment) > first);
        try (Client client = client(3)) {
            assertEquals(2, get(client.getKVClient().get(b("counter"))).getKvs().getFirst().getVersion(), "two increments, however often they were sent");
        }
    }

    private static String keelson(int code, String... arguments) {
        StringWriter text = new StringWriter();
        PrintWriter both = new PrintWriter(text, true);
        assertEquals(code, new CommandLine(new GroupsCommand()).setOut(both).setErr(both).execute(arguments), text::toString);
        return text.toString();
    }

    /** Asks again and again until the answer is as it should be. */
    private static String untilGroups(Predicate<String> good, String endpoint) {
        String list;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        do {
            list = keelson(0, "list", "--endpoint", endpoint);
        } while (!good.test(list) && System.nanoTime() < deadline);
        assertTrue(good.test(list), list);
        return list;
    }

    private static Client clientOf(String group, int member) {
        return Client.builder().endpoints("http://" + cluster.client(member)).header("keelson-group", group).retryMaxAttempts(1).build();
    }

    @Test
    @Order(4)
    void groupsAreMadeLedEvenlyServedAndDropped() throws Exception {
        String endpoint = cluster.client(2).toString();
        for (int i = 1; i <= 9; i++) {
            String created = keelson(0, "create", "g" + i, "--endpoint", endpoint);
            assertTrue(created.matches("created: group \\d+ 'g" + i + "' on members \\[1, 2, 3]\n"), created);
        }
        untilGroups(list -> list.contains("9 groups; led by each member, as far as this one knows: {1=3, 2=3, 3=3}"), endpoint);
        String list = untilGroups(text -> text.lines().filter(line -> line.endsWith("its leader is where it belongs")).count() == 9, endpoint);
        assertTrue(list.startsWith("ID  GROUP  MEMBERS"), list);

        try (Client first = clientOf("g1", 1);
                Client second = clientOf("g2", 2);
                Client all = client(3)) {
            get(first.getKVClient().put(b("same"), b("of g1")));
            get(second.getKVClient().put(b("same"), b("of g2")));
            assertEquals("of g1", get(clientOf("g1", 3).getKVClient().get(b("same"))).getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
            assertEquals("of g2", get(second.getKVClient().get(b("same"))).getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
            assertEquals(0, get(all.getKVClient().get(b("same"))).getCount(), "the default group is another");
        }
        ExecutionException nowhere = assertThrows(ExecutionException.class, () -> get(clientOf("nowhere", 1).getKVClient().get(b("same"))));
        assertTrue(nowhere.getMessage().contains("there is no group 'nowhere'; keelson groups create makes one"), nowhere.getMessage());

        assertTrue(keelson(1, "create", "g1", "--endpoint", endpoint).endsWith("there is a group 'g1' already\n"));
        assertTrue(keelson(1, "create", "Not good", "--endpoint", endpoint).contains("a group's name has 1 to 64"));
        assertTrue(keelson(1, "create", "wide", "--replicas", "4", "--endpoint", endpoint).contains("4 replicas are wanted, and the cluster has the members [1, 2, 3]"));
        assertTrue(keelson(2, "list", "--endpoint", "127.0.0.1:1").startsWith("groups list: nobody listens at 127.0.0.1:1; "));
        assertEquals(9, keelson(0, "balance", "--dry-run", "--endpoint", endpoint).lines().filter(line -> line.endsWith("every member holds it")).count());
        for (int i = 2; i <= 9; i++) {
            keelson(0, "delete", "g" + i, "--endpoint", endpoint);
        }
        assertTrue(untilGroups(text -> text.contains("1 groups;"), endpoint).contains("g1"));
        ExecutionException gone = assertThrows(ExecutionException.class, () -> get(clientOf("g2", 1).getKVClient().get(b("same"))));
        assertTrue(gone.getMessage().contains("there is no group 'g2'"), gone.getMessage());
    }

    private static long increment(int member, long session, long sequence, PutRequest put) throws Exception {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("keelson-session", Metadata.ASCII_STRING_MARSHALLER), String.valueOf(session));
        headers.put(Metadata.Key.of("keelson-sequence", Metadata.ASCII_STRING_MARSHALLER), String.valueOf(sequence));
        return once(member, channel -> KVGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).put(put))
                .getHeader()
                .getRevision();
    }

    private static <T> T once(int member, Function<ManagedChannel, T> request) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(cluster.client(member).toString()).usePlaintext().disableRetry().build();
        try {
            return request.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static long leader() throws Exception {
        try (Client client = client(1)) {
            return get(client.getMaintenanceClient().statusMember("http://" + cluster.client(1))).getLeader();
        }
    }

    @Test
    @Order(5)
    void aMajorityGoesOnAndARestartedMemberCatchesUp() throws Exception {
        try (Client two = client(2)) {
            get(two.getKVClient().put(b("before"), b("1")));
        }
        cluster.stop(1);
        awaitReady(2);
        awaitReady(3);
        try (Client three = client(3)) {
            get(three.getKVClient().put(b("during"), b("2")));
        }
        cluster.start(1);
        awaitReady(1);
        try (Client one = client(1)) {
            assertEquals(1, get(one.getKVClient().get(b("before"))).getCount());
            assertEquals(1, get(one.getKVClient().get(b("during"))).getCount());
        }
        untilGroups(list -> list.contains("its leader is where it belongs"), cluster.client(1).toString());
        try (Client group = clientOf("g1", 1)) {
            assertEquals("of g1", get(group.getKVClient().get(b("same"))).getKvs().getFirst().getValue().toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    @Order(6)
    void withoutAQuorumAMemberIsAliveNotReadyAndSaysWhy() throws Exception {
        cluster.stop(2);
        cluster.stop(3);
        HttpResponse<String> ready = page(1, "/readyz");
        assertEquals(503, ready.statusCode(), ready.body());
        assertTrue(ready.body().contains("[-]"), ready.body());
        assertEquals(200, page(1, "/livez").statusCode());
        try (Client one = client(1)) {
            GetOption local = GetOption.builder().withSerializable(true).build();
            assertEquals(1, get(one.getKVClient().get(b("before"), local)).getCount());
            ExecutionException failed = assertThrows(
                    ExecutionException.class, () -> get(one.getKVClient().get(b("before"))));
            assertTrue(failed.getMessage().contains("etcdserver: "), failed.getMessage());
        }
    }
}
