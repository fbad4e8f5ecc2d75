package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkShapes;
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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Nodes in containers, made by Compose, each with an address of its own on a network of theirs. Clients reach them through the container {@code control}, so it
 * does not matter whether this machine is on that network.
 *
 * <p>A link is cut at its receiver, whose routing lets everything from the sender fall into a black hole. The server in a container, who is
 * not root, may not do that; a process of root's that is put into it for the purpose may.
 *
 * <p>A guardian outlives this process and removes the containers and their network, should the process end in a way that leaves it no time to do so.
 */
public final class DockerDriver extends LocalDriver {
    /** The name on the command line. */
    public static final String NAME = "docker";

    /** What it can do on this machine. */
    public static final Set<Ability> ABILITIES = LocalSetup.abilities(Ability.PROCESSES, Ability.OPERATIONS, Ability.CUTS);

    private static final String ROOT = "root";
    /** Who a node runs as where this process is root's. */
    private static final String NOBODY = "10001:10001";
    private static final long CONTROL_SECONDS = 60;
    private static final long RUNNING_SECONDS = 20;

    private final String project = "kj" + ProcessHandle.current().pid();
    private final String user = user();
    private final ComposeFile compose;
    private final Path sockets;
    private final Guardian guardian;
    private final List<Relay> relays = new ArrayList<>();
    private final Map<String, Endpoint> clientEndpoints = new HashMap<>();
    private final Map<String, Endpoint> adminEndpoints = new HashMap<>();
    private final Set<Link> cut = new TreeSet<>();

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
        String subnet = "10.232." + ProcessHandle.current().pid() % 250;
        List<NodePlan> inside = IntStream.rangeClosed(1, nodes).mapToObj(number -> plan(number, Path.of(ComposeFile.DIRECTORY), ComposeFile.address(subnet, number))).toList();
        List<NodePlan> outside = new ArrayList<>();
        List<ComposeFile.Service> services = new ArrayList<>();
        for (NodePlan node : inside) {
            NodePlan here = plan(node.number(), directory.toAbsolutePath().resolve(node.name()), node.host());
            outside.add(here);
            services.add(new ComposeFile.Service(node, arguments.commandLine(node, inside), here.directory().toString().replace("$", "$$"), 0));
        }
        sockets = Files.createTempDirectory(project + "-");
        compose = new ComposeFile(project, image, user, subnet, services, sockets.toString().replace("$", "$$"));
        guardian = Guardian.until(removal());
        try {
            for (NodePlan node : outside) {
                add(node, Docker.start(compose.container(node.name())), Docker.signals(compose.container(node.name())));
                Files.createDirectories(node.dataDirectory());
                giveAway(node.directory());
            }
            giveAway(sockets);
            Path file = directory.resolve("docker-compose.yaml");
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

    /** A container begins each life with a routing that knows no black holes. */
    @Override
    public void start(String node) throws IOException {
        super.start(node);
        if (!senders(node).isEmpty()) {
            long limit = System.nanoTime() + RUNNING_SECONDS * 1_000_000_000;
            while (!Docker.isRunning(compose.container(node)) && System.nanoTime() < limit) {
                Docker.pause();
            }
            sink(node);
        }
    }

    @Override
    public void shape(Map<Link, LinkState> links) throws IOException {
        Set<String> receivers = new TreeSet<>();
        synchronized (cut) {
            Set<Link> next = LinkShapes.cutIn(links);
            nodes().forEach(to -> nodes().stream().map(from -> new Link(from, to)).filter(link -> next.contains(link) != cut.contains(link))
                    .forEach(link -> receivers.add(to)));
            cut.clear();
            cut.addAll(next);
        }
        // All at once: one after the other they would take as long as a short fault lasts.
        List<CompletableFuture<Void>> changes = receivers.stream().map(receiver -> CompletableFuture.runAsync(() -> {
            try {
                sink(receiver);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }, task -> Thread.ofVirtual().start(task))).toList();
        try {
            changes.forEach(CompletableFuture::join);
        } catch (CompletionException failure) {
            throw new IOException(failure.getCause().getMessage(), failure);
        }
    }

    /** Whom a node does not hear now: their addresses. */
    private List<String> senders(String receiver) {
        synchronized (cut) {
            return compose.services().stream().map(ComposeFile.Service::plan).filter(node -> cut.contains(new Link(node.name(), receiver))).map(NodePlan::host).toList();
        }
    }

    private void sink(String receiver) throws IOException {
        List<String> command = new ArrayList<>(List.of("/opt/keelson/bin/black-holes"));
        command.addAll(senders(receiver));
        try {
            Shell.run(Docker.asRoot(compose.container(receiver), command), "");
        } catch (IOException failure) {
            // A node that is down hears nobody, and its next life begins anew.
            if (Docker.isRunning(compose.container(receiver))) {
                throw failure;
            }
        }
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
