package io.keelson.server.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import io.keelson.kv.HeapRevisionStore;
import io.keelson.kv.KvCommands;
import io.keelson.kv.KvStateMachine;
import io.keelson.kv.Quota;
import io.keelson.node.Outcome;
import io.keelson.node.placement.KeptGroup;
import io.keelson.node.placement.PlacedGroup;
import io.keelson.node.placement.ReplicaPlan;
import io.keelson.server.Groups;
import io.keelson.server.NoGroups;
import io.keelson.server.Replica;
import io.keelson.server.SoloReplica;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class AdminServerTest {
    private static HttpResponse<String> page(SoloReplica replica, String path) throws Exception {
        return page(replica, new NoGroups(), path);
    }

    private static HttpResponse<String> page(SoloReplica replica, Groups groups, String path) throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.counter("keelson.test").increment();
        try (AdminServer server =
                        AdminServer.start(new InetSocketAddress("127.0.0.1", 0), null, 42, "0.1.0", replica, groups, registry::scrape);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void readyWhenEverythingIs() throws Exception {
        HttpResponse<String> ready = page(new SoloReplica(), "/readyz");
        assertEquals("[+]node ok\n[+]leader ok\n[+]linearizable-read ok\n[+]quota ok\n", ready.body());
        assertEquals(200, ready.statusCode());
    }

    @Test
    void notReadyButAliveWithoutAQuorum() throws Exception {
        SoloReplica alone = new SoloReplica();
        alone.leader(0);
        alone.answer(new Outcome.NotApplied<>("no leader", 0));
        HttpResponse<String> ready = page(alone, "/readyz");
        assertEquals(503, ready.statusCode());
        assertEquals(
                """
                [+]node ok
                [-]leader failed: no leader is known in term 7
                [-]linearizable-read failed: no leader
                [+]quota ok
                """,
                ready.body());
        assertEquals(200, page(alone, "/livez").statusCode());
    }

    @Test
    void notReadyWhenFull() throws Exception {
        SoloReplica full = new SoloReplica(new KvStateMachine(new HeapRevisionStore(), new Quota(10)));
        assertTrue(page(full, "/readyz").body().contains("[-]quota failed: the store is full"));
    }

    @Test
    void eachGroupHasAStatusOfItsOwn() throws Exception {
        SoloReplica other = new SoloReplica(new KvStateMachine(new HeapRevisionStore(), new Quota(10)));
        String status = page(new SoloReplica(), new OneGroup("other", other), "/status/other").body();
        assertTrue(status.contains("\"quota_bytes\": 10,"), status);
    }

    /** Replicas are compared by it. */
    @Test
    void aGroupsStatusTellsTheHashOfItsOwnChanges() throws Exception {
        String one = past("1");
        assertTrue(one.startsWith("\"revision\": 2, \"hash\": \""), one);
        assertEquals(one, past("1"));
        assertNotEquals(one, past("2"), "the same revision, by another change");
    }

    /** What the page of a group says of its past to which this was written. */
    private static String past(String value) throws Exception {
        SoloReplica other = new SoloReplica();
        other.propose(KvCommands.put(Bytes.utf8("key"), Bytes.utf8(value)));
        String status = page(new SoloReplica(), new OneGroup("other", other), "/status/other").body();
        return status.substring(status.indexOf("\"revision\""), status.indexOf("\"used_bytes\""));
    }

    @Test
    void aGroupThatIsNotThereHasNoStatus() throws Exception {
        HttpResponse<String> status = page(new SoloReplica(), "/status/nowhere");
        assertEquals(404, status.statusCode());
        assertEquals("there is no group 'nowhere'\n", status.body());
    }

    @Test
    void statusIsJsonAndMetricsArePrometheus() throws Exception {
        assertEquals(
                "{\"member\": 1, \"cluster\": 42, \"incarnation\": \"ffffffffffffffff\", \"stranger\": false, \"unbound\": [1], \"role\": \"leader\", \"term\": 7, "
                        + "\"leader\": 1, \"commit\": 0, \"applied\": 0, \"durable\": 0, \"last\": 0, \"revision\": 1, "
                        + "\"hash\": \"cbf29ce484222325\", \"used_bytes\": 0, \"quota_bytes\": 268435456, "
                        + "\"stopped\": false, \"storage_healthy\": true, \"version\": \"0.1.0\"}\n",
                page(new SoloReplica(), "/status").body());
        assertTrue(page(new SoloReplica(), "/metrics").body().contains("keelson_test_total 1.0"));
        assertEquals(404, page(new SoloReplica(), "/livez/other").statusCode());
    }

    /** One group beside the default one. */
    private record OneGroup(String name, Replica store, NoGroups none) implements Groups {
        OneGroup(String name, Replica store) {
            this(name, store, new NoGroups());
        }

        @Override
        public Replica named(String asked) {
            return asked.equals(name) ? store : none.named(asked);
        }

        @Override
        public CompletableFuture<Outcome<List<KeptGroup>>> list() {
            return none.list();
        }

        @Override
        public CompletableFuture<Outcome<PlacedGroup>> create(String group, int replicas) {
            return none.create(group, replicas);
        }

        @Override
        public CompletableFuture<Outcome<Long>> delete(String group) {
            return none.delete(group);
        }

        @Override
        public CompletableFuture<Outcome<ReplicaPlan>> balance(boolean dryRun) {
            return none.balance(dryRun);
        }
    }
}
