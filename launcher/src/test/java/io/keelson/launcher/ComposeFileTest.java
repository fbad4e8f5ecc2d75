package io.keelson.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.jepsen.driver.ComposeFile;
import io.keelson.jepsen.driver.NodePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The file for Compose in the repository is the one that runs are made of, with names for its volumes and with ports of this machine. */
class ComposeFileTest {
    private static final String SUBNET = "${KEELSON_SUBNET:-10.232.250}";
    private static final int NODES = 5;

    @Test
    void theFileInTheRepositoryIsTheOneThatRunsUse() throws Exception {
        List<NodePlan> plans = new ArrayList<>();
        for (int number = 1; number <= NODES; number++) {
            plans.add(new NodePlan("n" + number, number, Path.of("/var/lib/keelson"), ComposeFile.address(SUBNET, number), ComposeFile.CLIENT_PORT,
                    ComposeFile.PEER_PORT, ComposeFile.ADMIN_PORT));
        }
        List<ComposeFile.Service> services = plans.stream()
                .map(plan -> new ComposeFile.Service(plan, ServerProcess.arguments(plan, plans), plan.name(), plan.number() * 10_000 + ComposeFile.CLIENT_PORT))
                .toList();
        ComposeFile file = new ComposeFile("keelson", "${KEELSON_IMAGE:-keelson-node}", "10001:10001", SUBNET, services, null);

        assertEquals(file.text(), Files.readString(Path.of("..", "docker-jepsen", "docker", "compose.yaml")));
    }
}
