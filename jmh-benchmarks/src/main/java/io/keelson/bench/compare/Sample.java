package io.keelson.bench.compare;

/**
 * What one load of a few seconds showed.
 *
 * @param opsPerSecond requests answered
 * @param p50Micros the median time from request to answer, in microseconds
 * @param p95Micros 95 of 100 were answered within this
 * @param p99Micros 99 of 100 were answered within this
 * @param p999Micros 999 of 1000 were
 * @param cpuSecondsPer100k CPU time of all members together for 100,000 requests, the load included
 * @param diskBytesPerOp bytes that were written to the disk for a request, by all members and by whoever else wrote to it meanwhile
 * @param allocatedPerOp bytes that the loaded member's process allocated on its heap for a request, the load included
 * @param residentMiB the largest member's resident memory afterwards
 * @param failed requests that were not answered with success
 */
public record Sample(
        double opsPerSecond,
        double p50Micros,
        double p95Micros,
        double p99Micros,
        double p999Micros,
        double cpuSecondsPer100k,
        double diskBytesPerOp,
        double allocatedPerOp,
        double residentMiB,
        long failed) {}
