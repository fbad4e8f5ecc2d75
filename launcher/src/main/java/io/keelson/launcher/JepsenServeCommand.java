package io.keelson.launcher;

import io.keelson.jepsen.store.StoreServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the store in a browser until it is stopped. */
@Command(name = "serve", description = "Shows the runs that the store holds in a browser: tests, times, verdicts, files. Ctrl-C ends it.")
final class JepsenServeCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    @Option(names = "--port", defaultValue = "8080", description = "Where it listens; 0 for any port that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address it listens on; whoever reaches it reads the whole store (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(names = "--store", defaultValue = "store", description = "Where runs are kept (default: ./${DEFAULT-VALUE}).")
    private Path store;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (StoreServer server = open()) {
            System.out.println("the runs in " + store + " are shown at " + server.address() + " until Ctrl-C");
            new CountDownLatch(1).await();
            return ExitCode.VALID.code();
        }
    }

    /** @throws UserError if there is nothing to show, or nowhere to listen */
    StoreServer open() throws IOException {
        if (!Files.isDirectory(store)) {
            throw new UserError("there is no folder " + store + "; a first run makes it, or --store names another");
        }
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UserError("--port must be 0 to " + HIGHEST_PORT);
        }
        try {
            return StoreServer.start(store, new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException mistake) {
            throw new UserError("--host '" + host + "' is no address of this machine");
        } catch (BindException taken) {
            throw new UserError("it cannot listen on port " + port + " of " + host + " (" + taken.getMessage() + "); --port names another");
        }
    }
}
