package io.keelson.bench.compare.member;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The conversation of one member's process with the one that measures: a command a line on standard input, an answer a line on standard output.
 *
 * <pre>
 * role                                                    leader | follower
 * load KIND OUTSTANDING PRODUCERS VALUE_BYTES MILLIS      succeeded failed nanos p50 p95 p99 p999 allocated, in nanoseconds and bytes
 * opened                                                  how long the member took to start, in milliseconds
 * watch                                                   watching: from here on it puts as soon as it leads
 * committed                                               the wall clock, in milliseconds, when such a put was committed; 0 if none is
 * </pre>
 *
 * <p>The process ends with its standard input, so it can't outlive whoever started it.
 */
public final class MemberProcess {
    /** Where a member runs. */
    public record Settings(int number, Path directory, List<Integer> ports) {}

    /** Makes a member of a library. */
    @FunctionalInterface
    public interface Factory {
        /** Starts the member that runs in this process. */
        BenchMember start(Settings settings) throws Exception;
    }

    private final BenchMember member;
    private final PrintStream out;
    private final long openingNanos;
    private volatile long committedAt;
    private volatile Thread watcher;

    private MemberProcess(BenchMember member, PrintStream out, long openingNanos) {
        this.member = member;
        this.out = out;
        this.openingNanos = openingNanos;
    }

    /**
     * Runs until standard input ends.
     *
     * @param arguments the member's number from 1, its directory, and the port of each member
     * @param factory makes the member
     */
    public static void run(String[] arguments, Factory factory) throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            ports.add(Integer.parseInt(arguments[i]));
        }
        PrintStream answers = System.out;
        // What a library prints must not be taken for an answer.
        System.setOut(System.err);
        long begin = System.nanoTime();
        BenchMember member = factory.start(new Settings(Integer.parseInt(arguments[0]), Path.of(arguments[1]), ports));
        new MemberProcess(member, answers, System.nanoTime() - begin).converse();
        // Not closed: some libraries take their time, and what is measured is over.
        Runtime.getRuntime().halt(0);
    }

    private void converse() throws IOException, InterruptedException {
        out.println("ready");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            out.println(switch (words[0]) {
                case "role" -> member.isLeader() ? "leader" : "follower";
                case "load" -> load(words);
                case "opened" -> String.valueOf(openingNanos / 1_000_000);
                case "watch" -> watch();
                case "committed" -> String.valueOf(committedAt);
                default -> throw new IllegalArgumentException("no command of this conversation: " + line);
            });
            out.flush();
        }
    }

    private String load(String[] words) throws InterruptedException {
        long allocatedBefore = allocated();
        Load.Result result = Load.run(
                member,
                Load.Kind.valueOf(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                Long.parseLong(words[5]));
        Latencies latencies = result.latencies();
        return String.format(
                Locale.ROOT,
                "%d %d %d %d %d %d %d %d",
                result.succeeded(),
                result.failed(),
                result.nanos(),
                latencies.quantile(0.5),
                latencies.quantile(0.95),
                latencies.quantile(0.99),
                latencies.quantile(0.999),
                allocated() - allocatedBefore);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
    }

    private String watch() {
        committedAt = 0;
        Thread next = new Thread(this::putOnceLeading, "watcher");
        next.setDaemon(true);
        watcher = next;
        next.start();
        return "watching";
    }

    private void putOnceLeading() {
        byte[] command = Store.command(0, new byte[256]);
        try {
            while (watcher == Thread.currentThread() && committedAt == 0) {
                if (member.isLeader()) {
                    CountDownLatch answered = new CountDownLatch(1);
                    AtomicBoolean committed = new AtomicBoolean();
                    member.put(command, succeeded -> {
                        committed.set(succeeded);
                        answered.countDown();
                    });
                    if (answered.await(5, TimeUnit.SECONDS) && committed.get()) {
                        committedAt = System.currentTimeMillis();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }
}
