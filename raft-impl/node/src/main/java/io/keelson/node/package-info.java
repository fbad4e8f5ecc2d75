/**
 * Where the protocol meets the world: hosts groups over the four {@linkplain io.keelson.node.port ports}, keeps the durable log, speaks
 * the wire format, and gives clients exactly-once sessions.
 */
package io.keelson.node;
