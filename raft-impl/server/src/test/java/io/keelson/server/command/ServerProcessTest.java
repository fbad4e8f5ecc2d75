package io.keelson.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.keelson.server.TestCluster;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server in a process of its own: what it prints, how it ends, what it leaves. */
final class ServerProcessTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private List<Integer> ports;
    private Process process;
    private BufferedReader output;

    @BeforeEach
    void plan() throws IOException {
        ports = TestCluster.freePorts(3);
    }

    @AfterEach
    void kill() {
        process.destroyForcibly();
    }

    /** Starts the server and returns when it serves. */
    private void start(String store) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                "--initial-cluster=1=127.0.0.1:" + ports.get(0),
                "--client-listen=127.0.0.1:" + ports.get(1),
                "--admin-listen=127.0.0.1:" + ports.get(2),
                "--data-dir=" + folder.resolve("data"),
                "--segment-bytes=4MiB",
                "--store=" + store));
        process = new ProcessBuilder(line).redirectErrorStream(true).start();
        output = process.inputReader();
        assertEquals(
                "ready: member 1 of cluster 1, clients 127.0.0.1:" + ports.get(1) + ", peers 127.0.0.1:" + ports.get(0)
                        + ", admin 127.0.0.1:" + ports.get(2) + ", data " + folder.resolve("data"),
                output.readLine(),
                "the first line, and no warning before it");
    }

    private List<String> rest() throws IOException {
        return output.lines().toList();
    }

    private int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        return process.exitValue();
    }

    private <T> T ask(java.util.function.Function<Client, CompletableFuture<T>> request) throws Exception {
        try (Client client =
                Client.builder().endpoints("http://127.0.0.1:" + ports.get(1)).retryMaxAttempts(1).build()) {
            return request.apply(client).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static ByteSequence b(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /** A server is ready before it leads: puts until one is acknowledged. */
    private void putUntilAcknowledged() throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS); ; ) {
            try {
                ask(client -> client.getKVClient().put(b("a"), b("1")));
                return;
            } catch (ExecutionException noLeader) {
                if (System.nanoTime() > end) {
                    throw noLeader;
                }
            }
        }
    }

    @Test
    void aSignalEndsItInGoodOrderAndItsDataComesBack() throws Exception {
        start("chronicle");
        putUntilAcknowledged();
        // Not Process.destroy, which closes the streams too.
        process.toHandle().destroy();
        assertEquals(143, exitCode());
        assertEquals(List.of(ServerCommand.CLOSED), rest());
        start("heap");
        putUntilAcknowledged();
        long version = ask(client -> client.getKVClient().get(b("a"))).getKvs().getFirst().getVersion();
        assertTrue(version >= 2, "the put before the restart counts too: version " + version);
    }

    @Test
    void failedStorageStopsItWithOneLine() throws Exception {
        boolean installed = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "prlimit")));
        assumeTrue(installed, "prlimit is not installed");
        start("heap");
        putUntilAcknowledged();
        Process limit = new ProcessBuilder("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=1").start();
        assertEquals(0, limit.waitFor());
        org.junit.jupiter.api.Assertions.assertThrows(
                ExecutionException.class, () -> ask(client -> client.getKVClient().put(b("a"), b("2"))));
        assertEquals(5, exitCode());
        List<String> lines = rest();
        String last = lines.getLast();
        assertTrue(last.startsWith("keelson-server: stopped: "), String.join("\n", lines));
    }
}
