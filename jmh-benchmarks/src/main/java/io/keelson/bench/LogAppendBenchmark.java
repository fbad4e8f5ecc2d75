package io.keelson.bench;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.node.NodeOpenException;
import io.keelson.node.log.DurableLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The durable log: appending entries, writing them and forcing them to the disk of the working directory. One operation is one batch, from the
 * first append to the word that all of it is durable; the entries share one force.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LogAppendBenchmark {
    private static final long GROUP = 1;
    private static final int SEGMENT_BYTES = 64 << 20;

    /** Entries that share a force. */
    @Param({"1", "64"})
    public int entries;

    /** Bytes in a command. */
    @Param({"128", "4096"})
    public int commandBytes;

    private Path directory;
    private DirectDisk disk;
    private DurableLog log;
    private Payload payload;
    private long ticket;
    private long lastIndex;
    private long durableTicket;

    /** Begins an empty log. */
    @Setup(Level.Iteration)
    public void open() throws IOException, NodeOpenException {
        payload = new Payload.Command(Bytes.wrap(new byte[commandBytes]));
        ticket = 0;
        lastIndex = 0;
        durableTicket = 0;
        // In the working directory, not among temporary files: those often lie in memory.
        directory = Files.createTempDirectory(Path.of("").toAbsolutePath(), "keelson-bench");
        disk = new DirectDisk(directory);
        log = DurableLog.open(disk, () -> 1, 1, 1, SEGMENT_BYTES);
        log.listener(new DurableLog.Listener() {
            @Override
            public void durable(long group, long upTo) {
                durableTicket = upTo;
            }

            @Override
            public void failed(String oneLine) {
                throw new IllegalStateException(oneLine);
            }
        });
        disk.complete();
    }

    /** Removes it. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        log.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** From the first append to the word that the batch is durable. */
    @Benchmark
    public long appendAndForce() {
        List<Entry> batch = new ArrayList<>(entries);
        for (int i = 0; i < entries; i++) {
            batch.add(new Entry(++lastIndex, 1, payload));
        }
        log.append(GROUP, new LogWrite(++ticket, null, batch));
        log.flush();
        disk.complete();
        if (durableTicket != ticket) {
            throw new IllegalStateException("ticket " + ticket + " is not durable, only " + durableTicket);
        }
        return durableTicket;
    }

    /** Returns what the log has counted, for whoever checks this benchmark. */
    long forces() {
        return log.statistics().forces();
    }
}
