package io.keelson.jepsen.fault;

import static io.keelson.jepsen.fault.Harm.HEAL;
import static io.keelson.jepsen.fault.Harm.NOTHING;
import static io.keelson.jepsen.fault.Harm.OBEY;
import static io.keelson.jepsen.fault.Harm.each;
import static io.keelson.jepsen.fault.Harm.links;
import static io.keelson.jepsen.fault.Harm.order;
import static io.keelson.jepsen.fault.Harm.startAnew;

import io.keelson.jepsen.driver.Ability;
import io.keelson.jepsen.driver.Driver;
import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkShapes;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What can be done to a cluster, and how it is undone. */
public enum FaultKind {
    /** Ended at once with {@code kill -9}, started again. */
    KILL("kill", Ability.PROCESSES, Turns.NODES, each(Driver::kill), "start", each(Driver::start)),
    /** Frozen with SIGSTOP, let go on with SIGCONT. */
    PAUSE("pause", Ability.PROCESSES, Turns.NODES, each(Driver::pause), "resume", each(Driver::resume)),
    /** Asked to end, as an operator would, and started again. */
    RESTART("restart", Ability.PROCESSES, Turns.NODES, each(Driver::stop), "start", each(Driver::start)),
    /** Cut off from the rest, in both directions. */
    PARTITION("partition", Ability.CUTS, Turns.SIDES, links(strike -> LinkShapes.partition(strike.all(), strike.nodes())), "heal", HEAL),
    /** As a partition that comes and goes several times a second. */
    FLAPPING("flapping", Ability.CUTS, Turns.SIDES, links(strike -> LinkShapes.partition(strike.all(), strike.nodes())), "heal", HEAL),
    /** Heard by the others, hearing nothing of them: a one-way partition. */
    DEAF("deaf", Ability.CUTS, Turns.SIDES, links(strike -> LinkShapes.deaf(strike.all(), strike.nodes())), "heal", HEAL),
    /** Hearing the others, not heard by them: the other one-way partition. */
    MUTE("mute", Ability.CUTS, Turns.SIDES, links(strike -> LinkShapes.mute(strike.all(), strike.nodes())), "heal", HEAL),
    /** The only one that reaches both halves of the others. */
    BRIDGE("bridge", Ability.CUTS, Turns.SINGLE, links(strike -> LinkShapes.bridge(strike.all(), strike.nodes().getFirst())), "heal", HEAL),
    /** Each reaches a majority, and no two the same one. */
    MAJORITIES_RING("majorities-ring", Ability.CUTS, Turns.EVERY, links(strike -> LinkShapes.majoritiesRing(strike.all())), "heal", HEAL),
    /** The link to one other node is cut. */
    LINK("link", Ability.CUTS, Turns.SINGLE, links(strike -> LinkShapes.single(strike.nodes().getFirst(), strike.other())), "heal", HEAL),
    /** A fifth of all packets is lost. */
    LOSS("loss", Ability.DELAYS, Turns.AROUND, links(strike -> around(strike, LinkState.losing(20))), "heal", HEAL),
    /** Everything arrives 100 ms late and more. */
    DELAY("delay", Ability.DELAYS, Turns.AROUND, links(strike -> around(strike, Slow.STATE)), "heal", HEAL),
    /** A tenth of all packets comes twice. */
    DUPLICATE("duplicate", Ability.PACKETS, Turns.AROUND, links(strike -> around(strike, LinkState.duplicating(10))), "heal", HEAL),
    /** A quarter of all packets is overtaken by those behind them. */
    REORDER("reorder", Ability.PACKETS, Turns.AROUND, links(strike -> around(strike, LinkState.reordering(25))), "heal", HEAL),
    /** That a connection was closed is noticed after 5 s. */
    SLOW_CLOSE("slow-close", Ability.CONNECTIONS, Turns.AROUND, links(strike -> around(strike, Slow.CLOSING)), "heal", HEAL),
    /** Connections are torn off at the end that sends, and stay open at the other. */
    HALF_OPEN("half-open", Ability.CONNECTIONS, Turns.AROUND, links(strike -> around(strike, LinkState.openAtOneEnd())), "heal", HEAL),
    /** Leadership is handed to another node. */
    TRANSFER("transfer", Ability.OPERATIONS, List.of(Target.LEADER), Operations::transfer, "transferred", NOTHING),
    /** The power is gone: what was not forced is lost. Started again. */
    POWER("power", Ability.POWER, Turns.WITH_ALL, each(Driver::losePower), "start", each(Driver::start)),
    /** There is no room left on the disk. */
    DISK_FULL("disk-full", Ability.SPACE, Turns.SINGLE, each(Driver::fillDisk), "free", each(Driver::freeDisk)),
    /** The disk does not answer. */
    DISK_STALL("disk-stall", Ability.ORDERS, Turns.SINGLE, order("stall-disk=true"), "obey", OBEY),
    /** A force fails, which ends the server; started again. */
    FORCE_FAILURE("force-failure", Ability.ORDERS, Turns.SINGLE, order("fail-forces=true"), "start", startAnew()),
    /** The wall clock is a minute ahead. */
    CLOCK_OFFSET("clock-offset", Ability.ORDERS, Turns.NODES, order("clock-offset-millis=60000"), "obey", OBEY),
    /** Both clocks run half as fast again as they should. */
    CLOCK_FAST("clock-fast", Ability.ORDERS, Turns.NODES, order("clock-rate=1.5"), "obey", OBEY),
    /** Both clocks run at two thirds of their speed. */
    CLOCK_SLOW("clock-slow", Ability.ORDERS, Turns.NODES, order("clock-rate=0.67"), "obey", OBEY),
    /** Three bits of what the node has on its disk turn over while it is down; started again. */
    BIT_FLIP("bit-flip", Ability.FILES, Turns.SINGLE, Damages::flipBits, "start", Members::startOrReplace),
    /** The end of one of the node's files is gone, what was forced too; started again, and let in anew if it refuses to: a log that was cut may have held votes. */
    TRUNCATE("truncate", Ability.MEMBERSHIP, Turns.SINGLE, Damages::truncate, "start", Members::startOrReplace),
    /** Asked to end and started again, one after the other, each when the one before it serves. */
    ROLLING_RESTART("rolling-restart", Ability.PROCESSES, Turns.EVERY, Operations::rollingRestart, "restarted", NOTHING),
    /** A rolling restart, after which every node is of another build. */
    UPGRADE("upgrade", Ability.UPGRADES, Turns.EVERY, Operations::rollingUpgrade, "upgraded", NOTHING),
    /** Every group takes a snapshot at once and drops its log up to it: who is behind is sent the snapshot. */
    SNAPSHOT("snapshot", Ability.ORDERS, Turns.AROUND, Operations::snapshot, "obey", OBEY),
    /** Removed from the cluster, the leader too; an empty one is let in where it was. */
    REMOVE("remove", Ability.MEMBERSHIP, Turns.MEMBERS, Members::remove, "join", Members::join),
    /** The disk is wiped, and the node comes up on nothing: a stranger, which is removed and let in again. */
    WIPE("wipe", Ability.MEMBERSHIP, Turns.SINGLE, Members::wipe, "join", Members::letInAgain),
    /** A node beyond the first is let in, as a learner first, and removed again. */
    GROW("grow", Ability.SPARE, Turns.BEYOND, Members::grow, "shrink", Members::shrink);

