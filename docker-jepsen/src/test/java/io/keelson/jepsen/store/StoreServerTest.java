package io.keelson.jepsen.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.jepsen.StoreFolder;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store as a browser sees it, and what it does not get to see. */
class StoreServerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path temporary;

    private Path store;
    private StoreServer server;

    @BeforeEach
    void open() throws Exception {
        store = Files.createDirectory(temporary.resolve("store"));
        Files.writeString(temporary.resolve("secret"), "do not tell");
        server = StoreServer.start(store, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void everyRunIsListedWithWhatBecameOfIt() throws Exception {
        file("bank/20260101T000000.000Z/results.edn", "{:valid? true, :violations [], :gaps [], :stats {:count 30, :ok-count 20}}");
        file("bank/20260102T000000.000Z/results.edn", "{:perf {:valid? true}, :valid? false, :violations [\"<b>2</b> were lost\" \"three\"]}");
        file("set/20260103T000000.000Z/results.edn", "{:valid? :unknown, :error \"no leader\"}");
        file("set/20260104T000000.000Z/jepsen.log", "phase: set up\nphase: workload\n");
        file("verify/20260105T000000/report.html", "<p>all</p>");
        file("set/notes/shopping.list", "bread");
        Files.createSymbolicLink(store.resolve("bank/latest"), Path.of("20260102T000000.000Z"));
        try (StoreFolder going = StoreFolder.create(store, "append")) {
            going.log("phase: warm up");
            String page = get("").body();
            assertTrue(page.contains("<td>2026-01-01") || page.contains(">2026-01-01 00:00:00</a>"), page);
            assertRow(page, "append", "going on", "phase: warm up");
            assertRow(page, "20260101T", "state valid", ">30<", ">20<");
            assertRow(page, "20260102T", "state invalid", "&lt;b&gt;2&lt;/b&gt; were lost, and 1 more");
            assertRow(page, "20260103T", "state unknown", "no leader");
            assertRow(page, "20260104T", "broken off", "phase: workload");
            assertRow(page, "20260105T", "state report", "verify/20260105T000000/report.html");
            assertTrue(page.indexOf("20260104T") < page.indexOf("20260101T"), "the latest comes first");
            assertFalse(page.contains("notes") || page.contains("latest"), page);
        }
        file("append/" + Files.list(store.resolve("append")).filter(run -> !Files.isSymbolicLink(run)).findFirst().orElseThrow().getFileName() + "/results.edn",
                "{:valid? true}");
        assertRow(get("").body(), "append", "state valid");
    }

    @Test
    void anEmptyStoreAndResultsThatAreNoneAreShownAsSuch() throws Exception {
        assertTrue(get("").body().contains("No run is kept here yet."));
        file("bank/20260101T000000.000Z/results.edn", "{:valid? tr");
        assertRow(get("").body(), "20260101T", "state unknown", "results.edn cannot be read");
    }

    @Test
    void textIsShownAndOtherFilesAreTold() throws Exception {
        file("bank/1/n1/server.log", "ready <now>");
        file("bank/1/odd.data", "zero \0 byte");
        file("bank/1/report.html", "<p>all</p>");
        file("bank/1/empty.log", "");
        HttpResponse<String> log = get("bank/1/n1/server.log");
        assertEquals("ready <now>", log.body());
        assertEquals("text/plain; charset=utf-8", type(log));
        assertEquals("application/octet-stream", type(get("bank/1/odd.data")));
        assertEquals("text/html; charset=utf-8", type(get("bank/1/report.html")));
        assertEquals("", get("bank/1/empty.log").body());
        assertEquals("nosniff", log.headers().firstValue("X-Content-Type-Options").orElseThrow());
    }

    @Test
    void aFolderIsListedAndItsLinksBeginAtIt() throws Exception {
        file("bank/1/a b<c>.log", "x");
        file("bank/1/n1/server.log", "x");
        HttpResponse<String> moved = get("bank/1");
        assertEquals(302, moved.statusCode());
        assertEquals("/bank/1/", moved.headers().firstValue("Location").orElseThrow());
        String page = get("bank/1/").body();
        assertTrue(page.contains("<a href=\"n1/\">n1/</a>"), page);
        assertTrue(page.contains("<a href=\"a%20b%3Cc%3E.log\">a b&lt;c&gt;.log</a>"), page);
        assertEquals("x", get("bank/1/a%20b%3Cc%3E.log").body());
    }

    @Test
    void nothingOutsideOfTheStoreIsShown() throws Exception {
        file("bank/1/results.edn", "{}");
        Files.createSymbolicLink(store.resolve("bank/out"), temporary.resolve("secret"));
        Files.createSymbolicLink(store.resolve("bank/up"), temporary);
        for (String way : new String[] {"../secret", "bank/../../secret", "%2e%2e/secret", "..%2fsecret", "bank/1/%2e%2e%2f..%2f..%2fsecret", "bank/out", "bank/up/secret",
            "bank/up/", "bank/%2e%2e/bank/1/results.edn", "%2Fetc/passwd", "bank/1/results.edn%00", "missing", "bank/1/results.edn/more"}) {
            HttpResponse<String> answer = get(way);
            assertEquals(404, answer.statusCode(), way);
            assertFalse(answer.body().contains("do not tell"), way);
        }
        assertEquals(200, get("bank/1/results.edn").statusCode());
    }

    @Test
    void itIsToBeReadOnly() throws Exception {
        file("bank/1/results.edn", "{}");
        URI uri = URI.create(server.address() + "bank/1/results.edn");
        assertEquals(405, CLIENT.send(HttpRequest.newBuilder(uri).DELETE().build(), BodyHandlers.ofString()).statusCode());
        HttpResponse<String> head = CLIENT.send(HttpRequest.newBuilder(uri).HEAD().build(), BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("2", head.headers().firstValue("Content-Length").orElseThrow());
    }

    @Test
    void aPortHasOneListener() {
        int port = URI.create(server.address()).getPort();
        assertThrows(BindException.class, () -> StoreServer.start(store, new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    private static void assertRow(String page, String mark, String... parts) {
        String row = page.lines().filter(line -> line.startsWith("<tr>") && line.contains(mark)).findFirst().orElseThrow(() -> new AssertionError(page));
        for (String part : parts) {
            assertTrue(row.contains(part), () -> part + " is not in " + row);
        }
    }

    private HttpResponse<String> get(String way) throws Exception {
        return CLIENT.send(HttpRequest.newBuilder(URI.create(server.address() + way)).build(), BodyHandlers.ofString());
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElseThrow();
    }

    private void file(String way, String content) throws Exception {
        Path file = store.resolve(way);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
