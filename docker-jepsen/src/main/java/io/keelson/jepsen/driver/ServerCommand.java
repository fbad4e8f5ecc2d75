package io.keelson.jepsen.driver;

import java.io.IOException;
import java.util.List;

/** Tells how a node is started. */
@FunctionalInterface
public interface ServerCommand {
    /**
     * Returns the command line of a node; it may write the node's configuration into the node's directory first.
     *
     * @param node the node
     * @param cluster all nodes, this one too, with the addresses at which this one finds them
     * @throws IOException if a file of the node's can't be written
     */
    List<String> commandLine(NodePlan node, List<NodePlan> cluster) throws IOException;
}
