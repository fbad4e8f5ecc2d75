package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.keelson.server.KeelsonServer;
import io.keelson.server.config.Setting;
import io.keelson.server.config.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From a live server to a copy, and from the copy to a new cluster, by the command line. */
class SnapshotCommandTest {
    @TempDir
    Path folder;

    private final List<Integer> ports = new ArrayList<>();
    private String output;

    private int keelson(Object... arguments) {
        CommandLine commandLine = Keelson.commandLine(folder.resolve("crashes"));
        StringWriter text = new StringWriter();
        commandLine.setOut(new PrintWriter(text, true)).setErr(new PrintWriter(text, true));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        int code = commandLine.execute(words);
        output = text.toString();
        return code;
    }

    private KeelsonServer start(long cluster, Path data) throws Exception {
        if (ports.isEmpty()) {
            choosePorts();
        }
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.CLUSTER_ID, String.valueOf(cluster));
        flags.put(Setting.DATA_DIR, data.toString());
        flags.put(Setting.INITIAL_CLUSTER, "1=127.0.0.1:" + ports.get(0));
        flags.put(Setting.CLIENT_LISTEN, "127.0.0.1:" + ports.get(1));
        flags.put(Setting.ADMIN_LISTEN, "127.0.0.1:" + ports.get(2));
        flags.put(Setting.SEGMENT_BYTES, "4MiB");
        flags.put(Setting.STORE, "heap");
        return KeelsonServer.start(SettingsReader.read(flags, Map.of(), null), failure -> {});
    }

    private void choosePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
            ports.add(held.get(i).getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
    }

    private String endpoint() {
        return "127.0.0.1:" + ports.get(1);
    }

    private <T> T ask(java.util.function.Function<KVGrpc.KVBlockingStub, T> request) {
        ManagedChannel channel = NettyChannelBuilder.forTarget(endpoint()).usePlaintext().build();
        try {
            return untilThereIsALeader(() -> request.apply(KVGrpc.newBlockingStub(channel).withDeadlineAfter(1, TimeUnit.MINUTES)));
        } finally {
            channel.shutdownNow();
        }
    }

    /** A server serves before it leads. */
    private static <T> T untilThereIsALeader(Supplier<T> request) {
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); ; ) {
            try {
                return request.get();
            } catch (StatusRuntimeException notYet) {
                if (notYet.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() > end) {
                    throw notYet;
                }
            }
        }
    }

    private static ByteString b(String text) {
        return ByteString.copyFromUtf8(text);
    }

    @Test
    void whatIsSavedIsVerifiedAndBeginsANewCluster() throws Exception {
        Path copy = folder.resolve("copy");
        long revision;
        try (KeelsonServer server = start(1, folder.resolve("old"))) {
            ask(kv -> kv.put(PutRequest.newBuilder().setKey(b("boat")).setValue(b("sunk")).build()));
            revision = ask(kv -> kv.put(PutRequest.newBuilder().setKey(b("boat")).setValue(b("afloat")).build())).getHeader().getRevision();
            assertEquals(0, keelson("snapshot", "save", copy, "--endpoint", endpoint()), () -> output);
            assertTrue(output.startsWith("saved: cluster 1, group 1, up to index "), output);
        }
        assertEquals(2, keelson("snapshot", "save", copy, "--endpoint", endpoint()), "nobody is there");
        assertTrue(output.contains("no snapshot was taken: nobody listens at " + endpoint() + "; "), output);
        assertEquals(1, output.lines().count(), output);

        assertEquals(0, keelson("snapshot", "verify", copy), () -> output);
        assertTrue(output.startsWith("sound: cluster 1"), output);
        assertEquals(0, keelson("snapshot", "inspect", copy), () -> output);
        assertTrue(output.contains("voters [1]"), output);

        aDamagedCopyIsOfNoUse(copy);
        mistakesChangeNothing(copy);

        assertEquals(0, keelson("snapshot", "restore", copy, "--data-dir", folder.resolve("new"), "--member-id", 1, "--cluster-id", 2, "--members", "1"), () -> output);
        assertTrue(output.startsWith("restored member 1 of cluster 2"), output);
        try (KeelsonServer server = start(2, folder.resolve("new"))) {
            RangeResponse past = ask(kv -> kv.range(RangeRequest.newBuilder().setKey(b("boat")).setRevision(revision - 1).build()));
            assertEquals("sunk", past.getKvs(0).getValue().toStringUtf8(), "its past too");
            RangeResponse now = ask(kv -> kv.range(RangeRequest.newBuilder().setKey(b("boat")).build()));
            assertEquals("afloat", now.getKvs(0).getValue().toStringUtf8());
            assertEquals(revision, now.getKvs(0).getModRevision());
            ask(kv -> kv.put(PutRequest.newBuilder().setKey(b("boat")).setValue(b("sails")).build()));
        }
        try (KeelsonServer server = start(2, folder.resolve("new"))) {
            RangeResponse again = ask(kv -> kv.range(RangeRequest.newBuilder().setKey(b("boat")).build()));
            assertEquals("sails", again.getKvs(0).getValue().toStringUtf8());
        }
    }

    private void aDamagedCopyIsOfNoUse(Path copy) throws IOException {
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 3] ^= 4;
        Path damaged = Files.write(folder.resolve("damaged"), bytes);
        assertEquals(1, keelson("snapshot", "verify", damaged));
        assertTrue(output.startsWith("keelson snapshot verify: " + damaged + " is damaged: "), output);
        assertEquals(1, output.lines().count(), output);
        assertEquals(1, keelson("snapshot", "restore", damaged, "--data-dir", folder.resolve("new"), "--member-id", 1, "--cluster-id", 2, "--members", "1"));
        assertFalse(Files.exists(folder.resolve("new")));
    }

    private void mistakesChangeNothing(Path copy) {
        assertEquals(2, keelson("snapshot", "verify", folder.resolve("nowhere")));
        assertTrue(output.contains("there is no file "), output);
        Path target = folder.resolve("new");
        assertEquals(254, keelson("snapshot", "restore", copy, "--data-dir", target, "--member-id", 1, "--cluster-id", 1, "--members", "1"));
        assertTrue(output.contains("the id of the cluster that the copy was taken of"), output);
        assertEquals(254, keelson("snapshot", "restore", copy, "--data-dir", target, "--member-id", 4, "--cluster-id", 2, "--members", "1,2,3"));
        assertTrue(output.contains("does not name this member, 4"), output);
        assertEquals(254, keelson("snapshot", "restore", copy, "--data-dir", target, "--member-id", 1, "--cluster-id", 2, "--members", "1,one"));
        assertTrue(output.contains("is not a list of different ids from 1"), output);
        assertEquals(254, keelson("snapshot", "save", copy, "--endpoint", "nonsense"));
        assertTrue(output.contains("--endpoint: 'nonsense'"), output);
        for (String none : List.of("0", "-1", "NaN", "1e9")) {
            assertEquals(254, keelson("snapshot", "save", copy, "--timeout", none));
            assertTrue(output.contains("--timeout: '" + Double.parseDouble(none) + "' is no number of seconds"), output);
        }
        assertEquals(2, keelson("snapshot", "restore", copy, "--data-dir", folder.resolve("old"), "--member-id", 1, "--cluster-id", 2, "--members", "1"));
        assertTrue(output.contains("is not empty; choose a directory"), output);
        assertFalse(Files.exists(target));
    }
}
