package io.keelson.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.keelson.server.etcd.EtcdClients;
import io.keelson.server.proto.SnapshotResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Commands that are used wrongly say so in one line, with the way out. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandFailuresTest {
    private static final int DAMAGED = 1;
    private static final int UNREADABLE = 2;

    @TempDir
    Path folder;

    /** Runs a command that is to fail with this code, and returns the line that it says. */
    static String failing(int code, Object command, Object... words) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(command).setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter()));
        String[] arguments = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            arguments[i] = words[i].toString();
        }
        assertEquals(code, line.execute(arguments), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        return err.toString().strip();
    }

    private static String snapshot(int code, Object... words) {
        return failing(code, new SnapshotCommand(), words);
    }

    private static String restore(Path copy, Path dataDir) {
        return snapshot(DAMAGED, "restore", copy, "--data-dir", dataDir, "--member-id", 1, "--cluster-id", 9, "--members", 1);
    }

    private static String closedEndpoint() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + closed.getLocalPort();
        }
    }

    @Test
    void aMemberThatIsNotThere() throws Exception {
        String endpoint = closedEndpoint();
        String wayOut = "nobody listens at " + endpoint + "; start the member, or name another with --endpoint";
        assertEquals("groups list: " + wayOut, failing(UNREADABLE, new GroupsCommand(), "list", "--endpoint", endpoint));
        Path copy = folder.resolve("copy");
        assertEquals("snapshot save: no snapshot was taken: " + wayOut, snapshot(UNREADABLE, "save", copy, "--endpoint", endpoint));
        assertFalse(Files.exists(copy) || Files.exists(folder.resolve("copy.part")));
    }

    @Test
    void aHostThatIsNotThere() {
        Logger grpc = Logger.getLogger("io.grpc");
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler listening = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord told) {
                logged.add(told.getMessage());
            }
        };
        grpc.addHandler(listening);
        assertEquals("groups list: the host of no-such-host.invalid:1 is unknown; correct --endpoint",
                failing(UNREADABLE, new GroupsCommand(), "list", "--endpoint", "no-such-host.invalid:1"));
        grpc.removeHandler(listening);
        assertEquals(List.of(), logged, "no second line, let alone a stack trace");
    }

    @Test
    void whatIsNoMember() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answerAsAWebServer(web));
            answering.start();
            String endpoint = "127.0.0.1:" + web.getLocalPort();
            assertEquals("groups list: " + endpoint + " hangs up, or is no gRPC server; is it a member's client address, and does it want TLS (--cacert)?",
                    failing(UNREADABLE, new GroupsCommand(), "list", "--endpoint", endpoint));
        }
    }

    private static void answerAsAWebServer(ServerSocket web) {
        while (!web.isClosed()) {
            try (Socket client = web.accept()) {
                client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().readNBytes(1);
            } catch (IOException closed) {
                // The test is over, or the client is.
            }
        }
    }

    @Test
    void whatTakesTheConnectionAndStaysSilent() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            String endpoint = "127.0.0.1:" + silent.getLocalPort();
            String wayOut = endpoint + " has not answered in time; ask again, or another member with --endpoint";
            assertEquals("groups list: " + wayOut, failing(UNREADABLE, new GroupsCommand(), "list", "--endpoint", endpoint, "--timeout", 0.1));
            assertEquals("snapshot save: no snapshot was taken: " + wayOut, save(UNREADABLE, endpoint, 0.1));
        }
    }

    @Test
    void aMemberThatFallsSilentWhileItSendsACopy() throws Exception {
        Server member = sending(parts -> parts.onNext(part("the first part")));
        String endpoint = "127.0.0.1:" + member.getPort();
        assertEquals("snapshot save: no snapshot was taken: " + endpoint + " has not answered in time; ask again, or another member with --endpoint", save(UNREADABLE, endpoint, 0.5));
        member.shutdownNow();
    }

    @Test
    void aMemberThatIsSlowIsWaitedFor() throws Exception {
        int number = 6;
        double pause = 0.6;
        Server member = sending(parts -> {
            for (int i = 0; i < number; i++) {
                LockSupport.parkNanos((long) (pause * 1e9));
                parts.onNext(part("of no snapshot"));
            }
            parts.onCompleted();
        });
        String damaged = save(DAMAGED, "127.0.0.1:" + member.getPort(), number * pause - 0.5);
        assertTrue(damaged.contains("copy is damaged: "), () -> "all came, though it took longer than any single part may: " + damaged);
        member.shutdownNow();
    }

    private String save(int code, String endpoint, double timeout) {
        Path copy = folder.resolve("copy");
        String said = snapshot(code, "save", copy, "--endpoint", endpoint, "--timeout", timeout);
        assertFalse(Files.exists(copy) || Files.exists(folder.resolve("copy.part")));
        return said;
    }

    private static SnapshotResponse part(String text) {
        return SnapshotResponse.newBuilder().setBlob(ByteString.copyFromUtf8(text)).build();
    }

    private static Server sending(Consumer<StreamObserver<SnapshotResponse>> answer) throws IOException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("etcdserverpb.Maintenance")
                .addMethod(EtcdClients.SNAPSHOT, ServerCalls.asyncServerStreamingCall((request, parts) -> answer.accept(parts)))
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).addService(service).build().start();
    }

    @Test
    void aFileThatIsNotThere() {
        Path absent = folder.resolve("absent");
        assertEquals("snapshot verify: there is no file " + absent, snapshot(UNREADABLE, "verify", absent));
        Path nowhere = folder.resolve("nowhere").resolve("copy");
        assertEquals("snapshot inspect: there is no directory " + nowhere.getParent() + "; make it, or choose another", snapshot(UNREADABLE, "inspect", nowhere));
        assertEquals("snapshot save: there is no directory " + nowhere.getParent() + "; make it, or choose another",
                snapshot(UNREADABLE, "save", nowhere, "--endpoint", "127.0.0.1:1"));
    }

    @Test
    void aDirectoryInPlaceOfAFile() {
        for (String what : new String[] {"verify", "inspect", "save"}) {
            assertEquals("snapshot " + what + ": " + folder + " is a directory; a copy is one file: name that", snapshot(UNREADABLE, what, folder));
        }
        assertEquals("snapshot save: / is a directory; a copy is one file: name that", snapshot(UNREADABLE, "save", "/"));
    }

    @Test
    void aFileThatIsNoSnapshotOrNotAllOfIt() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "something else, of some length, that is no snapshot at all");
        String wrong = " is damaged: it does not end as a snapshot ends: it was cut off, or is something else";
        assertEquals("snapshot verify: " + other + wrong, snapshot(DAMAGED, "verify", other));
        assertEquals("snapshot inspect: " + other + wrong, snapshot(DAMAGED, "inspect", other));
        assertEquals("snapshot restore: " + other + wrong, restore(other, folder.resolve("new")));
        Path empty = Files.createFile(folder.resolve("empty"));
        assertEquals("snapshot verify: " + empty + " is damaged: it has only 0 bytes", snapshot(DAMAGED, "verify", empty));
    }

    @Test
    void whatADiskOrItsOwnerRefuses() {
        Path file = Path.of("copy");
        assertEquals("the disk of copy is full; make room on it, or choose another", CommandFailures.ofFile(file, new IOException("No space left on device")));
        assertEquals("the disk of copy.part is full; make room on it, or choose another",
                CommandFailures.ofFile(file, new FileSystemException("copy.part", null, "No space left on device")));
        assertEquals("/srv/copy is not for this user to use: permission denied; choose another place, or run as its owner",
                CommandFailures.ofFile(file, new AccessDeniedException("/srv/copy")));
        assertEquals("copy.part can't be used: Read-only file system", CommandFailures.ofFile(file, new FileSystemException("copy.part", null, "Read-only file system")));
        assertTrue(CommandFailures.ofFile(file, new IOException()).startsWith("copy can't be used: "));
    }
}
