package io.keelson.simulation.world;

import io.keelson.node.MembershipChange;
import io.keelson.node.Outcome;
import io.keelson.simulation.schedule.Actions;
import io.keelson.simulation.schedule.FaultAction;
import io.keelson.simulation.schedule.ScheduleText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Carries out the faults of a schedule: plans when each begins and is mended. */
public final class Faults {
    private static final long MILLI = 1_000_000L;

    private final World world;
    private final boolean membersStay;
    private final GroupOperator operator;
    /** Wishes of operators about members that nobody has answered. */
    private final List<OpenWish> openWishes = new ArrayList<>();
    private boolean over;
    private SnapshotCopy copy;

    private record OpenWish(SimNode asked, int process) {
        boolean mayComeTrue() {
            return asked.isUp() && asked.process() == process;
        }
    }

    private Faults(World world, boolean membersStay) {
        this.world = world;
        this.membersStay = membersStay;
        this.operator = new GroupOperator(world);
    }

    /** Plans all faults; those that would begin after {@code lengthMillis} never do. */
    public static Faults plan(World world, List<FaultAction> actions, long lengthMillis) {
        Faults faults = new Faults(world, actions.stream().noneMatch(Actions::changesMembers));
        for (FaultAction action : actions) {
            if (action.at() < lengthMillis) {
                world.queue().at(action.at() * MILLI, () -> faults.begin(action));
            }
        }
        return faults;
    }

    /** The copy of a snapshot that was taken last, null if none was. */
    public SnapshotCopy copy() {
        return copy;
    }

    /** Whoever wanted groups to come and go, and what was promised. */
    public GroupOperator operator() {
        return operator;
    }

    /** Says whether members may still change by what operators have asked for: a process that was paused takes it up when it goes on. */
    public boolean mayChangeMembers() {
        return openWishes.stream().anyMatch(OpenWish::mayComeTrue);
    }

    /** Mends everything. */
    public void healAll() {
        world.witness().healed(world.nodes().stream().map(SimNode::id).toList(), world.now());
        healNodes(world.nodes());
        world.network().heal();
    }

    /** The network carries nothing that this rule cuts, for good. */
    public void cutForGood(LinkRule rule) {
        world.network().add(rule::cuts);
    }

    /** The disk of a node does not answer any more, for good. */
    public void stallForGood(SimNode node) {
        node.disk().stall();
    }

    /** A rule about links. */
    public interface LinkRule {
        /** Says whether messages from one node to another vanish. */
        boolean cuts(long from, long to);
    }

    /** Mends a set of nodes and the links among them; of the others, nothing gets through any more. */
    public void healCore(List<Long> core) {
        world.witness().healed(core, world.now());
        healNodes(world.nodes().stream().filter(node -> core.contains(node.id())).toList());
        world.network().heal();
        world.network().add((from, to) -> core.contains(from) != core.contains(to));
    }

    private void healNodes(List<SimNode> nodes) {
        over = true;
        operator.rest();
        world.nodes().forEach(node -> node.fuses().clear());
        for (SimNode node : nodes) {
            node.clock().setRate(0);
            world.slowness(node.id()).clear();
            node.disk().setFull(false);
            node.disk().unstallForGood();
            node.disk().mend();
            if (node.disk().isFailing()) {
                world.crash(node, world.seed());
            }
            world.restart(node);
            node.resumeForGood();
        }
    }

