package io.keelson.jepsen.driver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What nodes say of themselves over their admin HTTP. */
public final class AdminPage {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private AdminPage() {}

    /**
     * Reads a page.
     *
     * @param admin where the node serves it
     * @param path as in {@code /metrics}
     * @throws IOException if there is no such page, or no answer in time
     */
    public static String get(Endpoint admin, String path) throws IOException {
        return find(admin, path).orElseThrow(() -> new IOException("status " + NOT_FOUND));
    }

    /**
     * Reads a page that need not be there.
     *
     * @return empty if there is no such page
     * @throws IOException if there is no answer in time, or none that says what there is
     */
    public static Optional<String> find(Endpoint admin, String path) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(URI.create("http://" + admin + path)).timeout(PATIENCE).build();
            HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (answer.statusCode() != OK) {
                throw new IOException("status " + answer.statusCode());
            }
            return Optional.of(answer.body());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the run was stopped", stopped);
        }
    }
}
