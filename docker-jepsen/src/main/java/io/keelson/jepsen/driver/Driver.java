package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A cluster that can be started and harmed. Safe for concurrent use on different nodes; on one node the calls come from one thread.
 *
 * <p>Closing a driver ends every node that it started, also those that are paused.
 */
public interface Driver extends AutoCloseable {
    /** The name in reports: {@code process}. */
    String name();

    /** The nodes' names, {@code n1} and on, in order. */
    List<String> nodes();

    /** Hosts on which no node lives at first, for members that are let in beyond {@link #nodes}; what is done to a node can be done there once one is enrolled. */
    default List<String> spares() {
        return List.of();
    }

    /** All nodes, and then the spares. */
    default List<String> hosts() {
        return Stream.concat(nodes().stream(), spares().stream()).toList();
    }

    /** What this driver can do to its nodes and to the ways between them; a nemesis that needs anything else is an error before the run. */
    Set<Ability> abilities();

    /** Where a node serves etcd's gRPC API; the same for the whole run. */
    Endpoint endpoint(String node);

    /**
     * Starts a node that is down; does nothing to one that runs. Does not wait until it serves.
     *
     * @throws IOException if the node cannot be started
     */
    void start(String node) throws IOException;

    /** Ends a node at once ({@code kill -9}) and waits until it is gone. */
    void kill(String node) throws IOException;

    /** Asks a node to end and waits until it is gone; a node that does not obey is killed and told of in {@link #unexpectedExits}. */
    void stop(String node) throws IOException;

    /** Freezes a node as it stands. */
    void pause(String node) throws IOException;

    /** Lets a paused node go on; does nothing to one that is not paused. */
    void resume(String node) throws IOException;

    /**
     * Makes the ways between nodes so, from now on; a link that is not mentioned becomes sound. Clients reach every node all the while.
     *
     * @param links what is wrong with which link
     * @throws IOException if that can't be done
     */
    default void shape(Map<Link, LinkState> links) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over links");
    }

    /** Ends a node, and its disk keeps what was forced and nothing else. */
    default void losePower(String node) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over power");
    }

    /** Takes all the room on a node's disk. */
    default void fillDisk(String node) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over space");
    }

    /** Gives the room back. */
    default void freeDisk(String node) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over space");
    }

    /**
     * Orders a node to do wrong, from now on and in later lives, as the server's setting {@code unsafe-control} knows it.
     *
     * @param orders lines such as {@code clock-rate=1.5}; none for a node that does right again, but for what the whole run is made to do
     */
    default void order(String node, List<String> orders) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' gives no orders");
    }

    /**
     * Ends a node, and turns some bits of its log over: what was written is not what will be read.
     *
     * @return what was done, one line each; nothing where there was nothing to damage
     */
    default List<String> flipBits(String node, int bits, long luck) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over files");
    }

    /** Ends a node, and all that it kept is gone. */
    default void erase(String node) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over files");
    }

    /**
     * Ends a node, and cuts the end off what it wrote last to one of its files.
     *
     * @return what was done, one line each; nothing where there was nothing to damage
     */
    default List<String> truncate(String node, long luck) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' has no power over files");
    }

    /** A node may end because it has been removed from its cluster, from now on until it is started again; whatever else ends it is a surprise as ever. */
    default void letLeave(String node) {}

    /** Starts a node on a disk that it may refuse, which is then no surprise. */
    default void startOnDamage(String node) throws IOException {
        start(node);
    }

    /** Says whether a node has ended because it refuses its disk. */
    default boolean hasRefused(String node) {
        return false;
    }

    /** Says whether a node does not run, whoever has ended it. */
    default boolean isDown(String node) {
        throw new UnsupportedOperationException("the driver '" + name() + "' does not know what runs");
    }

    /** Where the other nodes reach a node, as a cluster is told of a new member: {@code HOST:PORT}. */
    default Endpoint peerEndpoint(String node) {
        throw new UnsupportedOperationException("the driver '" + name() + "' takes no new members");
    }

    /** Where a node serves its admin HTTP; empty if it has none. */
    default Optional<Endpoint> adminEndpoint(String node) {
        return Optional.empty();
    }

    /** Where all that a node prints is kept, over all its lives; empty if it is not. */
    default Optional<Path> logFile(String node) {
        return Optional.empty();
    }

    /** A node that is down and empty is another member from its next start on, one that comes to the running cluster. */
    default void enroll(String node, int member) throws IOException {
        throw new UnsupportedOperationException("the driver '" + name() + "' takes no new members");
    }

    /** From its next start on a node is of the build that the run's upgrade leads to; does nothing to one that is already. */
    default void upgrade(String node) {
        throw new UnsupportedOperationException("the driver '" + name() + "' knows one build only");
    }

    /** What ended, or refused to end, otherwise than this driver asked for: one line each, in the order of the events. */
    List<String> unexpectedExits();

    @Override
    void close();
}
