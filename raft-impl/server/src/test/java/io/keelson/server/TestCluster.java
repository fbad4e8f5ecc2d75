package io.keelson.server;

import io.keelson.server.config.Address;
import io.keelson.server.config.ServerSettings;
import io.keelson.server.config.Setting;
import io.keelson.server.config.SettingsReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Three servers in this process, talking over loopback, each with its own directory and forced log. */
public final class TestCluster implements AutoCloseable {
    private static final int SIZE = 3;

    private final List<Map<Setting, String>> flags = new ArrayList<>();
    private final List<KeelsonServer> servers = new ArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** Starts the servers; they elect a leader by themselves. */
    public TestCluster(Path folder) throws Exception {
        List<Integer> ports = freePorts(3 * SIZE);
        StringBuilder members = new StringBuilder();
        StringBuilder urls = new StringBuilder();
        for (int id = 1; id <= SIZE; id++) {
            String comma = id == 1 ? "" : ",";
            members.append(comma).append(id).append("=127.0.0.1:").append(ports.get(id - 1));
            urls.append(comma).append(id).append("=http://127.0.0.1:").append(ports.get(SIZE + id - 1));
        }
        for (int id = 1; id <= SIZE; id++) {
            Map<Setting, String> own = new EnumMap<>(Setting.class);
            own.put(Setting.MEMBER_ID, String.valueOf(id));
            own.put(Setting.CLUSTER_ID, "77");
            own.put(Setting.DATA_DIR, folder.resolve("member-" + id).toString());
            own.put(Setting.INITIAL_CLUSTER, members.toString());
            own.put(Setting.CLIENT_URLS, urls.toString());
            own.put(Setting.CLIENT_LISTEN, "127.0.0.1:" + ports.get(SIZE + id - 1));
            own.put(Setting.ADMIN_LISTEN, "127.0.0.1:" + ports.get(2 * SIZE + id - 1));
            own.put(Setting.REQUEST_TIMEOUT, "2s");
            own.put(Setting.SEGMENT_BYTES, "4MiB");
            own.put(Setting.QUOTA_BYTES, "16MiB");
            own.put(Setting.STORE, id == 1 ? "chronicle" : "heap");
            flags.add(own);
        }
        for (int id = 1; id <= SIZE; id++) {
            servers.add(null);
            start(id);
        }
    }

    /** Ports that nobody listens on, below the range that the system gives to outgoing connections. */
    public static List<Integer> freePorts(int count) throws IOException {
        List<Integer> free = new ArrayList<>();
        int first = 14_000 + (int) (ProcessHandle.current().pid() % 500) * 10;
        for (int port = first; free.size() < count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                free.add(socket.getLocalPort());
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        return free;
    }

    /** Starts a member, again if it was stopped. */
    public void start(int id) throws Exception {
        ServerSettings settings = SettingsReader.read(flags.get(id - 1), Map.of(), null);
        servers.set(id - 1, KeelsonServer.start(settings, failures::add));
    }

    /** Stops a member. */
    public void stop(int id) {
        servers.get(id - 1).close();
        servers.set(id - 1, null);
    }

    /** Returns the flags of a member. */
    public Map<Setting, String> flags(int id) {
        return flags.get(id - 1);
    }

    /** Returns where a member serves clients. */
    public Address client(int id) {
        return Address.parse(flags(id).get(Setting.CLIENT_LISTEN));
    }

    /** Returns where a member serves its admin pages. */
    public Address admin(int id) {
        return Address.parse(flags(id).get(Setting.ADMIN_LISTEN));
    }

    /** Returns all client addresses, as etcdctl wants them. */
    public String endpoints() {
        return flags.stream().map(own -> own.get(Setting.CLIENT_LISTEN)).collect(Collectors.joining(","));
    }

    /** Returns what the servers said of failures. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        for (KeelsonServer server : servers) {
            if (server != null) {
                server.close();
            }
        }
    }
}
