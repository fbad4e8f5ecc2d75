package io.keelson.bench;

import io.keelson.core.Bytes;
import io.keelson.node.session.CommandEnvelope;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What a leader does to each command before it is proposed, and each member before it is applied. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {
    /** Bytes in a command. */
    @Param({"272", "4096"})
    public int commandBytes;

    /** Whether the command belongs to a session. */
    @Param({"false", "true"})
    public boolean inSession;

    private CommandEnvelope envelope;
    private Bytes encoded;

    /** Makes the command. */
    @Setup(Level.Trial)
    public void setUp() {
        Bytes command = Bytes.wrap(new byte[commandBytes]);
        envelope = inSession ? CommandEnvelope.inSession(7, 1, command) : CommandEnvelope.command(command);
        encoded = stampAndEncode();
    }

    /** Gives the command its time and turns it into the payload of an entry. */
    @Benchmark
    public Bytes stampAndEncode() {
        return envelope.stamped(1_700_000_000_000L).encode();
    }

    /** Takes a payload apart. */
    @Benchmark
    public CommandEnvelope decode() {
        return CommandEnvelope.decode(encoded);
    }
}
