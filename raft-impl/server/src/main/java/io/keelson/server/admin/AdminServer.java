package io.keelson.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.keelson.node.Outcome;
import io.keelson.node.tls.ReloadingTls;
import io.keelson.server.Groups;
import io.keelson.server.NotHereException;
import io.keelson.server.Replica;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** Serves {@code /livez}, {@code /readyz}, {@code /metrics}, {@code /status} and, for other groups than the default one, {@code /status/NAME}. */
public final class AdminServer implements AutoCloseable {
    private static final String STATUS_OF = "/status/";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final long PATIENCE_SECONDS = 2;

    private final HttpServer server;
    private final ExecutorService executor;

    private AdminServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /** A page's content. */
    private record Page(int code, String type, String text) {}

    private interface Source {
        Page page();
    }

    /**
     * Starts serving.
     *
     * @param listen where
     * @param tls its certificates; null for plain HTTP
     * @param clusterId the cluster, for the status page
     * @param version this program's version, for the status page
     * @param replica whom it asks
     * @param groups the others, each of which has a status page of its own, {@code /status/NAME}
     * @param metrics makes what it publishes at {@code /metrics}, as Prometheus reads it
     * @return the running server
     * @throws IOException if the address can't be bound
     */
    public static AdminServer start(
            InetSocketAddress listen, ReloadingTls tls, long clusterId, String version, Replica replica, Groups groups, Supplier<String> metrics)
            throws IOException {
        Health health = new Health(replica);
        HttpServer server = tls == null ? HttpServer.create(listen, 0) : secured(listen, tls);
        // A page may wait for a quorum: a slow one must not hold up the others.
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/livez", serve("/livez", () -> checks(health.live())));
        server.createContext("/readyz", serve("/readyz", () -> checks(health.ready())));
        server.createContext("/status", serve("/status", () -> status(clusterId, version, replica)));
        server.createContext(STATUS_OF, exchange -> {
            try (exchange) {
                send(exchange, status(clusterId, version, groups.named(exchange.getRequestURI().getPath().substring(STATUS_OF.length()))));
            }
        });
        server.createContext(
                "/metrics",
                serve("/metrics", () -> new Page(OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get())));
        server.createContext(
                "/", serve("/", () -> new Page(OK, "text/plain; charset=utf-8", "/livez /readyz /metrics /status /status/GROUP\n")));
        server.start();
        return new AdminServer(server, executor);
    }

    private static HttpServer secured(InetSocketAddress listen, ReloadingTls tls) throws IOException {
        boolean judged = tls.files().trustedCa() != null;
        SSLContext context;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {tls.keyManager()}, new TrustManager[] {tls.trustManager()}, null);
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every JDK has TLS", impossible);
        }
        context.getServerSessionContext().setSessionTimeout(ReloadingTls.SESSION_SECONDS);
        HttpsServer server = HttpsServer.create(listen, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters usual = context.getDefaultSSLParameters();
                usual.setNeedClientAuth(judged);
                parameters.setSSLParameters(usual);
            }
        });
        return server;
    }

    private static Page checks(List<Health.Check> checks) {
        boolean passed = checks.stream().allMatch(check -> check.failure() == null);
        String text = checks.stream().map(Health.Check::line).collect(Collectors.joining("\n", "", "\n"));
        return new Page(passed ? OK : UNAVAILABLE, "text/plain; charset=utf-8", text);
    }

    private static Page status(long clusterId, String version, Replica replica) {
        try {
            String json = replica.status()
                    .thenCombine(
                            replica.readLocal(StatusPage.StoreStatus::of),
                            (node, store) -> StatusPage.json(clusterId, version, node, store))
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            return new Page(OK, "application/json", json);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof NotHereException missing) {
                return new Page(NOT_FOUND, "text/plain; charset=utf-8", reason(missing.outcome()) + "\n");
            }
            return new Page(UNAVAILABLE, "text/plain; charset=utf-8", "the node does not answer: " + failed.getCause() + "\n");
        }
    }

    private static String reason(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Refused<?> refused -> refused.reason();
            case Outcome.NotApplied<?> notApplied -> notApplied.reason();
            default -> outcome.toString();
        };
    }

    private static HttpHandler serve(String path, Source source) {
        return exchange -> {
            try (exchange) {
                boolean here = exchange.getRequestURI().getPath().equals(path);
                send(exchange, here ? source.page() : new Page(NOT_FOUND, "text/plain; charset=utf-8", "no such page\n"));
            }
        };
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", page.type());
        exchange.sendResponseHeaders(page.code(), body.length);
        exchange.getResponseBody().write(body);
    }

    /** Returns the port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
