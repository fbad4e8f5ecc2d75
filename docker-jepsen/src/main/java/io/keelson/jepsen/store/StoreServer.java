package io.keelson.jepsen.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Shows a store over HTTP, to be read only: at {@code /} the runs, elsewhere folders and files by their way from the store. Nothing outside of the store is shown,
 * neither by {@code ..} nor through a link.
 */
public final class StoreServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int FAILED = 500;
    private static final int SAMPLE = 4096;
    private static final String HTML = "text/html; charset=utf-8";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> TYPES = Map.of("html", HTML, "svg", "image/svg+xml", "png", "image/png");

    private final Path store;
    private final StoreIndex index;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private StoreServer(Path store, HttpServer server) {
        this.store = store;
        this.index = new StoreIndex(store);
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param store the root of all runs
     * @param address where; port 0 for any that is free
     * @throws java.net.BindException if it cannot listen there
     * @throws IOException if the store cannot be read
     */
    public static StoreServer start(Path store, InetSocketAddress address) throws IOException {
        StoreServer shown = new StoreServer(store.toRealPath(), HttpServer.create(address, 0));
        shown.server.createContext("/", shown::handle);
        shown.server.setExecutor(shown.threads);
        shown.server.start();
        return shown;
    }

    /** Returns what to type into a browser. */
    public String address() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress() ? "localhost" : address.getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            try {
                if (!List.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    send(exchange, NOT_ALLOWED, TEXT, "the store is to be read only\n");
                } else {
                    answer(exchange);
                }
            } catch (RuntimeException failure) {
                send(exchange, FAILED, TEXT, "it failed: " + failure + "\n");
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().getPath();
        Path path = find(asked);
        if (path == null) {
            send(exchange, NOT_FOUND, TEXT, "there is no such file in the store\n");
        } else if (path.equals(store)) {
            send(exchange, OK, HTML, StorePages.runs(index.runs()));
        } else if (!Files.isDirectory(path)) {
            sendFile(exchange, path);
        } else if (asked.endsWith("/")) {
            send(exchange, OK, HTML, StorePages.folder(path, String.join(" / ", segments(asked))));
        } else {
            // The links in a folder's page, and in a report, begin at the folder.
            exchange.getResponseHeaders().set("Location", segments(asked).stream().map(StorePages::encoded).collect(Collectors.joining("/", "/", "/")));
            exchange.sendResponseHeaders(FOUND, -1);
        }
    }

    /** Returns the file or folder; null if there is none, or none that may be shown. */
    private Path find(String asked) {
        List<String> segments = segments(asked == null ? "" : asked);
        if (segments.stream().anyMatch(name -> name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0)) {
            return null;
        }
        Path path = store;
        for (String segment : segments) {
            path = path.resolve(segment);
        }
        try {
            return path.toRealPath().startsWith(store) ? path : null;
        } catch (IOException notThere) {
            return null;
        }
    }

    /** The names in the way; a slash that was written as {@code %2F} parts names like any other. */
    private static List<String> segments(String asked) {
        return Arrays.stream(asked.split("/")).filter(name -> !name.isEmpty()).toList();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        begin(exchange, status, type, bytes.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void sendFile(HttpExchange exchange, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long length = Files.size(file);
            begin(exchange, OK, type(file), length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
                copy(in, exchange, length);
            }
        }
    }

    /** A log may grow meanwhile: what was promised is sent, and no more. */
    private static void copy(InputStream in, HttpExchange exchange, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            exchange.getResponseBody().write(buffer, 0, read);
            left -= read;
        }
    }

    private static void begin(HttpExchange exchange, int status, String type, long length) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        }
    }

    /** What is no page or picture and has no zero byte is text, whatever its name: it is shown, not downloaded. */
    private static String type(Path file) throws IOException {
        String name = file.getFileName().toString();
        String known = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (known != null) {
            return known;
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (byte each : in.readNBytes(SAMPLE)) {
                if (each == 0) {
                    return "application/octet-stream";
                }
            }
        }
        return TEXT;
    }

    /** Ends at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
