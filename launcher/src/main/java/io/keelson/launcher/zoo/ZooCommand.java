package io.keelson.launcher.zoo;

import io.keelson.launcher.ExitCode;
import io.keelson.launcher.Progress;
import io.keelson.launcher.UserError;
import io.keelson.simulation.schedule.Schedule;
import io.keelson.simulation.schedule.ScheduleText;
import io.keelson.simulation.zoo.Bug;
import io.keelson.simulation.zoo.BugFormatException;
import io.keelson.simulation.zoo.Mutant;
import io.keelson.simulation.zoo.Zoo;
import io.keelson.spec.SpecFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sets bugs free, one at a time, in builds of their own, and tells which net catches each. */
@Command(
        name = "zoo",
        description = {
            "Bugs, each put into a build of our code of its own, and the nets that must catch it. Most are documented ones of real Raft implementations; --list tells the source of each.%n",
            "A bug that slips through a net that must catch it makes the verdict invalid, and so does an example that shows nothing any more."
        })
public final class ZooCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "Which bugs, such as E05 (default: all).")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--list", description = "Say which bugs there are, and where each is documented.")
    private boolean list;

    @Option(names = "--show", description = "Tell of each bug what it changes and what came of it, and write a page with the shrunk run, drawn.")
    private boolean show;

    @Option(names = "--net", split = ",", paramLabel = "NET",
            description = "Only these nets: simulation, spec, conformance (default: all that must catch the bug).")
    private List<String> nets = new ArrayList<>();

    @Option(names = "--seed", defaultValue = "1", paramLabel = "S", description = "From which schedules and steps follow (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--keep", description = "Keep each shrunk schedule as the bug's example, in simulation/zoo, if it has fewer actions than the one kept, or that one shows nothing any more.")
    private boolean keep;

    @Option(names = "--out", defaultValue = "store/zoo", paramLabel = "DIR", description = "Where --show writes its pages (default: ./${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    private CommandSpec spec;

    private final Zoo zoo = new Zoo(Path.of(System.getProperty("keelson.home", "")));

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter to = spec.commandLine().getOut();
        List<Bug.Net> wanted = wanted();
        List<Bug> chosen = chosen();
        requireANetFor(chosen, wanted);
        List<Bug> bugs = chosen.stream().filter(bug -> wanted.stream().anyMatch(bug::mustBeCaughtBy)).toList();
        if (list) {
            bugs.forEach(bug -> to.printf(Locale.ROOT, "%-4s %s%n     %s%n", bug.id(), bug.title(), bug.source()));
            to.flush();
            return ExitCode.VALID.code();
        }
        List<ZooRow> rows = new ArrayList<>();
        Path scratch = Files.createTempDirectory("keelson-zoo");
        to.print(ZooTable.head());
        to.flush();
        try (SpecFiles files = SpecFiles.unpack(); Progress progress = Progress.start("zoo", bugs.size())) {
            SpecNet models = new SpecNet(files);
            ConformanceNet steps = new ConformanceNet(seed, scratch);
            for (Bug bug : bugs) {
                progress.update(rows.size(), bug.id());
                ZooRow row = run(bug, wanted, models, steps);
                rows.add(row);
                to.print(ZooTable.line(row));
                to.flush();
            }
            progress.finish(rows.stream().allMatch(row -> row.holes().isEmpty()) ? "all caught" : "a net has holes");
        } catch (BugFormatException e) {
            throw new UserError(e.getMessage());
        } finally {
            SpecFiles.deleteTree(scratch);
        }
        ZooTable.summary(rows).forEach(to::println);
        to.flush();
        boolean isWhole = rows.stream().allMatch(row -> row.holes().isEmpty() && (keep || !row.exampleIsStale()));
        return (isWhole ? ExitCode.VALID : ExitCode.INVALID).code();
    }

    private List<Bug> chosen() throws IOException {
        List<Bug> all;
        try {
            all = zoo.bugs();
        } catch (BugFormatException e) {
            throw new UserError(e.getMessage());
        }
        List<Bug> bugs = new ArrayList<>();
        for (String id : ids) {
            bugs.add(all.stream().filter(bug -> bug.id().equalsIgnoreCase(id)).findFirst().orElseThrow(
                    () -> new UserError("there is no bug " + id + "; keelson zoo --list tells what there is")));
        }
        return ids.isEmpty() ? all : bugs;
    }

    /** A bug that was named and that no net is set on would be among those that are all caught. */
    private void requireANetFor(List<Bug> chosen, List<Bug.Net> wanted) {
        for (Bug bug : ids.isEmpty() ? List.<Bug>of() : chosen) {
            if (wanted.stream().noneMatch(bug::mustBeCaughtBy)) {
                throw new UserError(bug.id() + " need not be caught by " + String.join(" or ", nets) + ", but by "
                        + String.join(" and ", bug.nets().stream().map(Bug.Net::label).toList()) + "; leave it or --net out");
            }
        }
    }

    private List<Bug.Net> wanted() {
        List<Bug.Net> wanted = new ArrayList<>();
        for (String name : nets) {
            try {
                wanted.add(Bug.Net.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')));
            } catch (IllegalArgumentException unknown) {
                throw new UserError("there is no net " + name + "; there are simulation, spec, conformance");
            }
        }
        return nets.isEmpty() ? List.of(Bug.Net.values()) : wanted;
    }

    private ZooRow run(Bug bug, List<Bug.Net> wanted, SpecNet models, ConformanceNet steps) throws BugFormatException, IOException, InterruptedException {
        Mutant mutant = Mutant.build(zoo, bug);
        List<NetResult> results = new ArrayList<>();
        for (Bug.Net net : wanted) {
            if (bug.mustBeCaughtBy(net)) {
                results.add(switch (net) {
                    case SIMULATION -> SimulationNet.run(bug, mutant.subject(), seed, zoo.example(bug));
                    case SPEC -> models.run(bug);
                    case CONFORMANCE -> steps.run(mutant);
                });
            }
        }
        ZooRow row = new ZooRow(bug, results);
        NetResult simulated = row.of(Bug.Net.SIMULATION);
        if (keep && simulated != null && simulated.caught()) {
            Files.writeString(zoo.exampleFile(bug), ScheduleText.write(simulated.shrunk()));
        }
        if (show) {
            show(bug, mutant, row);
        }
        return row;
    }

    private void show(Bug bug, Mutant mutant, ZooRow row) throws IOException {
        PrintWriter to = spec.commandLine().getOut();
        to.println("\n" + bug.id() + ": " + bug.title() + "\nsource: " + bug.source());
        for (Bug.Change change : bug.changes()) {
            to.println("\nin " + change.file());
            change.before().forEach(line -> to.println("  - " + line));
            change.after().forEach(line -> to.println("  + " + line));
        }
        for (NetResult result : row.results()) {
            to.println("\n" + result.net().label() + ": " + (result.caught() ? "" : "missed: ") + result.by());
            result.details().lines().limit(40).forEach(line -> to.println("  " + line));
            if (result.shrunk() != null) {
                Schedule shrunk = result.shrunk();
                ScheduleText.write(shrunk).lines().forEach(line -> to.println("    " + line));
                to.println("drawn: " + mutant.subject().write(out, bug.id(), shrunk).toAbsolutePath().normalize());
            }
        }
        to.println();
    }
}
