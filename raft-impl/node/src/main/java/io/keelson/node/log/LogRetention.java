package io.keelson.node.log;

/**
 * What the log keeps on the disk, and on whose account. A node that finds it too much takes a snapshot of the group that holds the oldest segment, and compacts its log: then the segment can be used
 * again.
 *
 * @param segments segments that hold records
 * @param bytes their sizes
 * @param freeable how many of the segments would be freed at most by compacting the log of {@code group}
 * @param group the group whose entries keep the oldest segment, 0 if no older segment is kept
 * @param base the index after which that group's log begins
 */
public record LogRetention(int segments, long bytes, int freeable, long group, long base) {}
