package io.keelson.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.keelson.core.MemberSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {
    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("keelson.yaml"), List.of(lines));
    }

    private static List<String> problems(Map<Setting, String> flags, Map<String, String> environment, Path file) {
        return assertThrows(SettingsException.class, () -> SettingsReader.read(flags, environment, file)).problems();
    }

    @Test
    void theDefaultsAreAClusterOfOne() throws SettingsException {
        ServerSettings settings = SettingsReader.read(Map.of(), Map.of(), null);
        assertEquals(1, settings.memberId());
        assertEquals(new Address("127.0.0.1", 2380), settings.peerListen());
        assertEquals(1, settings.peers().size());
        assertEquals(300_000_000L, settings.electionTimeoutNanos());
        assertEquals(1536 << 10, settings.maxRequestBytes());
        assertEquals(ServerSettings.StoreKind.CHRONICLE, settings.store());
    }

    @Test
    void aFlagOutranksTheEnvironmentThatOutranksTheFile() throws IOException, SettingsException {
        Path file = file("heartbeat: 10ms", "election-timeout: 1s", "quota-bytes: 1GiB");
        ServerSettings settings = SettingsReader.read(
                Map.of(Setting.HEARTBEAT, "30ms"),
                Map.of("KEELSON_HEARTBEAT", "20ms", "KEELSON_ELECTION_TIMEOUT", "2s", "HOME", "x"),
                file);
        assertEquals(30_000_000L, settings.heartbeatNanos());
        assertEquals(2_000_000_000L, settings.electionTimeoutNanos());
        assertEquals(1L << 30, settings.quotaBytes());
    }

    @Test
    void everySettingCanStandInTheFile() throws IOException, SettingsException {
        Path file = file(
                "member-id: 2",
                "cluster-id: 9",
                "data-dir: d",
                "initial-cluster: 1=a:1,2=[::1]:2",
                "peer-listen: b:3",
                "client-listen: b:4",
                "admin-listen: b:5",
                "client-urls: 1=http://a:4,2=http://b:4",
                "election-timeout: 400ms",
                "heartbeat: 40ms",
                "lease-clock-drift: 0.5%",
                "request-timeout: 1m",
                "max-request-bytes: 1KiB",
                "segment-bytes: 1MiB",
                "store: heap",
                "quota-bytes: 77",
                "initial-cluster-state: existing",
                "snapshot-count: 1000",
                "snapshot-catchup-entries: 0",
                "snapshot-rate-bytes: 2MiB",
                "unsafe-control: orders");
        ServerSettings settings = SettingsReader.read(Map.of(), Map.of(), file);
        assertEquals(
                new ServerSettings(
                        2,
                        9,
                        Path.of("d"),
                        new java.util.TreeMap<>(Map.of(1L, new Address("a", 1), 2L, new Address("::1", 2))),
                        new Address("b", 3),
                        new Address("b", 4),
                        new Address("b", 5),
                        new java.util.TreeMap<>(Map.of(1L, "http://a:4", 2L, "http://b:4")),
                        400_000_000L,
                        40_000_000L,
                        5,
                        60_000_000_000L,
                        1024,
                        1 << 20,
                        ServerSettings.StoreKind.HEAP,
                        77,
                        true,
                        1000,
                        0,
                        2 << 20,
                        null,
                        null,
                        null,
                        Path.of("orders")),
                settings);
    }

    @Test
    void certificatesComeInPairsAndAreTriedAtOnce() throws IOException {
        Path empty = file();
        assertEquals(
                List.of(
                        "--peer-key-file: is missing, and its fellows are given; name the file, or leave all of them away",
                        "--peer-trusted-ca-file: is missing, and its fellows are given; name the file, or leave all of them away",
                        "--client-cert-file: is missing, and its fellows are given; name the file, or leave all of them away",
                        "--client-key-file: is missing, and its fellows are given; name the file, or leave all of them away",
                        "KEELSON_ADMIN_CERT_FILE: " + empty + " holds no certificate: it must begin with -----BEGIN CERTIFICATE-----"),
                problems(
                        Map.of(Setting.PEER_CERT_FILE, "cert.pem", Setting.CLIENT_ALLOWED_NAMES, "a,b", Setting.ADMIN_KEY_FILE, empty.toString()),
                        Map.of("KEELSON_ADMIN_CERT_FILE", empty.toString()),
                        null));
    }

    @Test
    void allProblemsAreToldAtOnceEachWithItsSource() throws IOException {
        Path file = file("heartbeat: soon", "hartbeat: 50ms", "store: [heap]", "data-dir: a", "data-dir: b");
        List<String> problems = problems(
                Map.of(Setting.CLIENT_LISTEN, "localhost"), Map.of("KEELSON_MEMBER_ID", "zero", "KEELSON_QUOTA_BYTES", "-1"), file);
        assertEquals(
                List.of(
                        file + " line 2: unknown key hartbeat; the keys are the flags that keelson server --help lists, without the dashes",
                        file + " line 3: store must be one value on one line: KIND",
                        file + " line 5: data-dir is given twice; keep one",
                        "KEELSON_MEMBER_ID: 'zero' is not a whole number from 1",
                        file + " line 1, heartbeat: 'soon' is not a time above zero, as in 300ms or 5s",
                        "--client-listen: 'localhost' is not HOST:PORT, as in 127.0.0.1:2379",
                        "KEELSON_QUOTA_BYTES: '-1' is not a size above zero, as in 1536KiB or 64MiB"),
                problems);
    }

    @Test
    void leasesAreOffUnlessTheDriftOfClocksIsNamed() throws SettingsException {
        assertEquals(MemberSettings.LEASES_OFF, drift("off"));
        assertEquals(0, drift("0%"));
        assertEquals(10, drift("1%"));
        assertEquals(999, drift("99.9%"));
        assertEquals(MemberSettings.LEASES_OFF, SettingsReader.read(Map.of(), Map.of(), null).leaseClockDriftPermille());
        for (String wrong : List.of("", "on", "10", "100%", "0.55%", "-1%")) {
            assertEquals(
                    List.of("--lease-clock-drift: '" + wrong + "' is neither off nor a percentage below 100, as in 1% or 0.5%"),
                    problems(Map.of(Setting.LEASE_CLOCK_DRIFT, wrong), Map.of(), null));
        }
    }

    private static int drift(String text) throws SettingsException {
        return SettingsReader.read(Map.of(), Map.of("KEELSON_LEASE_CLOCK_DRIFT", text), null).leaseClockDriftPermille();
    }

    @Test
    void settingsMustFitTogether() {
        assertEquals(
                List.of("--initial-cluster: '1=127.0.0.1:2380' does not name this member, 3; add 3=HOST:PORT"),
                problems(Map.of(Setting.MEMBER_ID, "3"), Map.of(), null));
        assertEquals(
                List.of("--election-timeout: '60ms' must be at least 2 heartbeats, and the heartbeat is 50ms"),
                problems(Map.of(Setting.ELECTION_TIMEOUT, "60ms"), Map.of(), null));
        assertEquals(
                List.of("--segment-bytes: '2MiB' must be at least twice max-request-bytes, which is 1536KiB"),
                problems(Map.of(Setting.SEGMENT_BYTES, "2MiB"), Map.of(), null));
        assertEquals(
                List.of("--admin-listen: '127.0.0.1:2379' is the address of client-listen too; choose another port"),
                problems(Map.of(Setting.ADMIN_LISTEN, "127.0.0.1:2379"), Map.of(), null));
        assertEquals(
                List.of("--max-request-bytes: '9MiB' is more than 8MiB"),
                problems(Map.of(Setting.MAX_REQUEST_BYTES, "9MiB"), Map.of(), null));
        assertEquals(
                List.of("--initial-cluster: '1=a:1,1=b:1' names member 1 twice"),
                problems(Map.of(Setting.INITIAL_CLUSTER, "1=a:1,1=b:1"), Map.of(), null));
    }

    @Test
    void aFileThatIsMissingOrNoYamlIsOneLine() throws IOException {
        Path missing = folder.resolve("none.yaml");
        assertEquals(List.of("the configuration file " + missing + " does not exist"), problems(Map.of(), Map.of(), missing));
        Path broken = file("member-id: 1", "data-dir: 'open");
        List<String> problems = problems(Map.of(), Map.of(), broken);
        assertEquals(1, problems.size());
        assertEquals(broken + " line 3: found unexpected end of stream", problems.getFirst());
        Path list = file("- member-id");
        assertEquals(List.of(list + ": a list of lines KEY: VALUE is expected"), problems(Map.of(), Map.of(), list));
    }

    @Test
    void anEmptyFileIsFine() throws IOException, SettingsException {
        assertEquals(1, SettingsReader.read(Map.of(), Map.of(), file("# nothing")).memberId());
    }
}
