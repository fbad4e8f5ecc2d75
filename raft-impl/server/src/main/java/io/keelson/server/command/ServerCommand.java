package io.keelson.server.command;

import io.keelson.node.Node;
import io.keelson.node.NodeOpenException;
import io.keelson.server.KeelsonServer;
import io.keelson.server.PortInUseException;
import io.keelson.server.config.ServerSettings;
import io.keelson.server.config.SettingsException;
import io.keelson.server.config.SettingsReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keelson server}: one member of a cluster, until it is asked to end or its storage fails. */
@Command(
        name = "server",
        modelTransformer = SettingOptions.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Runs one member of a cluster that speaks etcd's v3 API.%n",
            "A flag outranks its environment variable (--data-dir: KEELSON_DATA_DIR), that outranks the same key in the configuration "
                    + "file (data-dir: DIR), that outranks the default.%n"
        },
        footer = {
            "",
            "Exit codes: 3 port in use, 4 data directory unusable, 5 storage failed, 6 removed from its cluster, 130 or 143 ended by a signal after closing in good "
                    + "order, 254 wrong settings, 255 crash."
        })
public final class ServerCommand implements Callable<Integer> {
    /** A line for each thing logged, with its time, level and message; a stack trace only under a defect. */
    private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n";

    /** It reports with a stack trace, as information, whoever speaks something else than gRPC to its port. Kept here, since a logger is forgotten otherwise. */
    private static final Logger GRPC_LOG = Logger.getLogger("io.grpc.netty");

    /** How the one line begins that says that the server serves. */
    static final String READY = "ready: ";

    /** The last line of a server that a signal has ended, once it has closed in good order. */
    static final String CLOSED = "closed";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of settings, one KEY: VALUE a line.",
            defaultValue = "${env:KEELSON_CONFIG}")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            System.setProperty("java.util.logging.SimpleFormatter.format", LOG_FORMAT);
            GRPC_LOG.setLevel(Level.WARNING);
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            ServerSettings settings =
                    SettingsReader.read(SettingOptions.given(spec.commandLine().getParseResult()), System.getenv(), config);
            return serve(settings, spec.commandLine().getOut(), err);
        } catch (SettingsException wrong) {
            wrong.problems().forEach(problem -> err.println(prefix() + problem));
            return ServerExit.BAD_CONFIGURATION;
        } catch (PortInUseException taken) {
            err.println(prefix() + taken.getMessage());
            return ServerExit.PORT_IN_USE;
        } catch (NodeOpenException unusable) {
            err.println(prefix() + unusable.getMessage());
            return ServerExit.DATA_DIRECTORY;
        }
    }

    private int serve(ServerSettings settings, PrintWriter out, PrintWriter err)
            throws PortInUseException, NodeOpenException {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        KeelsonServer server = KeelsonServer.start(settings, reason -> {
            err.println(prefix() + "stopped: " + reason);
            err.flush();
            end.complete(reason.startsWith(Node.REMOVED) ? ServerExit.REMOVED : ServerExit.STORAGE_FAILED);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeOnSignal(server, end, out), "close"));
        Parent.onExit(() -> end.complete(ServerExit.ENDED));
        out.println(READY + server.summary());
        out.flush();
        int code = end.join();
        server.close();
        return code;
    }

    private static void closeOnSignal(KeelsonServer server, CompletableFuture<Integer> end, PrintWriter out) {
        if (!end.isDone()) {
            server.close();
            out.println(CLOSED);
            out.flush();
        }
    }

    private String prefix() {
        return spec.qualifiedName() + ": ";
    }
}