    /** Whom a fault hits where nobody says otherwise. */
    private static final class Turns {
        static final List<Target> NODES = List.of(Target.LEADER, Target.FOLLOWER, Target.LEADER, Target.MAJORITY);
        static final List<Target> SIDES = List.of(Target.LEADER, Target.MINORITY, Target.FOLLOWER, Target.MAJORITY);
        static final List<Target> WITH_ALL = List.of(Target.LEADER, Target.ALL, Target.FOLLOWER, Target.MAJORITY);
        static final List<Target> SINGLE = List.of(Target.FOLLOWER, Target.LEADER);
        static final List<Target> MEMBERS = List.of(Target.FOLLOWER, Target.LEADER, Target.MINORITY);
        static final List<Target> AROUND = List.of(Target.ALL, Target.LEADER);
        static final List<Target> BEYOND = List.of(Target.SPARE);
        static final List<Target> EVERY = List.of(Target.ALL);
    }

    private static final class Slow {
        static final LinkState STATE = LinkState.delayed(Duration.ofMillis(100), Duration.ofMillis(20));
        static final LinkState CLOSING = LinkState.closingLate(Duration.ofSeconds(5));
    }

    private static final Duration FLAP = Duration.ofMillis(250);

    private final String label;
    private final Ability needs;
    private final List<Target> turns;
    private final Harm begin;
    private final String undoing;
    private final Harm end;

