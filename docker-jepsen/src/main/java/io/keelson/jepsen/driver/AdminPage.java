package io.keelson.jepsen.driver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What nodes say of themselves over their admin HTTP. */
public final class AdminPage {
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
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest question = HttpRequest.newBuilder(URI.create("http://" + admin + path)).timeout(PATIENCE).build();
            HttpResponse<String> answer = client.send(question, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the run was stopped", stopped);
        }
    }
}