    private void begin(FaultAction action) {
        if (over) {
            return;
        }
        world.trace().event(world.now(), 0, "fault", action.at(), () -> ScheduleText.write(action));
        world.witness().struck(action, struck(action), world.now(), world.now() + action.lasting() * MILLI);
        switch (action) {
            case FaultAction.Crash a -> crash(a);
            case FaultAction.Pause a -> pause(a);
            case FaultAction.Partition a -> cut(partition(a), a.lasting());
            case FaultAction.OneWay a -> oneWay(a);
            case FaultAction.Loss a -> weather(SimNetwork.Weather.LOSS, a.perMille(), a.lasting());
            case FaultAction.Delay a -> weather(SimNetwork.Weather.DELAY, a.extra(), a.lasting());
            case FaultAction.Duplicate a -> weather(SimNetwork.Weather.DUPLICATE, a.perMille(), a.lasting());
            case FaultAction.Reorder a -> weather(SimNetwork.Weather.REORDER, a.perMille(), a.lasting());
            case FaultAction.SlowDisk a -> slowDisk(a);
            case FaultAction.StallDisk a -> stallDisk(a);
            case FaultAction.Transfer a -> transfer(a);
            case FaultAction.FullDisk a -> fullDisk(a);
            case FaultAction.FailForce a -> failForce(a);
            case FaultAction.WallClock a -> wallClock(a);
            case FaultAction.CrashAt a -> crashAt(a);
            case FaultAction.Only a -> cut(allBut(a.groups()), a.lasting());
            case FaultAction.Drop a -> drop(a);
            case FaultAction.Flap a -> flap(a);
            case FaultAction.SlowLink a -> slowLink(a);
            case FaultAction.Queue a -> queue(a);
            case FaultAction.Damage a -> weather(SimNetwork.Weather.DAMAGE, a.perMille(), a.lasting());
            case FaultAction.Reset a -> reset(a);
            case FaultAction.ClockRate a -> clockRate(a);
            case FaultAction.Strobe a -> strobe(a);
            case FaultAction.Quiet a -> quiet(a);
            case FaultAction.Think a -> think(a);
            case FaultAction.Member a -> member(a);
            case FaultAction.Compact a -> compact(a);
            case FaultAction.Restore a -> copySnapshot(a);
            case FaultAction.Rot a -> damage(a.node(), a.choice(), false);
            case FaultAction.Misdirect a -> damage(a.node(), a.choice(), true);
            case FaultAction.LoseBlock a -> loseBlock(a);
            case FaultAction.Wipe a -> wipe(a);
            case FaultAction.ReadError a -> readError(a);
            case FaultAction.ShortWrite a -> shortWrite(a);
            case FaultAction.CreateGroup a -> operator.create(a.group(), a.voters());
            case FaultAction.DeleteGroup a -> operator.delete(a.group());
            case FaultAction.MoveReplica a -> operator.move(a.group(), resolve(a.from()), resolve(a.to()));
            case FaultAction.BalanceReplicas a -> operator.balance();
            case FaultAction.SpreadLeaders a -> spreadLeaders(a);
        }
    }

    /** Whom a fault strikes; nobody in particular, if it is the weather. */
    private List<Long> struck(FaultAction action) {
        return switch (action) {
            case FaultAction.Partition a -> a.groups().isEmpty() ? List.of() : a.groups().get(0).stream().map(this::resolve).toList();
            case FaultAction.OneWay a -> List.of(resolve(a.from()));
            default -> Actions.nodes(action).stream().map(this::resolve).toList();
        };
    }

    private void mend(long lastingMillis, Runnable cure) {
        world.queue().at(world.now() + lastingMillis * MILLI, () -> {
            if (!over) {
                cure.run();
            }
        });
    }

    private long resolve(long node) {
        return node == FaultAction.LEADER ? world.leader() : node;
    }

    /** Returns the node meant, null if it is the leader and there is none. */
    private SimNode target(long node) {
        long id = resolve(node);
        return id == 0 ? null : world.node(id);
    }

    private void crash(FaultAction.Crash action) {
        SimNode node = target(action.node());
        if (node != null) {
            world.crash(node, action.survival());
            mend(action.lasting(), () -> world.restart(node));
        }
    }

