/** The durable log: one for all groups of a node, in segments of a fixed size, with one force for whatever has gathered. */
package io.keelson.node.log;
