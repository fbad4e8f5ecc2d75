package io.keelson.jepsen.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Compose is told. */
class ComposeFileTest {
    @Test
    void eachNodeHasANameAnAddressAVolumeAndAHealthcheck() {
        String n2 = section(file("/runs/n2", 0), "n2");
        assertTrue(n2.contains("image: \"keelson-node:1\"\n"), n2);
        assertTrue(n2.contains("container_name: \"kj7-n2\"\n"), n2);
        assertTrue(n2.contains("hostname: n2\n"), n2);
        assertTrue(n2.contains("user: \"10001:10001\"\n"), n2);
        assertTrue(n2.contains("ipv4_address: \"10.232.7.12\"\n"), n2);
        assertTrue(n2.contains("command: [\"--member-id\", \"2\"]\n"), n2);
        assertTrue(n2.contains("volumes: [\"/runs/n2:/var/lib/keelson\"]\n"), n2);
        assertTrue(n2.contains("test: [\"CMD\", \"/opt/keelson/bin/healthy\", \"10.232.7.12\", \"2381\"]\n"), n2);
        assertTrue(n2.contains("cap_add: [NET_ADMIN]\n"), n2);
        assertFalse(n2.contains("ports:"), n2);
    }

    @Test
    void controlRelaysToEveryNodeAndComesAfterThem() {
        String control = section(file("/runs/n2", 0), "control");
        assertTrue(control.contains("\"/run/keelson\", \"n1=10.232.7.11:2379\", \"n1-admin=10.232.7.11:2381\", \"n2=10.232.7.12:2379\", \"n2-admin=10.232.7.12:2381\"]\n"), control);
        assertTrue(control.contains("\"" + Relay.class.getName() + "\""), control);
        assertTrue(control.contains("volumes: [\"/tmp/kj7:/run/keelson\"]\n"), control);
        assertTrue(control.contains("      n1: {condition: service_healthy}\n      n2: {condition: service_healthy}\n"), control);
        assertFalse(control.contains("cap_add"), "only nodes have links to cut");
    }

    @Test
    void aVolumeWithANameIsDeclaredAndAPublishedPortIsTheMachinesOwn() {
        ComposeFile named = file("n2", 22379);
        assertTrue(named.text().endsWith("volumes:\n  n2: {}\n"), named::text);
        assertTrue(section(named, "n2").contains("ports: [\"127.0.0.1:22379:2379\"]\n"), named::text);
        assertFalse(file("/runs/n2", 0).text().contains("\nvolumes:"), "a folder is none");
    }

    @Test
    void whatYamlWouldReadOtherwiseIsQuoted() {
        ComposeFile file = new ComposeFile("kj7", "a\"b\\c: #", "1:1", "10.232.7", List.of(), null);
        assertTrue(section(file, "control").contains("image: \"a\\\"b\\\\c: #\"\n"), file::text);
    }

    @Test
    void removalReachesTheProjectAndNothingElse() {
        String removal = Docker.removal("kj7");
        assertEquals(2, removal.split("--filter label=com.docker.compose.project=kj7\\)", -1).length - 1, removal);
        assertFalse(removal.contains("prune"), removal);
    }

    private static ComposeFile file(String second, int published) {
        return new ComposeFile("kj7", "keelson-node:1", "10001:10001", "10.232.7", List.of(service(1, "/runs/n1", 0), service(2, second, published)), "/tmp/kj7");
    }

    private static ComposeFile.Service service(int number, String volume, int published) {
        NodePlan plan = new NodePlan("n" + number, number, Path.of("/var/lib/keelson"), ComposeFile.address("10.232.7", number), ComposeFile.CLIENT_PORT,
                ComposeFile.PEER_PORT, ComposeFile.ADMIN_PORT);
        return new ComposeFile.Service(plan, List.of("--member-id", String.valueOf(number)), volume, published);
    }

    /** The lines of one service. */
    private static String section(ComposeFile file, String service) {
        String text = file.text();
        int from = text.indexOf("\n  " + service + ":\n") + 1;
        int to = text.indexOf("\n  n", from + 1);
        return text.substring(from, to < 0 ? text.indexOf("\nnetworks:", from) + 1 : to + 1);
    }
}
