package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.simulation.Campaign;
import io.keelson.simulation.CampaignReport;
import io.keelson.simulation.CampaignSettings;
import io.keelson.simulation.ScheduleGenerator;
import io.keelson.simulation.Simulation;
import io.keelson.simulation.SimulationReport;
import io.keelson.simulation.schedule.Schedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the simulator: how fast it is, and whether a run is a function of its schedule. */
@Command(
        name = "simulation",
        description = {
            "Measures the simulator: simulated time, schedules a second, equal traces in other JVMs, false alarms.%n",
            "Speeds are told twice: by the clock, with as many workers as keelson simulate has by itself, and of one thread, by its CPU time, which others on the machine "
                    + "disturb less. Both when as many schedules have been run before: a campaign is long, and its first seconds are those of the compiler.%n",
            "A speed below what is asked of two cores is said to be missed, and fails nothing; unequal traces and false alarms do.%n",
            "Runs five times --schedules, and twice --seeds in one thread: with as many as by default, minutes, and more of them in other JVMs. The speeds need no more than "
                    + "--seeds 25. The bug zoo has a command of its own, keelson zoo."
        })
final class BenchSimulationCommand implements Callable<Integer> {
    private static final long RUN_MILLIS = 20_000;
    private static final long SEED = 20_26;
    /** What is asked of two cores. */
    private static final double HOURS_A_MINUTE = 20;
    private static final double SCHEDULES_A_SECOND = 60;
    /** As {@link ScheduleGenerator} has it. */
    private static final int THREE_AND_FIVE = 0;

    @Option(names = "--schedules", defaultValue = "300", paramLabel = "N", description = "How many schedules each speed is measured on (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(names = "--seeds", defaultValue = "1000", paramLabel = "N",
            description = "How many schedules are run twice; in other JVMs a part of them (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Spec
    private CommandSpec spec;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final int workers = Runtime.getRuntime().availableProcessors();
    private Progress progress;
    private long runs;
    private long alarms;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (schedules < 1 || seeds < 1) {
            throw new UserError("--schedules and --seeds are at least 1");
        }
        getClass().getClassLoader().setPackageAssertionStatus("io.keelson.core", true);
        PrintWriter out = spec.commandLine().getOut();
        boolean equal;
        try (Progress shown = Progress.start("bench simulation", 5L * schedules + 2L * seeds)) {
            progress = shown;
            speeds(out);
            equal = twice(out);
            equal &= elsewhere(out, "-Xint", Path.of(System.getProperty("java.home")), Math.max(1, seeds / 50), "-Xint");
            for (Path jdk : otherJdks()) {
                equal &= elsewhere(out, "by " + jdk.getFileName(), jdk, Math.max(1, seeds / 5));
            }
            row(out, "false alarms, in all of these runs", "0", alarms + " of " + runs, alarms > 0);
            shown.finish("done");
        }
        return (equal && alarms == 0 ? ExitCode.VALID : ExitCode.INVALID).code();
    }

    private static void row(PrintWriter out, String figure, String asked, String measured, boolean missed) {
        out.println(line(figure, asked, measured) + (missed ? "  missed" : ""));
        out.flush();
    }

    private static String line(String figure, String asked, String measured) {
        return String.format(Locale.ROOT, "%-82s %9s %14s", figure, asked, measured);
    }

    /** A speed, and what is asked of it; of what only explains another figure, nothing is. */
    static void speed(PrintWriter out, String figure, double atLeast, double measured, String unit) {
        row(out, figure, atLeast == 0 ? "" : String.format(Locale.ROOT, "%.0f", atLeast) + unit, String.format(Locale.ROOT, "%.1f", measured) + unit, measured < atLeast);
    }

    private static void equalTraces(PrintWriter out, String where, int same, int count) {
        row(out, "equal traces, " + where, "all", same + " of " + count, same < count);
    }

    /**
     * How much was run in how much time.
     *
     * @param virtualSeconds time in the simulated worlds
     * @param seconds of the clock, or of CPU
     */
    private record Speed(double virtualSeconds, double seconds) {
        double hoursAMinute() {
            return virtualSeconds / seconds / 60;
        }
    }

