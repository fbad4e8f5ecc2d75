package io.keelson.jepsen.driver;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes that are processes of this machine; where they live is the subclass's affair. They end with this process. */
abstract sealed class LocalDriver implements Driver permits ProcessDriver, NetnsDriver {
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private final List<String> unexpectedExits = new CopyOnWriteArrayList<>();
    private final Thread onShutdown = new Thread(this::end, "jepsen-cluster-shutdown");

    LocalDriver() {
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    /** Adds a node that is started with these words. */
    final void add(NodePlan plan, List<String> commandLine) {
        processes.put(plan.name(), new NodeProcess(plan, commandLine, unexpectedExits::add));
    }

    @Override
    public final List<String> nodes() {
        return List.copyOf(processes.keySet());
    }

    @Override
    public final Endpoint endpoint(String node) {
        NodePlan plan = process(node).plan();
        return new Endpoint(plan.host(), plan.clientPort());
    }

    @Override
    public final void start(String node) throws IOException {
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
        removeNetwork();
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
