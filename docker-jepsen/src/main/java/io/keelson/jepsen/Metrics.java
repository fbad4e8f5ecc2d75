package io.keelson.jepsen;

import io.keelson.jepsen.driver.AdminPage;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What each node counted in its last life, as Prometheus reads it; kept in the run's folder. */
public final class Metrics {
    private static final String FILE = "metrics.txt";

    private Metrics() {}

    /**
     * Asks every node that has an admin HTTP, and keeps what it said.
     *
     * @param directory of the run
     * @return who did not answer, one line each
     */
    static List<String> keep(Driver driver, Path directory) throws IOException {
        List<String> silent = new ArrayList<>();
        for (String node : driver.nodes()) {
            Optional<Endpoint> admin = driver.adminEndpoint(node);
            if (admin.isPresent()) {
                try {
                    Files.writeString(Files.createDirectories(directory.resolve(node)).resolve(FILE), AdminPage.get(admin.get(), "/metrics"));
                } catch (IOException failure) {
                    silent.add(node + " shows no metrics after healing: " + failure.getMessage());
                }
            }
        }
        return silent;
    }

    /**
     * Sums a metric over all nodes of a run.
     *
     * @param directory of the run
     * @param line how its line begins, as in {@code keelson_node_snapshots_total{step="installed"}}
     * @throws IOException if what was kept can't be read
     */
    public static double sum(Path directory, String line) throws IOException {
        double sum = 0;
        try (Stream<Path> nodes = Files.list(directory)) {
            for (Path file : nodes.map(node -> node.resolve(FILE)).filter(Files::exists).toList()) {
                sum += Files.readAllLines(file).stream().filter(each -> each.startsWith(line + " "))
                        .mapToDouble(each -> Double.parseDouble(each.substring(line.length() + 1))).sum();
            }
        }
        return sum;
    }
}
