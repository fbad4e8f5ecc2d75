package io.keelson.jepsen.driver;

import java.nio.file.Path;

/**
 * What one node of a cluster on this machine is to be.
 *
 * @param name {@code n1} and on
 * @param number the id of the member that it is: 1 and on
 * @param directory holds the node's log file {@code server.log} and whatever its command puts there
 * @param host the address that it listens on
 * @param clientPort serves etcd's API
 * @param peerPort serves the other nodes
 * @param adminPort serves the admin HTTP
 * @param joins whether it comes to a cluster that runs, and does not found one
 */
public record NodePlan(String name, int number, Path directory, String host, int clientPort, int peerPort, int adminPort, boolean joins) {
    /** One of those that found the cluster. */
    public NodePlan(String name, int number, Path directory, String host, int clientPort, int peerPort, int adminPort) {
        this(name, number, directory, host, clientPort, peerPort, adminPort, false);
    }

    /** Returns the same place, where another member will live that comes to the running cluster. */
    NodePlan joiningAs(int member) {
        return new NodePlan(name, member, directory, host, clientPort, peerPort, adminPort, true);
    }

    /** Returns the same in another directory. */
    NodePlan in(Path other) {
        return new NodePlan(name, number, other, host, clientPort, peerPort, adminPort, joins);
    }

    /** Where the node keeps what must outlive it. */
    public Path dataDirectory() {
        return directory.resolve("data");
    }

    /** The orders to do wrong that the node obeys, if it is started so. */
    public Path ordersFile() {
        return directory.resolve("unsafe-control");
    }

    /** What the node printed, over all its lives. */
    public Path logFile() {
        return directory.resolve("server.log");
    }
}
