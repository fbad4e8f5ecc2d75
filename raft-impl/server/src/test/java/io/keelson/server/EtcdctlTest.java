package io.keelson.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.keelson.node.runtime.SnapshotCopies;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real etcdctl, where it is installed, against three servers. */
final class EtcdctlTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private static Path folder;

    private static TestCluster cluster;

    private record Run(int code, String output) {}

    @BeforeAll
    static void start() throws Exception {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "etcdctl")));
        assumeTrue(installed, "etcdctl is not installed");
        cluster = new TestCluster(folder);
        Run healthy = etcdctl("", "endpoint", "health");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (healthy.code() != 0 && System.nanoTime() < deadline) {
            healthy = etcdctl("", "endpoint", "health");
        }
        assertEquals(0, healthy.code(), healthy.output());
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static Run etcdctl(String input, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("etcdctl", "--endpoints=" + cluster.endpoints()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("ETCDCTL_API", "3");
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES));
        return new Run(process.exitValue(), output);
    }

    private static String ok(String... arguments) throws IOException, InterruptedException {
        Run run = etcdctl("", arguments);
        assertEquals(0, run.code(), run.output());
        return run.output();
    }

    @Test
    void putsGetsAndDeletes() throws Exception {
        assertEquals("OK\n", ok("put", "ctl/a", "1"));
        assertEquals("OK\n", ok("put", "ctl/b", "2"));
        assertEquals("ctl/a\n1\n", ok("get", "ctl/a"));
        assertEquals("ctl/a\n1\nctl/b\n2\n", ok("get", "--prefix", "ctl/"));
        assertEquals("ctl/b\n2\n", ok("get", "--prefix", "ctl/", "--order=DESCEND", "--sort-by=KEY", "--limit=1"));
        assertEquals("ctl/a\n1\n", ok("get", "ctl/a", "--consistency=s"));
        assertEquals("OK\nctl/a\n1\n", ok("put", "--prev-kv", "ctl/a", "3"));
        assertEquals("2\n", ok("del", "--prefix", "ctl/"));
        assertEquals("", ok("get", "ctl/a"));
    }

    @Test
    void carriesOutATransaction() throws Exception {
        ok("put", "txn", "old");
        Run done = etcdctl("value(\"txn\") = \"old\"\n\nput txn new\nget txn\n\nget txn\n\n", "txn");
        assertEquals("SUCCESS\n\nOK\n\ntxn\nnew\n", done.output());
        Run not = etcdctl("value(\"txn\") = \"old\"\n\nput txn newer\n\nget txn\n\n", "txn");
        assertEquals("FAILURE\n\ntxn\nnew\n", not.output());
    }

    @Test
    void showsTheStatusOfEachEndpoint() throws Exception {
        String table = ok("endpoint", "status", "-w", "table");
        assertEquals(3, table.lines().filter(line -> line.contains("127.0.0.1")).count(), table);
        assertEquals(1, table.lines().filter(line -> line.contains("| true |") || line.contains("|      true |")).count(), table);
        String members = ok("member", "list");
        assertEquals(3, members.lines().filter(line -> line.contains("started")).count(), members);
        assertEquals("", ok("alarm", "list"));
    }

    @Test
    void movesTheLeader() throws Exception {
        long leader = leader();
        long target = leader % 3 + 1;
        assertEquals(
                "Leadership transferred from " + Long.toHexString(leader) + " to " + Long.toHexString(target) + "\n",
                ok("move-leader", Long.toHexString(target)));
        assertEquals(target, leader());
        Run stranger = etcdctl("", "move-leader", "9");
        assertTrue(stranger.output().contains("etcdserver: bad leader transferee"), stranger.output());
    }

    private static long leader() throws Exception {
        String fields = ok("endpoint", "status", "-w", "fields");
        return fields.lines()
                .filter(line -> line.startsWith("\"Leader\""))
                .map(line -> Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(fields));
    }

    @Test
    void savesASnapshot() throws Exception {
        Path file = folder.resolve("saved-by-etcdctl");
        ok("put", "kept", "1");
        // etcdctl takes one endpoint for this.
        Process save = new ProcessBuilder("etcdctl", "--endpoints=" + cluster.client(1), "snapshot", "save", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(save.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, save.waitFor(), output);
        assertEquals(77, SnapshotCopies.verify(file).cluster(), output);
    }

    @Test
    void tellsErrorsInEtcdsWords() throws Exception {
        Run future = etcdctl("", "get", "a", "--rev=999999");
        assertTrue(future.output().contains("etcdserver: mvcc: required revision is a future revision"), future.output());
        Run watch = etcdctl("", "lease", "list");
        assertTrue(watch.output().contains("Unimplemented") || watch.output().contains("UNIMPLEMENTED"), watch.output());
    }
}
