package io.keelson.jepsen.fault;

import io.keelson.checker.history.Recorder;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.driver.LeaderWatch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Inflicts faults by turns: strike, hold, undo, let the cluster recover, strike again. One thread runs it.
 *
 * <p>The next fault waits until every node serves again, so that a fault on one node is a fault on one node; but for one that is to come while another holds, which waits until one of
 * the others leads.
 */
public final class Nemesis {
    private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(20);
    /** So often a fault is tried in its turn if it can't be: somebody else may be hit, or the cluster may say yes. */
    private static final int ATTEMPTS = 3;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Driver driver;
    private final LeaderWatch watch;
    private final Recorder recorder;
    private final LongSupplier clock;
    private final Consumer<String> log;
    private final AfterFault afterFault;
    private final List<Episode> episodes = new ArrayList<>();

    /**
     * Made for one run.
     *
     * @param driver does the harm
     * @param watch knows who leads
     * @param recorder is told each fault
     * @param clock nanoseconds on the history's scale
     * @param log is told each fault in words
     * @param afterFault done after each
     */
    public Nemesis(Driver driver, LeaderWatch watch, Recorder recorder, LongSupplier clock, Consumer<String> log, AfterFault afterFault) {
        this.driver = driver;
        this.watch = watch;
        this.recorder = recorder;
        this.clock = clock;
        this.log = log;
        this.afterFault = afterFault;
    }

    /**
     * Waits for half an interval, then strikes until time is over; what it broke is mended when it returns normally.
     *
     * @param faults by turns; nothing is done if there are none
     * @param interval from one strike to the next, if the cluster recovers in time; about half of it the fault lasts
     * @param random decides whom, and how long
     * @param goOn asked before each strike
     * @throws IOException if the driver failed
     * @throws InterruptedException if the thread was interrupted
     */
    public void run(List<Fault> faults, Duration interval, RandomGenerator random, BooleanSupplier goOn)
            throws IOException, InterruptedException {
        awaitAtMost(interval.dividedBy(2), () -> !goOn.getAsBoolean());
        for (int turn = 0; !faults.isEmpty() && goOn.getAsBoolean(); turn++) {
            Fault fault = faults.get(turn % faults.size());
            Duration hold = interval.multipliedBy(30 + random.nextInt(40)).dividedBy(100);
            boolean struck = false;
            for (int attempt = 0; !struck && attempt < ATTEMPTS && goOn.getAsBoolean(); attempt++) {
                struck = strike(fault.parts(), turn / faults.size() + attempt, hold, random, goOn);
            }
            awaitAtMost(interval.minus(hold), () -> !goOn.getAsBoolean());
        }
    }

    /** A fault that holds. */
    private record Standing(Fault fault, Target target, Strike strike, long begin, long struck) {}

    /** Inflicts one fault after the other, all of which hold until the last has held for a while; then undoes them. Says whether any was inflicted. */
    private boolean strike(List<Fault> parts, int turn, Duration hold, RandomGenerator random, BooleanSupplier goOn) throws IOException, InterruptedException {
        List<Standing> standing = new ArrayList<>();
        for (Fault part : parts) {
            Target target = part.targets().get(turn % part.targets().size());
            Optional<Standing> struck = inflict(part, target, hold.dividedBy(parts.size()), standing, random, goOn);
            if (struck.isEmpty()) {
                break;
            }
            standing.add(struck.get());
        }
        if (standing.isEmpty()) {
            return false;
        }
        // The last first: what an earlier one needs to be undone, a later one may have taken.
        for (Standing each : standing.reversed()) {
            each.fault().kind().end(driver, each.strike());
            undone(each.fault().kind(), each.strike());
        }
        long end = clock.getAsLong();
        awaitAtMost(RECOVERY_LIMIT, watch::allAnswer);
        long answering = clock.getAsLong() - end;
        awaitAtMost(RECOVERY_LIMIT.minusNanos(answering), watch::isWhole);
        long recovery = watch.isWhole() ? clock.getAsLong() - end : Episode.NOT_RECOVERED;
        standing.forEach(each -> add(new Episode(each.fault(), each.target(), each.strike().nodes(), each.strike().leader(), each.begin(), each.struck(), end, answering, recovery)));
        afterFault.tidy(driver);
        return true;
    }

