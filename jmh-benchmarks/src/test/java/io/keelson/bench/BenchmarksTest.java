package io.keelson.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks are found, and what they do is right before anybody measures how fast. */
class BenchmarksTest {
    @TempDir
    Path temporary;

    @Test
    void benchmarksAreFoundByPattern() {
        assertEquals(List.of("CodecBenchmark.decode", "CodecBenchmark.encode"), Benchmarks.names("Codec"));
        assertTrue(Benchmarks.names("").containsAll(Benchmarks.names("Codec")));
        assertEquals(List.of(), Benchmarks.names("NoSuchThing"));
    }

    @Test
    void theCodecBenchmarkMovesTheMessageItClaimsTo() throws Exception {
        CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.entries = 3;
        benchmark.commandBytes = 10;
        benchmark.setUp();
        assertEquals(benchmark.encode(), io.keelson.node.wire.FrameCodec.encode(benchmark.decode()));
        assertTrue(benchmark.encode().remaining() > 3 * 10);
    }

    @Test
    void theEnvelopeBenchmarkTakesApartWhatItPutsTogether() {
        for (boolean inSession : new boolean[] {false, true}) {
            EnvelopeBenchmark benchmark = new EnvelopeBenchmark();
            benchmark.commandBytes = 272;
            benchmark.inSession = inSession;
            benchmark.setUp();
            assertEquals(benchmark.stampAndEncode(), benchmark.decode().encode());
            assertEquals(272 + (inSession ? 25 : 9), benchmark.stampAndEncode().length());
        }
    }

    @Test
    void theLogBenchmarkForcesOnceForEachBatch() throws Exception {
        LogAppendBenchmark benchmark = new LogAppendBenchmark();
        benchmark.entries = 64;
        benchmark.commandBytes = 128;
        benchmark.open();
        try {
            benchmark.appendAndForce();
            long before = benchmark.forces();
            for (int i = 0; i < 10; i++) {
                benchmark.appendAndForce();
            }
            assertEquals(10, benchmark.forces() - before);
        } finally {
            benchmark.close();
        }
    }

    @Test
    void aRunMeasuresAndKeepsJmhsFile() throws Exception {
        List<String> iterations = new ArrayList<>();
        List<Measurement> measurements = Benchmarks.run("CodecBenchmark.encode", 0.01, temporary, List.of(), iterations::add);
        assertEquals(4, measurements.size(), "two parameters of two values each");
        assertTrue(measurements.stream().allMatch(measured -> measured.score() > 0 && measured.unit().equals("us/op")));
        assertTrue(measurements.stream().anyMatch(measured -> measured.parameters().equals("commandBytes=4096,entries=64")));
        assertEquals(4 * 8, iterations.size(), "three to warm up and five to measure");
        assertTrue(Files.readString(temporary.resolve("jmh-results.json")).contains("\"primaryMetric\""));
    }
}