    private void pause(FaultAction.Pause action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.pause();
            mend(action.lasting(), node::resume);
        }
    }

    private void cut(SimNetwork.Cut cut, long lasting) {
        world.network().add(cut);
        mend(lasting, () -> world.network().remove(cut));
    }

    private SimNetwork.Cut partition(FaultAction.Partition action) {
        int[] group = new int[world.nodes().size() + 1];
        int number = 0;
        for (List<Long> members : action.groups()) {
            number++;
            for (long member : members) {
                int id = (int) resolve(member);
                group[id] = group[id] == 0 ? number : group[id];
            }
        }
        return (from, to) -> {
            int left = group[(int) from];
            int right = group[(int) to];
            return left != 0 && right != 0 && left != right;
        };
    }

    private void oneWay(FaultAction.OneWay action) {
        long from = resolve(action.from());
        long to = resolve(action.to());
        cut((sender, receiver) -> sender == from && receiver == to, action.lasting());
    }

    private void weather(SimNetwork.Weather kind, long degree, long lasting) {
        world.network().begin(kind, degree);
        mend(lasting, () -> world.network().end(kind, degree));
    }

    private void slowDisk(FaultAction.SlowDisk action) {
        SimNode node = target(action.node());
        if (node != null) {
            world.slowness(node.id()).add(action.extra());
            mend(action.lasting(), () -> world.slowness(node.id()).remove(action.extra()));
        }
    }

    private void stallDisk(FaultAction.StallDisk action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.disk().stall();
            mend(action.lasting(), node.disk()::unstall);
        }
    }

    private void transfer(FaultAction.Transfer action) {
        SimNode leader = target(FaultAction.LEADER);
        if (leader != null) {
            leader.transferLeadership(resolve(action.node()));
        }
    }

    private void fullDisk(FaultAction.FullDisk action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.disk().setFull(true);
            mend(action.lasting(), () -> node.disk().setFull(false));
        }
    }

    /** The node meets the failure at its next force, and stops. */
    private void failForce(FaultAction.FailForce action) {
        SimNode node = target(action.node());
        if (node != null && node.isUp()) {
            node.disk().failForces();
            mend(action.lasting(), () -> {
                if (node.disk().isFailing()) {
                    world.crash(node, action.survival());
                }
                world.restart(node);
            });
        }
    }

    private void spreadLeaders(FaultAction.SpreadLeaders action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.spreadLeaders();
        }
    }

    private void think(FaultAction.Think action) {
        Long nanos = action.most() * MILLI;
        world.thoughts().add(nanos);
        world.queue().at(world.now() + action.lasting() * MILLI, () -> world.thoughts().remove(nanos));
    }

    private void member(FaultAction.Member action) {
        SimNode node = target(action.node());
        SimNode asked = target(FaultAction.LEADER);
        if (node != null && asked != null) {
            MembershipChange.Kind kind =
                    switch (action.change()) {
                        case ADD -> MembershipChange.Kind.ADD_LEARNER;
                        case PROMOTE -> MembershipChange.Kind.PROMOTE;
                        case DEMOTE -> MembershipChange.Kind.DEMOTE;
                        case REMOVE -> MembershipChange.Kind.REMOVE;
                    };
            MembershipChange change = new MembershipChange(kind, node.id());
            OpenWish wish = new OpenWish(asked, asked.process());
            openWishes.add(wish);
            Consumer<Outcome<Long>> reply = outcome -> {
                openWishes.remove(wish);
                world.trace().event(world.now(), asked.id(), "member", change.member(), () -> change + " " + outcome);
                if (outcome instanceof Outcome.Refused<Long>) {
                    world.counters().sights.saw(Sight.CHANGE_REFUSED);
                }
            };
            asked.changeMembership(SimNode.GROUP, change, reply);
        }
    }

    private void compact(FaultAction.Compact action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.compact();
        }
    }

    /** A damaged copy is refused by whoever would begin with it. */
    private void copySnapshot(FaultAction.Restore action) {
        SimNode node = target(action.node());
        byte[] bytes = node == null ? null : node.disk().latestSnapshot(SimNode.GROUP);
        if (bytes == null) {
            return;
        }
        SnapshotCopy taken = SnapshotCopy.of(bytes, world.now());
        if (taken != null) {
            copy = taken;
        } else if (!node.disk().isDamaged()) {
            throw world.violation("Restoration", node, "the copy of its snapshot is damaged, from a disk that was never damaged");
        }
    }

    /** Where members come and go, two may be all there are: a disk is damaged only where they stay. */
    private boolean mayDamage(SimNode node) {
        return node != null && membersStay && world.mayDamage(node);
    }

    private void damage(long struck, long choice, boolean astray) {
        SimNode node = target(struck);
        if (mayDamage(node) && node.disk().damage(choice, astray)) {
            world.damaged(node);
        }
    }

    private void loseBlock(FaultAction.LoseBlock action) {
        SimNode node = target(action.node());
        if (mayDamage(node)) {
            world.crash(node, action.choice());
            if (node.disk().loseVote(action.choice())) {
                world.damaged(node);
            }
            mend(action.lasting(), () -> world.restart(node));
        }
    }

    private void wipe(FaultAction.Wipe action) {
        SimNode node = target(action.node());
        if (mayDamage(node)) {
            world.crash(node, 0);
            world.wipe(node);
            world.damaged(node);
            mend(action.lasting(), () -> world.restart(node));
        }
    }

    private void readError(FaultAction.ReadError action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.disk().unreadable(1);
            mend(action.lasting(), () -> {
                node.disk().unreadable(-1);
                world.restart(node);
            });
        }
    }

    private void shortWrite(FaultAction.ShortWrite action) {
        SimNode node = target(action.node());
        if (node != null && node.isUp()) {
            node.disk().cutShort();
            mend(action.lasting(), () -> {
                if (node.disk().isFailing()) {
                    world.crash(node, action.survival());
                }
                world.restart(node);
            });
        }
    }

    private void wallClock(FaultAction.WallClock action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.clock().step(action.millis());
        }
    }

    private void crashAt(FaultAction.CrashAt action) {
        SimNode node = target(action.node());
        if (node != null) {
            node.fuses().set(action.point(), action.survival(), () -> {
                if (action.point().isOfTruncations()) {
                    world.counters().sights.saw(Sight.CRASHED_AT_A_TRUNCATION);
                }
                mend(action.lasting(), () -> world.restart(node));
            });
        }
    }

    /** Cuts every link but these. */
    private SimNetwork.Cut allBut(List<List<Long>> links) {
        List<List<Long>> resolved = links.stream().map(link -> link.stream().map(this::resolve).toList()).toList();
        return (from, to) -> !resolved.contains(List.of(from, to)) && !resolved.contains(List.of(to, from));
    }

    private void drop(FaultAction.Drop action) {
        long sender = resolve(action.node());
        cut(new SimNetwork.Cut() {
            @Override
            public boolean cuts(long from, long to) {
                return false;
            }

            @Override
            public boolean cuts(long from, ByteBuffer frame) {
                return from == sender && action.kind().equals(FrameKinds.of(frame));
            }
        }, action.lasting());
    }

    private void flap(FaultAction.Flap action) {
        long node = resolve(action.node());
        long begun = world.now();
        cut((from, to) -> (from == node || to == node) && (world.now() - begun) / (action.period() * MILLI) % 2 == 0, action.lasting());
    }

    private void slowLink(FaultAction.SlowLink action) {
        SimNetwork.SlowLink link = new SimNetwork.SlowLink(resolve(action.from()), resolve(action.to()), action.extra());
        world.network().slow(link);
        mend(action.lasting(), () -> world.network().unslow(link));
    }

    private void queue(FaultAction.Queue action) {
        world.network().limitQueues(action.length());
        mend(action.lasting(), () -> world.network().unlimitQueues(action.length()));
    }

    private void reset(FaultAction.Reset action) {
        long from = resolve(action.from());
        long to = resolve(action.to());
        if (from != 0 && to != 0) {
            world.network().reset(from, to);
        }
    }

    private void clockRate(FaultAction.ClockRate action) {
        SimNode node = target(action.node());
        if (node != null) {
            if (Cluster.isOutsideTheBound(action)) {
                world.counters().sights.saw(Sight.CLOCK_OUTSIDE_ITS_BOUND);
            }
            node.clock().setRate(action.perMille());
            mend(action.lasting(), () -> node.clock().setRate(0));
        }
    }

    private void strobe(FaultAction.Strobe action) {
        SimNode node = target(action.node());
        if (node != null) {
            strobe(node, action, true, world.now() + action.lasting() * MILLI);
        }
    }

    /** There, and back: the clock ends where it was. */
    private void strobe(SimNode node, FaultAction.Strobe action, boolean away, long until) {
        node.clock().step(away ? action.millis() : -action.millis());
        world.queue().at(world.now() + action.period() * MILLI, () -> {
            if (!over && (away || world.now() < until)) {
                strobe(node, action, !away, until);
            }
        });
    }

    private void quiet(FaultAction.Quiet action) {
        world.quiet(1);
        world.queue().at(world.now() + action.lasting() * MILLI, () -> world.quiet(-1));
    }
}
