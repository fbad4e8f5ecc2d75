package io.keelson.launcher;

import io.keelson.launcher.conformance.CertifyPart;
import io.keelson.launcher.conformance.Recorders;
import io.keelson.simulation.CampaignReport;
import io.keelson.simulation.CampaignSettings;
import io.keelson.simulation.Replay;
import io.keelson.simulation.schedule.ScheduleSyntaxException;
import io.keelson.spec.SpecFiles;
import io.keelson.spec.certify.Bound;
import io.keelson.spec.certify.Certificate;
import io.keelson.spec.certify.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the real cluster in the simulated world: many random fault schedules, or one from a file. */
@Command(
        name = "simulate",
        description = {
            "Runs the real cluster, from client to disk, in a simulated world under random fault schedules.%n",
            "After each step the invariants of Raft are checked, after the faults the cluster must come back, and what clients saw must "
                    + "be linearizable. A schedule that fails is shrunk and written to a file for --replay."
        })
final class SimulateCommand implements Callable<Integer> {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
    /** What means nothing to one run. */
    private static final List<String> OF_RANDOM_SCHEDULES = List.of(
            "--schedules", "--seed", "--nodes", "--workers", "--out", "--hours", "--resume", "--shard", "--groups-come-and-go", "--certify");

    @Option(names = "--schedules", defaultValue = "1000", paramLabel = "N", description = "How many random schedules (default: ${DEFAULT-VALUE}).")
    private int schedules;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S",
            description = "From which all schedules follow: the same seed, the same runs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--nodes", defaultValue = "0", paramLabel = "N",
            description = "How many nodes each cluster has, 1 to 9; 0 for clusters of 3 and of 5 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(names = {"--workers", "--threads"}, paramLabel = "N",
            description = "How many schedules run side by side; the result does not depend on it (default: one for each processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", defaultValue = "store/simulate", paramLabel = "DIR",
            description = "Where failures are written, in failures/ (default: ./${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--hours", paramLabel = "H", description = "Instead of a number of schedules: for so long from now on, such as 8 or 0.5. Ctrl-C ends it earlier; --resume goes on with it.")
    private Double hours;

    @Option(names = "--resume", description = "Go on with the campaign that was stopped or killed, of the same --out, seed, nodes, shard and sources; begin it if there is none.")
    private boolean resume;

    @Option(names = "--shard", paramLabel = "I/N", defaultValue = "0/1",
            description = "Only part I of N, from 0 to N-1, of the schedules: a campaign on several machines (default: all).")
    private String shard;

    @Option(names = "--step", description = "With --replay: print the events, and wait for Enter after each; a number goes on by so many, n2 to the next event of that node.")
    private boolean step;

    @Option(names = "--groups-come-and-go", description = "Beside all else, operators create, move and delete groups, which every node keeps as the first group wants.")
    private boolean keepsGroups;

    @Option(names = "--certify", description = "Also record every step of every member, and compare the distinct ones with the specification, by TLC.")
    private boolean certify;

    @Option(names = "--replay", paramLabel = "FILE", description = "Run one schedule: what a failure has left, or what you have written.")
    private Path replay;

    @Option(names = "--trace", paramLabel = "FILE", description = "With --replay: write every event of the run to this file.")
    private Path trace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (replay != null) {
            for (String option : OF_RANDOM_SCHEDULES) {
                require(!spec.commandLine().getParseResult().hasMatchedOption(option), option + " is for random schedules; leave it or --replay out");
            }
            return replay();
        }
        require(trace == null, "--trace shows one run: name its schedule with --replay");
        require(!step, "--step goes through one run: name its schedule with --replay");
        require(hours == null || hours > 0, "--hours is more than 0, not " + hours);
        require(schedules >= 1, "--schedules is at least 1, not " + schedules);
        require(threads >= 1, "--threads is at least 1, not " + threads);
        require(nodes >= 0 && nodes <= 9, "--nodes is 1 to 9, or 0 for clusters of 3 and of 5, not " + nodes);
        OutFolder.requireWritable("--out", out);
        OutFolder.requireWritable("--out", out.resolve("failures"));
        CampaignSettings settings = new CampaignSettings(seed, hours == null ? schedules : Long.MAX_VALUE / 2, threads)
                .withNodes(nodes).writingTo(out).at(Commit.of()).only(shard());
        if (keepsGroups) {
            settings = settings.keepingGroups();
        }
        Recorders recorders = new Recorders();
        if (certify) {
            settings = settings.withInterposer(recorders);
        }
        CampaignReport report = LongCampaign.run(settings, out, hours, resume, spec.commandLine().getErr());
        PrintWriter to = spec.commandLine().getOut();
        report.summary().forEach(to::println);
        ExitCode verdict = ExitCode.of(report.verdict());
        if (certify) {
            verdict = verdict.and(certify(recorders, to));
        }
        to.flush();
        return verdict.code();
    }

    private CampaignSettings.Shard shard() {
        Matcher part = PART.matcher(shard);
        if (!part.matches() || Integer.parseInt(part.group(1)) >= Integer.parseInt(part.group(2))) {
            throw new UserError("--shard is a part and a number of parts, such as 0/4 to 3/4, not " + shard);
        }
        return new CampaignSettings.Shard(Integer.parseInt(part.group(1)), Integer.parseInt(part.group(2)));
    }

    private static ExitCode certify(Recorders recorders, PrintWriter to) {
        try (SpecFiles files = SpecFiles.unpack()) {
            Certificate certificate = CertifyPart.certify(recorders, files);
            Tally total = certificate.total();
            to.printf(Locale.ROOT, "certified: %,d of %,d steps; %,d distinct ones inside the bound (%s), all compared; %,d beyond it, %,d of them compared%n",
                    total.certified(), total.steps(), total.pairs(), Bound.DEFAULT, total.beyond(), total.sampled());
            certificate.differences().forEach(to::println);
            return certificate.agrees() ? ExitCode.VALID : ExitCode.INVALID;
        }
    }

    private int replay() {
        require(!step || trace == null, "--step prints the events; leave --trace out");
        String schedule = readSchedule();
        try {
            PrintWriter to = spec.commandLine().getOut();
            Replay.Result result = step ? Replay.run(schedule, new StepByStep(System.in, to)) : Replay.run(schedule, trace);
            result.summary().forEach(to::println);
            to.flush();
            return ExitCode.of(result.report().verdict()).code();
        } catch (ScheduleSyntaxException e) {
            throw new UserError(replay + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new UserError("--trace " + trace + " can't be written: there is no such folder");
        } catch (IOException e) {
            throw new UserError("--trace " + trace + " can't be written: " + IoReason.of(e));
        }
    }

    private String readSchedule() {
        try {
            return Files.readString(replay);
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + replay);
        } catch (CharacterCodingException e) {
            throw new UserError("--replay " + replay + " is no schedule: it is not text");
        } catch (IOException e) {
            throw new UserError("--replay " + replay + " can't be read: " + IoReason.of(e));
        }
    }

    private static void require(boolean holds, String complaint) {
        if (!holds) {
            throw new UserError(complaint);
        }
    }
}
