package io.keelson.server.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.server.KeelsonServer;
import io.keelson.server.TestCluster;
import io.keelson.server.config.Setting;
import io.keelson.server.config.SettingsReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Each way a server may be unable to start: one clear line, an exit code of its own, nothing written. */
final class ServerCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private Map<Setting, String> flags;

    private record Run(int code, String err) {}

    @BeforeEach
    void plan() throws IOException {
        data = folder.resolve("data");
        List<Integer> ports = TestCluster.freePorts(3);
        flags = new EnumMap<>(Setting.class);
        flags.put(Setting.DATA_DIR, data.toString());
        flags.put(Setting.INITIAL_CLUSTER, "1=127.0.0.1:" + ports.get(0));
        flags.put(Setting.CLIENT_LISTEN, "127.0.0.1:" + ports.get(1));
        flags.put(Setting.ADMIN_LISTEN, "127.0.0.1:" + ports.get(2));
        flags.put(Setting.STORE, "heap");
        flags.put(Setting.SEGMENT_BYTES, "4MiB");
    }

    private Run run(String... more) {
        Stream<String> planned = flags.entrySet().stream().map(flag -> flag.getKey().flag() + "=" + flag.getValue());
        return execute(ServerMain.commandLine(), Stream.concat(planned, Stream.of(more)).toArray(String[]::new));
    }

    private static Run execute(CommandLine commandLine, String... arguments) {
        StringWriter err = new StringWriter();
        int code = commandLine.setErr(new PrintWriter(err, true)).execute(arguments);
        return new Run(code, err.toString());
    }

    @Test
    void anUnknownFlagIsOneLine() {
        Run run = run("--hartbeat=1s");
        assertEquals(
                new Run(254, "keelson-server: Unknown option: '--hartbeat=1s'; --help tells what there is\n"), run);
        assertFalse(Files.exists(data));
    }

    @Test
    void wrongSettingsAreALineEach() throws IOException {
        Path file = Files.writeString(folder.resolve("k.yaml"), "hartbeat: 1s\n");
        flags.put(Setting.MEMBER_ID, "0");
        Run run = run("--config=" + file);
        assertEquals(254, run.code());
        assertEquals(
                "keelson-server: " + file
                        + " line 1: unknown key hartbeat; the keys are the flags that keelson server --help lists, without the dashes\n"
                        + "keelson-server: --member-id: '0' is not a whole number from 1\n",
                run.err());
        assertFalse(Files.exists(data));
    }

    @Test
    void aPortInUseIsOneLineAndNothingIsWritten() throws IOException {
        for (Setting listener : List.of(Setting.CLIENT_LISTEN, Setting.ADMIN_LISTEN, Setting.PEER_LISTEN)) {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                String address = "127.0.0.1:" + taken.getLocalPort();
                String before = flags.put(listener, address);
                Run run = run();
                assertEquals(3, run.code(), run.err());
                assertEquals(
                        "keelson-server: cannot listen on " + address
                                + ": Address already in use; stop what listens there or choose another port\n",
                        run.err());
                assertFalse(Files.exists(data));
                if (before == null) {
                    flags.remove(listener);
                } else {
                    flags.put(listener, before);
                }
            }
        }
    }

    @Test
    void aDataDirectoryOfAnotherClusterOrMemberIsRefused() throws Exception {
        KeelsonServer.start(SettingsReader.read(flags, Map.of(), null), failure -> {}).close();
        List<String> before = contents();
        Run otherCluster = run("--cluster-id=2");
        assertEquals(4, otherCluster.code(), otherCluster.err());
        assertEquals(1, otherCluster.err().lines().count(), otherCluster.err());
        assertTrue(otherCluster.err().contains("cluster"), otherCluster.err());
        assertEquals(before, contents());
    }

    @Test
    void aSecondProcessOnTheDirectoryIsRefused() throws Exception {
        try (KeelsonServer first = KeelsonServer.start(SettingsReader.read(flags, Map.of(), null), failure -> {})) {
            plan();
            Run second = run();
            assertEquals(4, second.code(), second.err());
            assertEquals(1, second.err().lines().count(), second.err());
            assertTrue(first.summary().contains(data.toString()));
        }
    }

    @Test
    void aDataDirectoryThatIsAFileIsRefused() throws IOException {
        Files.writeString(data, "precious");
        Run run = run();
        assertEquals(4, run.code(), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        assertEquals("precious", Files.readString(data));
    }

    @Test
    void aClusterWhosePortsAreTakenStartsNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CommandLine cluster = new CommandLine(new ClusterCommand());
            Run run = execute(cluster, "--data-dir=" + data, "--client-ports=" + taken.getLocalPort());
            assertEquals(3, run.code());
            assertEquals(
                    "cluster: cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": Address already in use; stop what listens there or choose another port\n",
                    run.err());
            assertFalse(Files.exists(data));
        }
    }

    @Test
    void clusterPortsMayNotOverlap() {
        Run run = execute(new CommandLine(new ClusterCommand()), "--data-dir=" + data, "--client-ports=14000,14001,14002");
        assertEquals(
                new Run(
                        254,
                        "cluster: --client-ports: two members would listen on port 14001 (a member takes three in a row); "
                                + "leave at least two ports between them\n"),
                run);
    }

    private List<String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile).map(file -> file + " " + size(file)).sorted().toList();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return -1;
        }
    }
}
