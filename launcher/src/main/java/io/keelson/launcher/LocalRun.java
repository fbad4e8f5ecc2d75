package io.keelson.launcher;

import io.keelson.checker.engine.Verdict;
import io.keelson.jepsen.Run;
import io.keelson.jepsen.RunObserver;
import io.keelson.jepsen.RunPlan;
import io.keelson.jepsen.RunResult;
import io.keelson.jepsen.SetupException;
import io.keelson.jepsen.StoreFolder;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.report.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

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
    @SuppressWarnings("try") // The servers end before their data goes, so the driver is closed early; closing it again does nothing.
    public static RunResult run(RunPlan plan, DriverChoice choice, ServerOptions options, int nodes, Path store, String test) throws IOException, InterruptedException {
        try (StoreFolder folder = StoreFolder.create(store, test);
                Driver driver = choice.open(nodes, folder.directory(), options);
                Progress progress = Progress.start(test, plan.timeLimit().toSeconds())) {
            RunResult result = new Run(plan, driver, folder, new Shown(progress)).run();
            RunFiles.write(result);
            if (result.verdict() == Verdict.VALID) {
                driver.close();
                folder.removeData(driver.nodes());
            }
            progress.finish(result.verdict().label() + ", " + result.history().operations().size() + " operations");
            return result;
        } catch (SetupException failure) {
            throw new UserError(failure.getMessage(), ExitCode.CRASH);
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
