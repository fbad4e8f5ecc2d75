package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Nodes in containers, made by Compose, each with an address of its own on a network of theirs. Clients reach them through the container {@code control}, so it
 * does not matter whether this machine is on that network.
 *
 * <p>A guardian outlives this process and removes the containers and their network, should the process end in a way that leaves it no time to do so.
 */
public final class DockerDriver extends LocalDriver {
    /** The name on the command line. */
    public static final String NAME = "docker";

    /** What it can do on this machine. */
    public static final Set<Ability> ABILITIES = abilitiesHere();

    private static final String ROOT = "root";
    /** Who a node runs as where this process is root's. */
    private static final String NOBODY = "10001:10001";
    private static final long CONTROL_SECONDS = 60;

    private final String project = "kj" + ProcessHandle.current().pid();
    private final String user = user();
    private final ServerCommand arguments;
    private final Path file;
    private ComposeFile compose;
    private final ContainerLinks links;
    private final Path sockets;
    private final Guardian guardian;
    private final List<Relay> relays = new ArrayList<>();
    private final Map<String, Endpoint> clientEndpoints = new HashMap<>();
    private final Map<String, Endpoint> adminEndpoints = new HashMap<>();

    /**
     * Makes the containers; starts {@code control} and no node.
     *
     * @param nodes how many
     * @param directory the nodes' directories are made in it, and the file for Compose
     * @param image the name of the image
     * @param arguments those of the server in the image, for a node whose directory and addresses are as they are inside
     * @param setup what else the nodes get
     * @throws IOException in one line, if the engine or Compose can't
     */
    public DockerDriver(int nodes, Path directory, String image, ServerCommand arguments, LocalSetup setup) throws IOException {
        super(setup);
        this.arguments = arguments;
        this.file = directory.resolve("docker-compose.yaml");
        String subnet = "10.232." + ProcessHandle.current().pid() % 250;
        List<NodePlan> inside = IntStream.rangeClosed(1, setup.spare() ? nodes + 1 : nodes)
                .mapToObj(number -> plan(number, Path.of(ComposeFile.DIRECTORY), ComposeFile.address(subnet, number))).toList();
        List<NodePlan> founders = inside.subList(0, nodes);
        List<NodePlan> outside = new ArrayList<>();
        List<ComposeFile.Service> services = new ArrayList<>();
        for (NodePlan node : inside) {
            NodePlan here = plan(node.number(), directory.toAbsolutePath().resolve(node.name()), node.host());
            outside.add(here);
            services.add(new ComposeFile.Service(node, arguments.commandLine(node, founders.contains(node) ? founders : inside), here.directory().toString().replace("$", "$$"), 0));
        }
        sockets = Files.createTempDirectory(project + "-");
        compose = new ComposeFile(project, image, user, subnet, services, sockets.toString().replace("$", "$$"));
        links = new ContainerLinks(inside, compose::container, setup.proxied());
        guardian = Guardian.until(removal());
        try {
            for (NodePlan node : outside) {
                if (setup.proxied()) {
                    standingOrders(node.name(), HostProxies.orders(node.name(), inside));
                }
                add(node, Docker.start(compose.container(node.name())), Docker.signals(compose.container(node.name())), node.number() > nodes);
                Files.createDirectories(node.dataDirectory());
                giveAway(node.directory());
            }
            giveAway(sockets);
            Files.writeString(file, compose.text());
            Docker.create(project, file);
            startControl();
            openWays(inside);
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    private static NodePlan plan(int number, Path directory, String host) {
        return new NodePlan("n" + number, number, directory, host, ComposeFile.CLIENT_PORT, ComposeFile.PEER_PORT, ComposeFile.ADMIN_PORT);
    }

    /** Why there can be no such driver here, in one line; null if there can. */
    public static String obstacle() {
        return Docker.obstacle();
    }

    private static Set<Ability> abilitiesHere() {
        Set<Ability> all = EnumSet.copyOf(LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.MEMBERSHIP, Ability.SPARE, Ability.CUTS));
        if (Shell.obstacle("what befalls connections", "ip", "nsenter") == null) {
            all.add(Ability.CONNECTIONS);
            if (TunDevice.exist()) {
                all.addAll(List.of(Ability.DELAYS, Ability.PACKETS));
            }
        }
        return Collections.unmodifiableSet(all);
    }

    /** Nothing in a container runs as root; what a node writes is the caller's, where the caller is somebody else. */
    private static String user() throws IOException {
        return ROOT.equals(System.getProperty("user.name")) ? NOBODY : Shell.answer("id", "-u") + ":" + Shell.answer("id", "-g");
    }

    private void giveAway(Path path) throws IOException {
        if (user.equals(NOBODY)) {
            Shell.run("chown", "-R", user, path.toString());
            // On a disk that may lose its power it would be forgotten again.
            Shell.run("sync", "-f", path.toString());
        }
    }

    private void startControl() throws IOException {
        Shell.run("docker", "start", compose.container("control"));
        long limit = System.nanoTime() + CONTROL_SECONDS * 1_000_000_000;
        while (!Files.exists(sockets.resolve(ComposeFile.adminSocket(compose.services().getLast().plan().name())))) {
            if (System.nanoTime() > limit || !Docker.isRunning(compose.container("control"))) {
                throw new IOException("the container 'control' does not serve: " + Shell.answer("docker", "logs", "--tail", "5", compose.container("control")));
            }
            Docker.pause();
        }
    }

    private void openWays(List<NodePlan> nodes) throws IOException {
        Iterator<Integer> ports = Ports.free(2 * nodes.size()).iterator();
        for (NodePlan node : nodes) {
            clientEndpoints.put(node.name(), way(ports.next(), ComposeFile.clientSocket(node.name())));
            adminEndpoints.put(node.name(), way(ports.next(), ComposeFile.adminSocket(node.name())));
        }
    }

    private Endpoint way(int port, String socket) throws IOException {
        SocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        relays.add(new Relay(here, UnixDomainSocketAddress.of(sockets.resolve(socket))));
        return new Endpoint("127.0.0.1", port);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Ability> abilities() {
        return ABILITIES;
    }

    @Override
    public Endpoint endpoint(String node) {
        return clientEndpoints.get(node);
    }

    @Override
    public Optional<Endpoint> adminEndpoint(String node) {
        return Optional.of(adminEndpoints.get(node));
    }

    @Override
    public void start(String node) throws IOException {
        super.start(node);
        links.begin(node);
    }

    @Override
    public void startOnDamage(String node) throws IOException {
        super.startOnDamage(node);
        links.begin(node);
    }

    @Override
    public void shape(Map<Link, LinkState> next) throws IOException {
        links.shape(next);
    }

    /** What a container is started with is said when it is made. */
    @Override
    void replace(NodePlan newcomer, List<NodePlan> cluster) throws IOException {
        List<NodePlan> inside = cluster.stream().map(plan -> plan.in(Path.of(ComposeFile.DIRECTORY))).toList();
        compose = compose.with(newcomer.name(), arguments.commandLine(inside.getFirst(), inside));
        Files.writeString(file, compose.text());
        Docker.createAnew(project, file, newcomer.name(), compose.container(newcomer.name()));
        become(newcomer, Docker.start(compose.container(newcomer.name())));
    }

    private String removal() {
        return Docker.removal(project) + "; rm -rf '" + sockets + "'";
    }

    @Override
    void removeNetwork() {
        if (guardian == null) {
            return; // there was nothing yet to remove
        }
        try {
            links.close();
            for (Relay relay : relays) {
                relay.close();
            }
            Shell.run("sh", "-c", removal());
            guardian.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the containers of this run are not all removed; they bear the label com.docker.compose.project=" + project, failure);
        }
    }
}