    FaultKind(String label, Ability needs, List<Target> turns, Harm begin, String undoing, Harm end) {
        this.label = label;
        this.needs = needs;
        this.turns = turns;
        this.begin = begin;
        this.undoing = undoing;
        this.end = end;
    }

    private static Map<Link, LinkState> around(Strike strike, LinkState state) {
        return LinkShapes.around(strike.all(), strike.nodes(), state);
    }

    /** Inflicts it. */
    void begin(Driver driver, Strike strike) throws IOException {
        begin.inflict(driver, strike);
    }

    /** Undoes it. */
    void end(Driver driver, Strike strike) throws IOException {
        end.inflict(driver, strike);
    }

    /** The name on the command line and in histories. */
    public String label() {
        return label;
    }

    /** What a driver must be able to do for it. */
    public Ability needs() {
        return needs;
    }

    /** What undoes it, as histories call it. */
    public String undoing() {
        return undoing;
    }

    /** Whether it harms links: the driver knows one state of all of them, so a second such fault would undo the first. */
    boolean isOfLinks() {
        return switch (needs) {
            case CUTS, DELAYS, PACKETS, CONNECTIONS -> true;
            default -> false;
        };
    }

    /** Whether those that are hit are cut off from the rest, one way at least. */
    boolean cutsOff() {
        return turns == Turns.SIDES;
    }

    /**
     * Why it makes no sense to inflict this on so many nodes of so many: it would do nothing, or what no cluster can be blamed for.
     *
     * @return in a few words; null if it makes sense
     */
    String objection(int hit, int nodes) {
        return switch (this) {
            case BIT_FLIP, TRUNCATE, WIPE -> 2 * hit < nodes ? null : "takes what was promised from more disks than a cluster can lose";
            case REMOVE -> hit < nodes ? null : "leaves nobody who could be asked to remove and to let in";
            case PARTITION, FLAPPING, DEAF, MUTE -> hit < nodes ? null : "cuts nobody off from anybody";
            case BRIDGE -> nodes >= 3 ? null : "cuts nothing with fewer than 3 nodes";
            case MAJORITIES_RING -> nodes >= 4 ? null : "cuts nothing with fewer than 4 nodes";
            case LINK, LOSS, DELAY, DUPLICATE, REORDER, SLOW_CLOSE, HALF_OPEN, TRANSFER -> nodes >= 2 ? null : "takes more than one node";
            default -> null;
        };
    }

    /** Whether it can be aimed so: what is for spare hosts is for nobody else. */
    boolean takes(Target target) {
        return turns.contains(Target.SPARE) == (target == Target.SPARE);
    }

    /** Whom it hits, by turns, where nobody says otherwise. */
    List<Target> turns() {
        return turns;
    }

    /** How long it lasts before it is undone and inflicted again, over and over; zero for one that lasts. */
    Duration pulse() {
        return this == FLAPPING ? FLAP : Duration.ZERO;
    }
}
