package io.keelson.spec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor time of the calling thread: what others do on the machine does not count. */
final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long started = THREADS.getCurrentThreadCpuTime();

    /** Seconds since this was made, by the same thread. */
    double seconds() {
        return (THREADS.getCurrentThreadCpuTime() - started) / 1e9;
    }
}
