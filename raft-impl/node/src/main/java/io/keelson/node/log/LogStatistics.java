package io.keelson.node.log;

/**
 * What a log has done since it was opened.
 *
 * @param records records written, marks and segment heads included
 * @param bytesWritten their bytes, padding between records included
 * @param forces forces of records asked for; a batch that crosses into another segment needs one for each
 * @param segments segments that hold records
 * @param preparedSegments segments allocated ahead of need
 * @param tornBytes bytes that opening cut off as a torn tail, 0 after a clean stop
 * @param full whether the last attempt to allocate a segment found the disk full
 */
public record LogStatistics(
        long records, long bytesWritten, long forces, long segments, int preparedSegments, long tornBytes, boolean full) {}
