package io.keelson.launcher;

import io.keelson.jepsen.driver.AdminPage;
import io.keelson.jepsen.driver.Endpoint;
import io.keelson.jepsen.driver.FileTree;
import io.keelson.jepsen.driver.Ports;
import io.keelson.jepsen.workload.EtcdClient;
import io.keelson.server.KeelsonServer;
import io.keelson.server.config.Setting;
import io.keelson.server.config.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Loads what commands load, or with the argument {@code server} what they and servers do, for the archives of classes that the script makes once: they start faster from
 * them. Prints nothing.
 */
final class Training {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Training() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("keelson-training");
        try {
            run(folder, "--help");
            if (List.of(arguments).contains("server")) {
                run(folder, "server", "--help");
                serve(folder);
            } else {
                check(folder);
            }
        } finally {
            FileTree.delete(folder);
        }
    }

    private static void check(Path folder) throws IOException {
        Path history = folder.resolve("history.edn");
        try (InputStream in = Training.class.getResourceAsStream("training.edn")) {
            Files.copy(in, history);
        }
        run(folder, "check", history.toString(), "--model", "cas-register", "--html", folder.resolve("page.html").toString());
    }

    /** A cluster of one serves a client. */
    private static void serve(Path folder) throws Exception {
        Iterator<Endpoint> free = Ports.free(3).stream().map(port -> new Endpoint("127.0.0.1", port)).iterator();
        Endpoint peer = free.next();
        Endpoint client = free.next();
        Endpoint admin = free.next();
        Map<Setting, String> settings = Map.of(
                Setting.DATA_DIR, folder.resolve("data").toString(), Setting.INITIAL_CLUSTER, "1=" + peer, Setting.CLIENT_LISTEN, client.toString(),
                Setting.ADMIN_LISTEN, admin.toString());
        try (KeelsonServer server = KeelsonServer.start(SettingsReader.read(settings, Map.of(), null), reason -> { });
                EtcdClient asking = new EtcdClient(client, PATIENCE, "training/")) {
            asking.forget();
            AdminPage.get(admin, "/status");
            AdminPage.get(admin, "/metrics");
        }
    }

    private static void run(Path folder, String... arguments) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        CommandLine line = Keelson.commandLine(folder).setOut(nowhere).setErr(nowhere);
        int code = Keelson.run(line, arguments);
        // The history is not linearizable, so that its counterexample is drawn.
        if (code != ExitCode.VALID.code() && code != ExitCode.INVALID.code()) {
            throw new IllegalStateException(List.of(arguments) + " ended with " + code);
        }
    }
}
