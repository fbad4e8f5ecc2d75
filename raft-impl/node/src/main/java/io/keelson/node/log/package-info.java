/**
 * The durable log: one for all groups of a node, in segments that are used again, with one force for whatever has gathered. Writing: {@link io.keelson.node.log.DurableLog}, Gatherer, Batch, Segments,
 * Retention. Opening: LogReader finds the records and the gaps, LogImage and GroupImage say what they mean, LogRepair makes the directory fit for new records. The module's README describes the files.
 */
package io.keelson.node.log;
