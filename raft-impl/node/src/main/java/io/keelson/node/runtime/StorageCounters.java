package io.keelson.node.runtime;

/**
 * What a storage has done since it was opened.
 *
 * @param bytesWritten bytes written to files, zeros of preallocation left aside
 * @param forces forces of files
 * @param forceNanos the time that all forces together have taken, in nanoseconds
 */
public record StorageCounters(long bytesWritten, long forces, long forceNanos) {}
