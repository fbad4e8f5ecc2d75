package io.keelson.bench.checker;

import com.sun.management.ThreadMXBean;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.NativeEngine;
import io.keelson.checker.engine.OnlineChecker;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.HistoryReader;
import io.keelson.checker.model.Models;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Measures the checker. Times are CPU times of the one thread that judges, so that windows of a history are not searched side by side,
 * once the JVM is warm: from operations in memory to the
 * verdict, or from events to the verdict, or from a file to operations in memory. Garbage collection, on a thread of its own, is not
 * in them; what is allocated stands beside.
 */
public final class CheckerBenchmark {
    private static final long WARM_NANOS = 2_000_000_000L;
    private static final int RUNS = 9;
    private static final int LARGE_RUNS = 5;
    private static final long ONLINE_BYTES = 256L << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Consumer<String> progress;

    /** @param progress told what is measured now */
    public CheckerBenchmark(Consumer<String> progress) {
        this.progress = progress;
    }

    /**
     * Measures the cases whose names are wanted.
     *
     * @param histories recorded histories with their manifest, or null where there are none
     * @param online    how many operations the online case has
     * @throws IllegalStateException where a verdict is wrong
     */
    public List<CheckerRow> run(Path histories, long online, Predicate<String> wanted) throws IOException {
        List<CheckerRow> rows = new ArrayList<>();
        for (CheckerCases.Maker maker : CheckerCases.all(histories)) {
            if (wanted.test(maker.name())) {
                progress.accept(maker.name());
                rows.add(measure(maker.make()));
            }
        }
        if (wanted.test(EdnCase.NAME)) {
            progress.accept(EdnCase.NAME);
            rows.add(measureReading());
        }
        if (wanted.test(OnlineCase.NAME)) {
            progress.accept(OnlineCase.NAME);
            rows.add(measureOnline(online));
        }
        return rows;
    }

    private CheckerRow measure(CheckerCase measured) {
        boolean isLarge = measured.histories().size() == 1 && measured.histories().getFirst().operations().size() >= 500_000;
        warm(measured);
        List<Double> millis = new ArrayList<>();
        long allocated = 0;
        for (int i = 0; i < (isLarge ? LARGE_RUNS : RUNS); i++) {
            long bytes = threads.getCurrentThreadAllocatedBytes();
            millis.add(judgeAll(measured) / 1e6);
            allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        }
        Collections.sort(millis);
        long invalid = measured.histories().stream().filter(each -> each.expected() == Verdict.INVALID).count();
        String verdict = measured.histories().size() - invalid + " valid, " + invalid + " invalid";
        return new CheckerRow(measured.name(), measured.quoted(), measured.mustMillis(), measured.aimMillis(),
            millis.get(millis.size() / 2), allocated, verdict);
    }

    private void warm(CheckerCase measured) {
        long start = System.nanoTime();
        do {
            judgeAll(measured);
        } while (System.nanoTime() - start < WARM_NANOS);
    }

    /** Judges each history once: the CPU time of all, or of the slowest. */
    private long judgeAll(CheckerCase measured) {
        long sum = 0;
        long worst = 0;
        for (CheckerCase.Judged each : measured.histories()) {
            long start = threads.getCurrentThreadCpuTime();
            Verdict verdict = NativeEngine.onOneThread().check(null, each.operations(), each.model(),
                Budget.ofConfigurations(100_000_000).withMemory(1L << 30)).verdict();
            long spent = threads.getCurrentThreadCpuTime() - start;
            sum += spent;
            worst = Math.max(worst, spent);
            demand(measured.name(), each.expected(), verdict);
        }
        return measured.worstOnly() ? worst : sum;
    }

    private static void demand(String name, Verdict expected, Verdict verdict) {
        if (expected != null && expected != verdict) {
            throw new IllegalStateException(name + ": the verdict is " + verdict.label() + " and should be " + expected.label());
        }
    }

    private CheckerRow measureReading() throws IOException {
        Path file = Files.createTempFile("keelson-bench", ".edn");
        try {
            EdnCase.write(file);
            List<Double> millis = new ArrayList<>();
            long allocated = 0;
            for (int i = 0; i < 2 + LARGE_RUNS; i++) {
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long start = threads.getCurrentThreadCpuTime();
                int read = HistoryReader.read(file).operations().size();
                millis.add((threads.getCurrentThreadCpuTime() - start) / 1e6);
                allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
                if (read != EdnCase.OPERATIONS) {
                    throw new IllegalStateException("read " + read + " operations of " + EdnCase.OPERATIONS);
                }
            }
            List<Double> warm = new ArrayList<>(millis.subList(2, millis.size()));
            Collections.sort(warm);
            return new CheckerRow(EdnCase.NAME, "-", 3_000, 800, warm.get(warm.size() / 2), allocated,
                (Files.size(file) >> 20) + " MiB of EDN");
        } finally {
            Files.delete(file);
        }
    }

    private CheckerRow measureOnline(long operations) {
        feed(Math.min(operations, 1_000_000));
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        OnlineChecker checker = feed(operations);
        double millis = (threads.getCurrentThreadCpuTime() - start) / 1e6;
        demand(OnlineCase.NAME, Verdict.VALID, checker.verdict());
        double share = operations / (double) OnlineCase.OPERATIONS;
        return new CheckerRow(OnlineCase.NAME + (share == 1 ? "" : " (" + operations + " of them)"), "nobody", 300_000 * share, 60_000 * share,
            millis, threads.getCurrentThreadAllocatedBytes() - bytes, "valid, " + (checker.bytes() >> 10) + " KiB held at the end");
    }

    private static OnlineChecker feed(long operations) {
        OnlineChecker checker = new OnlineChecker(Models.casRegister().perKey(), ONLINE_BYTES);
        new OnlineCase(7, checker).run(operations);
        return checker;
    }
}
