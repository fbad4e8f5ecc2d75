package io.keelson.jepsen.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes whose processes and files are on this machine; where they live is the subclass's affair. They end with this process. */
abstract sealed class LocalDriver implements Driver permits ProcessDriver, NetnsDriver, DockerDriver {
    /** A node whose force fails ends by itself. */
    private static final String FAIL_FORCES = "fail-forces=true";

    private static final String MARK = "KEELSON_JEPSEN_DRIVER";

    /** No other driver's, of this process or another. */
    private final String mark = ProcessHandle.current().pid() + "-" + System.nanoTime();
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private final Set<String> spares = new LinkedHashSet<>();
    private final Map<String, List<String>> ownOrders = new HashMap<>();
    private final Map<String, LoopDisk> disks = new LinkedHashMap<>();
    private final LocalSetup setup;
    private final Set<String> upgraded = ConcurrentHashMap.newKeySet();
    private final List<String> unexpectedExits = new CopyOnWriteArrayList<>();
    private final Thread onShutdown = new Thread(this::end, "jepsen-cluster-shutdown");

    LocalDriver(LocalSetup setup) {
        this.setup = setup;
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    /** Adds a node that is started with these words, with what the setup gives it. */
    final void add(NodePlan plan, List<String> commandLine) throws IOException {
        add(plan, commandLine, Signals.PLAIN, false);
    }

    /**
     * The same, for a node that signals reach in a way of its own.
     *
     * @param spare whether it is a host on which no node lives before one is {@linkplain #enroll enrolled}
     */
    final void add(NodePlan plan, List<String> commandLine, Signals signals, boolean spare) throws IOException {
        if (spare) {
            spares.add(plan.name());
        }
        processes.put(plan.name(), new NodeProcess(plan, commandLine, Map.of(MARK, mark), signals, unexpectedExits::add));
        order(plan.name(), List.of());
        if (setup.ownDisks()) {
            disks.put(plan.name(), new LoopDisk(plan.directory().resolve("disk"), plan.dataDirectory()));
        }
    }

    /** Adds a host on which no node lives before one is {@linkplain #enroll enrolled}. */
    final void addSpare(NodePlan plan, List<String> commandLine) throws IOException {
        add(plan, commandLine, Signals.PLAIN, true);
    }

    /** What one node is ordered for the whole run, besides what all are; to be said before it is added. */
    final void standingOrders(String node, List<String> orders) {
        ownOrders.put(node, List.copyOf(orders));
    }

    /** What the environment of each process holds that this driver starts, and of no other. */
    final String mark() {
        return MARK + "=" + mark;
    }

    @Override
    public final List<String> nodes() {
        return processes.keySet().stream().filter(host -> !spares.contains(host)).toList();
    }

    @Override
    public final List<String> spares() {
        return List.copyOf(spares);
    }

    @Override
    public Endpoint endpoint(String node) {
        NodePlan plan = process(node).plan();
        return new Endpoint(plan.host(), plan.clientPort());
    }

    @Override
    public void start(String node) throws IOException {
        process(node).start();
    }

    @Override
    public final void kill(String node) {
        process(node).kill();
    }

    @Override
    public final void stop(String node) throws IOException {
        process(node).stop();
    }

    @Override
    public final void pause(String node) throws IOException {
        process(node).pause();
    }

    @Override
    public final void resume(String node) throws IOException {
        process(node).resume();
    }

    @Override
    public final void losePower(String node) throws IOException {
        kill(node);
        disks.get(node).losePower();
    }

    @Override
    public final void fillDisk(String node) throws IOException {
        disks.get(node).fill();
    }

    @Override
    public final void freeDisk(String node) throws IOException {
        disks.get(node).free();
    }

    @Override
    public final void order(String node, List<String> orders) throws IOException {
        List<String> lines = new ArrayList<>(setup.standingOrders());
        lines.addAll(ownOrders.getOrDefault(node, List.of()));
        lines.addAll(orders);
        Path file = process(node).plan().ordersFile();
        if (orders.contains(FAIL_FORCES)) {
            process(node).mayEndWith(NodeProcess.STORAGE_FAILED);
        }
        if (!lines.isEmpty() || Files.exists(file)) {
            Files.createDirectories(file.getParent());
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public final List<String> flipBits(String node, int bits, long luck) throws IOException {
        kill(node);
        return Damage.flipBits(process(node).plan().dataDirectory(), bits, luck);
    }

    @Override
    public final void erase(String node) throws IOException {
        kill(node);
        Path data = process(node).plan().dataDirectory();
        if (Files.exists(data)) {
            // The folder itself stays, since it may be a disk's root.
            FileTree.deleteInside(data, path -> true);
        }
    }

    @Override
    public final List<String> truncate(String node, long luck) throws IOException {
        kill(node);
        return Damage.truncate(process(node).plan().dataDirectory(), luck);
    }

    @Override
    public final void letLeave(String node) {
        process(node).mayEndWith(NodeProcess.REMOVED);
    }

    @Override
    public void startOnDamage(String node) throws IOException {
        process(node).startOnDamage();
    }

    @Override
    public final boolean hasRefused(String node) {
        return process(node).hasRefused();
    }

    @Override
    public final boolean isDown(String node) {
        return process(node).isDown();
    }

    @Override
    public final Endpoint peerEndpoint(String node) {
        NodePlan plan = process(node).plan();
        return new Endpoint(plan.host(), plan.peerPort());
    }

    @Override
    public Optional<Endpoint> adminEndpoint(String node) {
        NodePlan plan = process(node).plan();
        return Optional.of(new Endpoint(plan.host(), plan.adminPort()));
    }

    @Override
    public final Optional<Path> logFile(String node) {
        return Optional.of(process(node).plan().logFile());
    }

    @Override
    public final void upgrade(String node) {
        upgraded.add(node);
        NodeProcess process = process(node);
        become(process.plan(), process.commandLine());
    }

    @Override
    public final void enroll(String node, int member) throws IOException {
        NodePlan newcomer = plan(node).joiningAs(member);
        List<NodePlan> cluster = new ArrayList<>(List.of(newcomer));
        nodes().stream().filter(other -> !other.equals(node)).map(this::plan).forEach(cluster::add);
        replace(newcomer, cluster);
    }

    /**
     * Prepares a node's next start, which is another member's.
     *
     * @param cluster the newcomer and those whom it may ask
     */
    abstract void replace(NodePlan newcomer, List<NodePlan> cluster) throws IOException;

    /** What is planned for a node now. */
    final NodePlan plan(String node) {
        return process(node).plan();
    }

    /** A node is another member from its next start on. */
    final void become(NodePlan plan, List<String> commandLine) {
        List<String> line = upgraded.contains(plan.name()) ? commandLine.stream().map(word -> setup.upgrade().getOrDefault(word, word)).toList() : commandLine;
        process(plan.name()).become(plan, line);
    }

    @Override
    public final List<String> unexpectedExits() {
        return List.copyOf(unexpectedExits);
    }

    @Override
    public final void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook does the same.
        }
    }

    private synchronized void end() {
        processes.values().forEach(NodeProcess::kill);
        removeDisks();
        removeNetwork();
    }

    private void removeDisks() {
        try {
            for (LoopDisk disk : disks.values()) {
                disk.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("a node's disk is not unmounted", failure);
        } finally {
            disks.clear();
        }
    }

    /** Removes what stands between the nodes; may be called more than once. */
    abstract void removeNetwork();

    private NodeProcess process(String node) {
        NodeProcess process = processes.get(node);
        if (process == null) {
            throw new IllegalArgumentException("no node is called " + node + "; there are " + String.join(", ", processes.keySet()));
        }
        return process;
    }
}
