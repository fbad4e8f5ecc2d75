/**
 * The network of a node in production: frames over TCP, with Netty.
 *
 * <p>A node dials every peer and sends on the connections it dialled; on those it accepted it only receives. Each end says
 * {@linkplain io.keelson.node.wire.Hello who it is} before anything else.
 */
package io.keelson.node.netty;
