/** The ways between nodes: which there are, what can be wrong with one, and the proxy that makes it so. */
package io.keelson.jepsen.link;
