package io.keelson.jepsen.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes as processes of this machine, on the loopback interface. Needs no privilege. */
public final class ProcessDriver implements Driver {
    /** Tells how a node is started. */
    @FunctionalInterface
    public interface ServerCommand {
        /**
         * Returns the command line of a node; it may write the node's configuration into the node's directory first.
         *
         * @param node the node
         * @param cluster all nodes, this one too
         */
        List<String> commandLine(NodePlan node, List<NodePlan> cluster) throws IOException;
    }

    /** The name on the command line. */
    public static final String NAME = "process";

    /** What it can do to a node. */
    public static final Set<FaultKind> FAULTS =
            Collections.unmodifiableSet(EnumSet.of(FaultKind.KILL, FaultKind.PAUSE, FaultKind.RESTART));

    private static final int PORTS_PER_NODE = 3;

    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private final List<String> unexpectedExits = new CopyOnWriteArrayList<>();
    private final Thread onShutdown = new Thread(this::killAll, "jepsen-cluster-shutdown");

    /**
     * Plans the nodes; starts none.
     *
     * @param nodes how many
     * @param directory the nodes' directories are made in it
     * @param command how a node is started
     * @throws IOException if there are no free ports, or the command's files cannot be written
     */
    public ProcessDriver(int nodes, Path directory, ServerCommand command) throws IOException {
        List<Integer> ports = Ports.free(PORTS_PER_NODE * nodes);
        List<NodePlan> plans = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String name = "n" + (i + 1);
            int port = PORTS_PER_NODE * i;
            plans.add(new NodePlan(name, i + 1, directory.toAbsolutePath().resolve(name), "127.0.0.1", ports.get(port),
                    ports.get(port + 1), ports.get(port + 2)));
        }
        for (NodePlan plan : plans) {
            List<String> commandLine = command.commandLine(plan, List.copyOf(plans));
            processes.put(plan.name(), new NodeProcess(plan, commandLine, unexpectedExits::add));
        }
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> nodes() {
        return List.copyOf(processes.keySet());
    }

    @Override
    public Set<FaultKind> faults() {
        return FAULTS;
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
    public void kill(String node) {
        process(node).kill();
    }

    @Override
    public void stop(String node) throws IOException {
        process(node).stop();
    }

    @Override
    public void pause(String node) throws IOException {
        process(node).pause();
    }

    @Override
    public void resume(String node) throws IOException {
        process(node).resume();
    }

    @Override
    public List<String> unexpectedExits() {
        return List.copyOf(unexpectedExits);
    }

    @Override
    public void close() {
        killAll();
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook does the same.
        }
    }

    private void killAll() {
        processes.values().forEach(NodeProcess::kill);
    }

    private NodeProcess process(String node) {
        NodeProcess process = processes.get(node);
        if (process == null) {
            throw new IllegalArgumentException("no node is called " + node + "; there are " + String.join(", ", processes.keySet()));
        }
        return process;
    }
}