    private void speeds(PrintWriter out) {
        alone(5);
        Speed fiveAlone = alone(5);
        Speed mixedAlone = alone(THREE_AND_FIVE);
        Speed five = together(5);
        Speed mixed = together(THREE_AND_FIVE);
        String with = workers == 1 ? "one worker" : workers + " workers";
        out.println(line("figure", "at least", "measured"));
        speed(out, "simulated time a wall minute, five nodes, all invariants on, " + with, HOURS_A_MINUTE, five.hoursAMinute(), " h");
        speed(out, "schedules of 20 simulated seconds a second, three and five nodes, " + with, SCHEDULES_A_SECOND, schedules / mixed.seconds, "");
        speed(out, "simulated time a minute of CPU of one thread, five nodes, all invariants on", 0, fiveAlone.hoursAMinute(), " h");
        speed(out, "schedules of 20 simulated seconds a second of CPU of one thread, three and five", 0, schedules / mixedAlone.seconds, "");
    }

    /** On this thread, by its CPU time. */
    private Speed alone(int nodes) {
        List<Schedule> drawn = ScheduleGenerator.generate(SEED, 0, schedules, nodes);
        long begun = threads.getCurrentThreadCpuTime();
        double virtual = 0;
        for (Schedule schedule : drawn) {
            virtual += run(schedule.withLength(RUN_MILLIS)).virtualNanos() / 1e9;
        }
        return new Speed(virtual, (threads.getCurrentThreadCpuTime() - begun) / 1e9);
    }

    /** As a campaign of {@code keelson simulate} runs them, by the clock. */
    private Speed together(int nodes) {
        CampaignSettings settings = new CampaignSettings(SEED, schedules, workers).withNodes(nodes).lasting(RUN_MILLIS);
        long before = runs;
        long begun = System.nanoTime();
        CampaignReport.Totals totals = Campaign.run(settings, (done, failed) -> progress.update(before + done, "")).totals();
        double seconds = (System.nanoTime() - begun) / 1e9;
        runs += schedules;
        alarms += totals.invalid() + totals.unknown();
        return new Speed(totals.virtualSeconds(), seconds);
    }

    private SimulationReport run(Schedule schedule) {
        SimulationReport report = Simulation.run(schedule);
        progress.update(++runs, "");
        alarms += report.verdict() == Verdict.VALID ? 0 : 1;
        return report;
    }

    private boolean twice(PrintWriter out) {
        int same = 0;
        for (Schedule schedule : ScheduleGenerator.generate(SEED, 0, seeds, THREE_AND_FIVE)) {
            same += run(schedule).traceDigest() == run(schedule).traceDigest() ? 1 : 0;
        }
        equalTraces(out, "each schedule run twice", same, seeds);
        return same == seeds;
    }

    private boolean elsewhere(PrintWriter out, String name, Path jdk, int count, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString(), "-Xmx1g", "-ea"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TraceDigests.class.getName(), Long.toString(SEED), Integer.toString(count)));
        progress.update(runs, "traces " + name);
        Process other = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        other.waitFor();
        List<String> here = TraceDigests.of(SEED, count);
        int same = 0;
        for (int i = 0; i < count; i++) {
            same += i < said.size() && said.get(i).equals(here.get(i)) ? 1 : 0;
        }
        equalTraces(out, "here and " + name, same, count);
        return same == count;
    }

    /** The JDKs beside this one that are new enough. */
    private static List<Path> otherJdks() throws IOException {
        Path here = Path.of(System.getProperty("java.home")).toRealPath();
        if (here.getParent() == null) {
            return List.of();
        }
        List<Path> others = new ArrayList<>();
        try (Stream<Path> beside = Files.list(here.getParent())) {
            for (Path jdk : beside.sorted().toList()) {
                Path release = jdk.resolve("release");
                boolean newEnough = Files.isReadable(release)
                        && Files.readString(release).lines().anyMatch(line -> line.matches("JAVA_VERSION=\"(2[1-9]|[3-9]\\d).*"));
                if (newEnough && !Files.isSymbolicLink(jdk) && !jdk.toRealPath().equals(here)) {
                    others.add(jdk);
                }
            }
        }
        return others;
    }
}
