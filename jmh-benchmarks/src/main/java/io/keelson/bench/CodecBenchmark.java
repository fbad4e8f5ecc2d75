package io.keelson.bench;

import io.keelson.core.Bytes;
import io.keelson.core.Entry;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.FrameHeader;
import io.keelson.node.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The wire codec on AppendEntries: what replication spends on turning entries into bytes and back, checksum included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    /** Entries in a message. */
    @Param({"1", "64"})
    public int entries;

    /** Bytes in a command. */
    @Param({"128", "4096"})
    public int commandBytes;

    private Frame frame;
    private ByteBuffer encoded;

    /** Makes one message and its bytes. */
    @Setup
    public void setUp() {
        List<Entry> list = new ArrayList<>(entries);
        for (int i = 1; i <= entries; i++) {
            byte[] command = new byte[commandBytes];
            java.util.Arrays.fill(command, (byte) i);
            list.add(new Entry(i, 1, new Payload.Command(Bytes.wrap(command))));
        }
        Message message = new Message.AppendEntries(1, 1, 2, 0, 1, 0, 0, list, 0, 1);
        frame = new Frame.Protocol(new FrameHeader(1, 1, 1, 2), message);
        encoded = FrameCodec.encode(frame);
    }

    /** From a message to bytes. */
    @Benchmark
    public ByteBuffer encode() {
        return FrameCodec.encode(frame);
    }

    /** From bytes to a message that owns its entries. */
    @Benchmark
    public Frame decode() throws MalformedFrameException {
        return FrameCodec.decode(encoded.duplicate());
    }
}
