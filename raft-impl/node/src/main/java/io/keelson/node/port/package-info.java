/**
 * The four ports: all that differs between production, the simulator and the explorer.
 *
 * <p>A port is called from the node's one thread, and what it reports it reports on that thread: below the port there may be threads,
 * above it there is none.
 */
package io.keelson.node.port;
