package io.keelson.jepsen;

import io.keelson.checker.CheckResult;
import io.keelson.checker.LinearizabilityChecker;
import io.keelson.checker.engine.Budget;
import io.keelson.checker.engine.Verdict;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.LeaderWatch;
import io.keelson.jepsen.fault.Nemesis;
import io.keelson.jepsen.workload.FinalRead;
import io.keelson.jepsen.workload.LostWrites;
import io.keelson.jepsen.workload.Workload;
import io.keelson.jepsen.workload.Workloads;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** One run, from an empty cluster to a verdict. Not reusable. */
public final class Run {
    private static final Duration SETUP_LIMIT = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final long CHECK_SECONDS = 60;
    private static final long TICK_MILLIS = 100;

    private final RunPlan plan;
    private final Driver driver;
    private final StoreFolder store;
    private final RunObserver observer;
    private final Aspect aspect;
    private final long origin = System.nanoTime();
    private final Workload workload;
    private final Recorder recorder = new Recorder(this::now);

    private final List<Phase> phases = new ArrayList<>();

    private String phase;
    private long phaseBegin;
    private volatile long begin;
    private volatile long end = Long.MAX_VALUE;
    private volatile IOException nemesisFailure;

    /**
     * Made for one run.
     *
     * @param plan what to do
     * @param driver a cluster that has not been started; closed by the caller
     * @param store where everything is kept
     * @param observer is told how far it is
     * @param aspect what else it looks at
     */
    public Run(RunPlan plan, Driver driver, StoreFolder store, RunObserver observer, Aspect aspect) {
        this.plan = plan;
        this.workload = Workloads.named(plan.workload(), plan.keys(), plan.operationsPerKey());
        this.driver = driver;
        this.store = store;
        this.observer = observer;
        this.aspect = aspect;
    }

    /**
     * Runs all phases; the nodes and the log are in the store folder afterwards.
     *
     * @throws SetupException if the cluster did not come up
     * @throws IOException if the driver failed 
     * @throws InterruptedException if the thread was interrupted
     */
    public RunResult run() throws SetupException, IOException, InterruptedException {
        try (LeaderWatch watch = new LeaderWatch(driver, this::now);
                Clients clients = new Clients(plan, driver, workload, recorder)) {
            ServerLogs logs = new ServerLogs(driver);
            Nemesis nemesis = new Nemesis(driver, watch, recorder, this::now, store::log, aspect::recovered);
            setUp(watch);
            aspect.begin(driver);
            phase("warm up");
            clients.warmUp();
            phase("workload");
            work(clients, nemesis);
            phase("heal");
            heal(watch);
            phase("final reads");
            Thread.sleep(QUIET);
            List<FinalRead> reads = clients.finalReads();
            Replicas replicas = Replicas.of(driver, plan.groupNames());
            List<String> others = new ArrayList<>(Metrics.keep(driver, store.directory()));
            others.addAll(aspect.violations(driver));
            others.addAll(logs.violations());
            phase("verdict");
            return judge(reads, replicas, others, nemesis, watch);
        }
    }

    private void phase(String name) {
        endPhase();
        phase = name;
        phaseBegin = now();
        store.log("phase: " + name);
        observer.phase(name);
    }

    private void endPhase() {
        if (phase != null) {
            phases.add(new Phase(phase, phaseBegin, now()));
        }
    }

    private void setUp(LeaderWatch watch) throws SetupException, IOException, InterruptedException {
        phase("set up");
        for (String node : driver.nodes()) {
            driver.start(node);
        }
        boolean whole = await(SETUP_LIMIT, () -> watch.isWhole() || !driver.unexpectedExits().isEmpty());
        if (!driver.unexpectedExits().isEmpty()) {
            throw new SetupException("the cluster did not come up: " + driver.unexpectedExits().getFirst() + " in "
                    + store.directory());
        }
        if (!whole) {
            throw new SetupException("the cluster has no leader after " + SETUP_LIMIT.toSeconds() + " s; the nodes' logs are in "
                    + store.directory());
        }
    }

    private void work(Clients clients, Nemesis nemesis) throws IOException, InterruptedException {
        begin = now();
        end = begin + plan.timeLimit().toNanos();
        BooleanSupplier goOn = () -> now() < end;
        List<Thread> threads = clients.start(goOn);
        Thread harm = Thread.ofPlatform().daemon().name("nemesis").start(() -> harm(nemesis, goOn));
        try {
            while (goOn.getAsBoolean() && nemesisFailure == null) {
                Thread.sleep(TICK_MILLIS);
                observer.progress(Duration.ofNanos(now() - begin), clients.done() + " operations, "
                        + nemesis.episodes().size() + " faults");
            }
            for (Thread thread : threads) {
                thread.join();
            }
            harm.join();
        } finally {
            end = Math.min(end, now());
            harm.interrupt();
        }
        if (nemesisFailure != null) {
            throw nemesisFailure;
        }
    }

    private void harm(Nemesis nemesis, BooleanSupplier goOn) {
        try {
            nemesis.run(plan.faults(), plan.interval(), new Random(plan.seed()), goOn);
        } catch (IOException failure) {
            nemesisFailure = failure;
            end = now();
        } catch (RuntimeException | Error defect) {
            // Without it the rest of the run would be one without faults, and who sees that it is valid would not know.
            nemesisFailure = new IOException("the nemesis broke off: " + defect, defect);
            end = now();
        } catch (InterruptedException stopped) {
            // The run was stopped; the driver's end mends or ends the nodes.
        }
    }

    private void heal(LeaderWatch watch) throws IOException, InterruptedException {
        if (driver.abilities().contains(Ability.CUTS)) {
            driver.shape(Map.of());
        }
        for (String node : driver.nodes()) {
            driver.resume(node);
            driver.start(node);
        }
        if (!await(SETUP_LIMIT, watch::isWhole)) {
            store.log("not every node serves " + SETUP_LIMIT.toSeconds() + " s after healing");
        }
    }

    private boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long deadline = now() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (now() > deadline) {
                return false;
            }
            Thread.sleep(TICK_MILLIS);
        }
        return true;
    }

    private RunResult judge(List<FinalRead> reads, Replicas replicas, List<String> others, Nemesis nemesis, LeaderWatch watch) {
        History history = recorder.history();
        CheckResult check =
                LinearizabilityChecker.check(history, workload.model(), Budget.ofSeconds(CHECK_SECONDS));
        LostWrites writes = workload.count(history, driver.nodes().size(), reads);
        Availability availability =
                Availability.of(history, begin, end, nemesis.episodes());
        List<String> violations = new ArrayList<>(Violations.of(check, writes, watch.sightings(), driver.unexpectedExits()));
        violations.addAll(workload.violations(history, reads));
        violations.addAll(replicas.violations());
        violations.addAll(others);
        List<String> gaps = new ArrayList<>(Coverage.gaps(plan, workload.functions(), history, nemesis.episodes(), driver.nodes().size()));
        gaps.addAll(replicas.gaps());
        if (check.verdict() == Verdict.UNKNOWN) {
            gaps.add("linearizability was not decided within " + CHECK_SECONDS + " s");
        }
        int unread = workload.lastReads().size() * driver.nodes().size() - reads.size();
        if (unread > 0) {
            gaps.add(String.format(Locale.ROOT, "%d reads did not succeed on some node after healing", unread));
        }
        endPhase();
        return new RunResult(plan, driver.hosts(), history, begin, end, check, writes, replicas, nemesis.episodes(), watch.sightings(),
                watch.states(), phases, availability, violations, gaps, store.directory());
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
