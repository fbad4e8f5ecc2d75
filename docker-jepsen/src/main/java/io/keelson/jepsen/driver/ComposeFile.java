package io.keelson.jepsen.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A cluster in containers, as Compose reads it: {@code n1} and on, each with an address of its own, and {@code control}, which reaches them all. Values may hold
 * Compose's own {@code ${NAME:-DEFAULT}}; a dollar that is one is written twice.
 *
 * @param prefix begins the containers' names
 * @param image the image of every container
 * @param user who everything in a container runs as
 * @param subnet the first three numbers of all addresses: {@code 10.232.0}
 * @param services the nodes, in order
 * @param sockets where {@code control} puts a file for each port that it relays to: a folder of the engine's machine; null for a folder of its own
 */
public record ComposeFile(String prefix, String image, String user, String subnet, List<Service> services, String sockets) {
    /** Serves etcd's API. */
    public static final int CLIENT_PORT = 2379;
    /** Serves the other nodes. */
    public static final int PEER_PORT = 2380;
    /** Serves the admin HTTP. */
    public static final int ADMIN_PORT = 2381;
    /** What must outlive a node, inside. */
    static final String DIRECTORY = "/var/lib/keelson";

    private static final String SOCKETS = "/run/keelson";
    private static final int FIRST_HOST = 10;
    private static final int CONTROL_HOST = 200;

    public ComposeFile {
        services = List.copyOf(services);
    }

    /**
     * A node.
     *
     * @param plan its name and addresses, as they are inside
     * @param arguments of the server
     * @param volume what holds its directory: a folder of the engine's machine, or the name of a volume
     * @param published the port of the engine's machine that leads to its etcd API; 0 for none
     */
    public record Service(NodePlan plan, List<String> arguments, String volume, int published) {
        public Service {
            arguments = List.copyOf(arguments);
        }
    }

    /** Returns the same with other arguments for one node. */
    ComposeFile with(String node, List<String> arguments) {
        return new ComposeFile(prefix, image, user, subnet, services.stream()
                .map(service -> service.plan().name().equals(node) ? new Service(service.plan(), arguments, service.volume(), service.published()) : service).toList(), sockets);
    }

    /** The address of the n-th node, from 1. */
    public static String address(String subnet, int number) {
        return subnet + "." + (FIRST_HOST + number);
    }

    /** The name of the file that leads to a node's etcd API. */
    static String clientSocket(String node) {
        return node;
    }

    /** The name of the file that leads to a node's admin HTTP. */
    static String adminSocket(String node) {
        return node + "-admin";
    }

    /** The name of a service's container. */
    String container(String service) {
        return prefix + "-" + service;
    }

    /** Returns the file; the same for the same values. */
    public String text() {
        StringBuilder yaml = new StringBuilder("services:\n");
        control(yaml);
        services.forEach(service -> node(yaml, service));
        yaml.append("networks:\n  keelson:\n    ipam:\n      config:\n        - subnet: ").append(quoted(subnet + ".0/24")).append('\n');
        List<Service> named = services.stream().filter(service -> !service.volume().contains("/")).toList();
        if (!named.isEmpty()) {
            yaml.append("volumes:\n");
            named.forEach(service -> yaml.append("  ").append(service.volume()).append(": {}\n"));
        }
        return yaml.toString();
    }

    private void control(StringBuilder yaml) {
        List<String> ways = new ArrayList<>(List.of(SOCKETS));
        for (Service service : services) {
            NodePlan plan = service.plan();
            ways.add(clientSocket(plan.name()) + "=" + plan.host() + ":" + plan.clientPort());
            ways.add(adminSocket(plan.name()) + "=" + plan.host() + ":" + plan.adminPort());
        }
        head(yaml, "control", subnet + "." + CONTROL_HOST);
        yaml.append("    entrypoint: ").append(list(List.of("java", "@/opt/keelson/java.args", Relay.class.getName()))).append('\n');
        yaml.append("    command: ").append(list(ways)).append('\n');
        if (sockets != null) {
            yaml.append("    volumes: ").append(list(List.of(sockets + ":" + SOCKETS))).append('\n');
        }
        yaml.append("    depends_on:\n");
        services.forEach(service -> yaml.append("      ").append(service.plan().name()).append(": {condition: service_healthy}\n"));
    }

    private void node(StringBuilder yaml, Service service) {
        NodePlan plan = service.plan();
        head(yaml, plan.name(), plan.host());
        yaml.append("    command: ").append(list(service.arguments())).append('\n');
        yaml.append("    volumes: ").append(list(List.of(service.volume() + ":" + DIRECTORY))).append('\n');
        if (service.published() > 0) {
            yaml.append("    ports: ").append(list(List.of("127.0.0.1:" + service.published() + ":" + plan.clientPort()))).append('\n');
        }
        yaml.append("    stop_grace_period: 20s\n    cap_add: [NET_ADMIN]\n");
        yaml.append("    healthcheck:\n      test: ")
                .append(list(List.of("CMD", "/opt/keelson/bin/healthy", plan.host(), String.valueOf(plan.adminPort()))))
                .append("\n      interval: 5s\n      timeout: 5s\n      retries: 12\n      start_period: 60s\n");
    }

    private void head(StringBuilder yaml, String name, String address) {
        yaml.append("  ").append(name).append(":\n");
        yaml.append("    image: ").append(quoted(image)).append('\n');
        yaml.append("    container_name: ").append(quoted(container(name))).append('\n');
        yaml.append("    hostname: ").append(name).append('\n');
        yaml.append("    user: ").append(quoted(user)).append('\n');
        yaml.append("    networks:\n      keelson:\n        ipv4_address: ").append(quoted(address)).append('\n');
    }

    private static String list(List<String> values) {
        return values.stream().map(ComposeFile::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
