package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.Aspect;
import io.keelson.jepsen.Run;
import io.keelson.jepsen.RunObserver;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.SetupException;
import io.keelson.jepsen.StoreFolder;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.report.Circumstances;
import io.keelson.jepsen.report.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.IntStream;

/** A run of the jepsen module against servers of this build, as processes of this machine, with progress on the terminal. */
public final class LocalRun {
    private LocalRun() {}

    /**
     * Runs and keeps everything that Jepsen's users look for.
     *
     * @param plan what to do
     * @param choice where the servers live
     * @param options what the servers get
     * @param nodes how many servers
     * @param store the root of the store folders
     * @param test the name of the test, also shown as the label of the progress
     * @throws UserError if the cluster did not come up
     * @throws IOException if a process cannot be started or a file cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public static RunResult run(RunPlan plan, DriverChoice choice, ServerOptions options, int nodes, Path store, String test) throws IOException, InterruptedException {
        return inFolder(plan, choice, options, nodes, store, test, (folder, files) -> {
            try (Driver driver = choice.open(nodes, folder.directory(), options)) {
                RunResult result = on(driver, plan, folder, files, test);
                if (result.verdict() == Verdict.VALID) {
                    driver.close(); // The servers end before their data goes; closing it again does nothing.
                    StoreFolder.removeData(folder.directory(), driver.hosts());
                }
                return result;
            }
        });
    }

    /** A run whose folder is made. */
    interface InFolder {
        RunResult run(StoreFolder folder, RunFiles files) throws SetupException, IOException, InterruptedException;
    }

    /** Makes the folder of a run; what breaks off leaves its reason there. */
    static RunResult inFolder(RunPlan plan, DriverChoice choice, ServerOptions options, int nodes, Path store, String test, InFolder run)
            throws IOException, InterruptedException {
        List<String> names = IntStream.rangeClosed(1, options.setup().spare() ? nodes + 1 : nodes).mapToObj(number -> "n" + number).toList();
        Circumstances circumstances = new Circumstances(test, ZonedDateTime.now(), choice.label(), names, RunCommandLine.of(plan, choice, options, nodes),
                Environment.describe());
        try (StoreFolder folder = StoreFolder.create(store, test)) {
            RunFiles files = RunFiles.begin(folder.directory(), plan, circumstances);
            try {
                return run.run(folder, files);
            } catch (SetupException | IOException | InterruptedException | RuntimeException | Error failure) {
                folder.log("broke off: " + StackTrace.of(failure));
                files.crashed(StackTrace.firstLine(failure));
                throw failure;
            }
        } catch (SetupException failure) {
            throw new UserError(failure.getMessage(), ExitCode.CRASH);
        }
    }

    /** Runs on a cluster that is there, whether it has been started or not, and writes what the run found. */
    static RunResult on(Driver driver, RunPlan plan, StoreFolder folder, RunFiles files, String label) throws SetupException, IOException, InterruptedException {
        try (Progress progress = Progress.start(label, plan.timeLimit().toSeconds())) {
            RunResult result = new Run(plan, driver, folder, new Shown(progress), plan.groups() == 0 ? Aspect.NONE : new GroupSpread(plan.groupNames())).run();
            files.write(result);
            progress.finish(result.verdict().label() + ", " + result.history().operations().size() + " operations");
            return result;
        }
    }

    /** Turns what a run tells into a progress bar in seconds. */
    private static final class Shown implements RunObserver {
        private final Progress progress;
        private long elapsed;

        Shown(Progress progress) {
            this.progress = progress;
        }

        @Override
        public void phase(String name) {
            progress.update(elapsed, name);
        }

        @Override
        public void progress(Duration sinceBegin, String note) {
            elapsed = sinceBegin.toSeconds();
            progress.update(elapsed, note);
        }
    }
}