    private void undone(FaultKind kind, Strike strike) {
        recorder.nemesis(kind.undoing(), strike.nodes());
        log.accept("nemesis: " + kind.undoing() + " " + strike.nodes());
    }

    /** Inflicts one on those whom none has hit that stands, and lets it hold; empty if that could not be. */
    private Optional<Standing> inflict(Fault fault, Target target, Duration hold, List<Standing> standing, RandomGenerator random, BooleanSupplier goOn)
            throws IOException, InterruptedException {
        List<String> sound = unhit(driver.nodes(), standing);
        List<String> candidates = target == Target.SPARE ? unhit(driver.spares(), standing) : sound;
        Optional<String> leader = leader(sound, standing.isEmpty() ? Duration.ZERO : RECOVERY_LIMIT);
        if (leader.isEmpty()) {
            log.accept("nemesis: nobody leads, nothing to aim at");
            Thread.sleep(LOOK_AGAIN);
            return Optional.empty();
        }
        Strike strike = Strike.at(target, members(standing), candidates, leader.get(), random);
        long begin = clock.getAsLong();
        recorder.nemesis(fault.kind().label(), strike.nodes());
        log.accept("nemesis: " + fault.kind().label() + " " + target.label() + " " + strike.nodes());
        try {
            return Optional.of(new Standing(fault, target, strike, begin, hold(fault.kind(), strike, hold, goOn)));
        } catch (NotNow refused) {
            recorder.nemesis(fault.kind().undoing(), strike.nodes());
            log.accept("nemesis: nothing done, " + refused.getMessage());
            if (standing.isEmpty()) {
                awaitAtMost(RECOVERY_LIMIT, watch::isWhole);
            }
            return Optional.empty();
        }
    }

    private static List<String> unhit(List<String> hosts, List<Standing> standing) {
        List<String> rest = new ArrayList<>(hosts);
        standing.forEach(each -> rest.removeAll(each.strike().nodes()));
        return rest;
    }

    /** All nodes, and whoever has been let in beyond them. */
    private List<String> members(List<Standing> standing) {
        List<String> members = new ArrayList<>(driver.nodes());
        standing.stream().filter(each -> each.target() == Target.SPARE).forEach(each -> members.addAll(each.strike().nodes()));
        return members;
    }

    /** Who leads of those who are hit by nothing. After a fault it may take a while until one of them does. */
    private Optional<String> leader(List<String> sound, Duration patience) throws InterruptedException {
        awaitAtMost(patience, () -> watch.leader().filter(sound::contains).isPresent());
        return watch.leader().filter(sound::contains);
    }

    /** Inflicts it for a while; says when it had been inflicted. */
    private long hold(FaultKind kind, Strike strike, Duration hold, BooleanSupplier goOn) throws IOException, InterruptedException {
        kind.begin(driver, strike);
        long struck = clock.getAsLong();
        if (kind.pulse().isZero()) {
            awaitAtMost(hold, () -> !goOn.getAsBoolean());
            return struck;
        }
        long end = System.nanoTime() + hold.toNanos();
        while (System.nanoTime() < end && goOn.getAsBoolean()) {
            Thread.sleep(kind.pulse());
            kind.end(driver, strike);
            Thread.sleep(kind.pulse());
            kind.begin(driver, strike);
        }
        return struck;
    }

    private static void awaitAtMost(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private synchronized void add(Episode episode) {
        episodes.add(episode);
    }

    /** Returns the faults that have happened and been undone, in order. */
    public synchronized List<Episode> episodes() {
        return List.copyOf(episodes);
    }
}
