package io.keelson.simulation.schedule;

import io.keelson.simulation.schedule.FaultAction.BalanceReplicas;
import io.keelson.simulation.schedule.FaultAction.ClockRate;
import io.keelson.simulation.schedule.FaultAction.Compact;
import io.keelson.simulation.schedule.FaultAction.Crash;
import io.keelson.simulation.schedule.FaultAction.CrashAt;
import io.keelson.simulation.schedule.FaultAction.CreateGroup;
import io.keelson.simulation.schedule.FaultAction.Damage;
import io.keelson.simulation.schedule.FaultAction.Delay;
import io.keelson.simulation.schedule.FaultAction.DeleteGroup;
import io.keelson.simulation.schedule.FaultAction.Drop;
import io.keelson.simulation.schedule.FaultAction.Duplicate;
import io.keelson.simulation.schedule.FaultAction.FailForce;
import io.keelson.simulation.schedule.FaultAction.Flap;
import io.keelson.simulation.schedule.FaultAction.FullDisk;
import io.keelson.simulation.schedule.FaultAction.LoseBlock;
import io.keelson.simulation.schedule.FaultAction.Loss;
import io.keelson.simulation.schedule.FaultAction.Member;
import io.keelson.simulation.schedule.FaultAction.Misdirect;
import io.keelson.simulation.schedule.FaultAction.MoveReplica;
import io.keelson.simulation.schedule.FaultAction.OneWay;
import io.keelson.simulation.schedule.FaultAction.Only;
import io.keelson.simulation.schedule.FaultAction.Partition;
import io.keelson.simulation.schedule.FaultAction.Pause;
import io.keelson.simulation.schedule.FaultAction.Queue;
import io.keelson.simulation.schedule.FaultAction.Quiet;
import io.keelson.simulation.schedule.FaultAction.ReadError;
import io.keelson.simulation.schedule.FaultAction.Reorder;
import io.keelson.simulation.schedule.FaultAction.Reset;
import io.keelson.simulation.schedule.FaultAction.Restore;
import io.keelson.simulation.schedule.FaultAction.Rot;
import io.keelson.simulation.schedule.FaultAction.ShortWrite;
import io.keelson.simulation.schedule.FaultAction.SlowDisk;
import io.keelson.simulation.schedule.FaultAction.SlowLink;
import io.keelson.simulation.schedule.FaultAction.SpreadLeaders;
import io.keelson.simulation.schedule.FaultAction.StallDisk;
import io.keelson.simulation.schedule.FaultAction.Strobe;
import io.keelson.simulation.schedule.FaultAction.Think;
import io.keelson.simulation.schedule.FaultAction.Transfer;
import io.keelson.simulation.schedule.FaultAction.WallClock;
import io.keelson.simulation.schedule.FaultAction.Wipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Schedules as text: one fault a line, for people to read and edit.
 *
 * <pre>
 * # a comment
 * seed 42
 * nodes 3
 * groups 2                                        one, if nothing is said
 * snapshot every 300                              applied entries; 25, if nothing is said
 * run 20000ms
 * then heal                                      or: core, send-only, deaf-leader, partial, stalled-leader, lost-heir
 * at 1200ms crash leader for 800ms survival 7
 * at 2000ms pause n2 for 1500ms
 * at 3000ms partition leader | n2 n3 for 2s
 * at 3000ms one-way n1 to n3 for 2s
 * at 4000ms loss 10% for 1s
 * at 4000ms delay 80ms for 1s
 * at 4000ms duplicate 20% for 1s
 * at 4000ms reorder 2.5% for 1s
 * at 5000ms slow-disk n1 200ms for 3s
 * at 5000ms stall-disk n1 for 3s
 * at 5000ms full-disk n1 for 3s
 * at 6000ms fail-force n2 for 500ms survival 9
 * at 7000ms wall-clock n3 -5000ms
 * at 8000ms transfer n2
 * at 1200ms crash-at n1 before-force for 300ms survival 7      see {@link CrashPoint}
 * at 3000ms only n1 n2 | n2 n3 for 2s
 * at 3000ms drop n1 RequestVoteResponse for 2s
 * at 3000ms flap leader every 200ms for 2s
 * at 3000ms reset n1 to n2
 * at 4000ms slow-link n1 to n2 300ms for 1s
 * at 4000ms queue 4 for 1s
 * at 4000ms damage 1% for 1s
 * at 7000ms clock-rate n1 -40% for 2s
 * at 7000ms strobe n1 500ms every 20ms for 2s
 * at 8000ms quiet for 1s
 * at 0ms think 600ms for 20s
 * at 8000ms member n3 remove                      or: add, promote, demote
 * at 8000ms compact n2
 * at 8000ms restore n2
 * at 9000ms rot n2 choice 5
 * at 9000ms misdirect n2 choice 5
 * at 9000ms lose-block n2 choice 5 for 500ms
 * at 9000ms wipe n2 for 500ms
 * at 9000ms read-error n2 for 500ms
 * at 9000ms short-write n2 for 500ms survival 9
 * at 1000ms create-group g1 voters 3
 * at 2000ms delete-group g1
 * at 2000ms move-replica g1 n2 to n4
 * at 2000ms balance-replicas
 * at 2000ms spread-leaders n1
 * </pre>
 *
 * Times are {@code ms} or {@code s}; {@code leader} is whoever leads when the fault strikes.
 */
public final class ScheduleText {
    private ScheduleText() {}

    /** Writes a schedule. */
    public static String write(Schedule schedule) {
        StringBuilder text = new StringBuilder();
        text.append("seed ").append(schedule.seed()).append('\n');
        text.append("nodes ").append(schedule.nodes()).append('\n');
        if (schedule.groups() > 1) {
            text.append("groups ").append(schedule.groups()).append('\n');
        }
        if (schedule.snapshotEvery() != Schedule.SNAPSHOT_EVERY) {
            text.append("snapshot every ").append(schedule.snapshotEvery()).append('\n');
        }
        text.append("run ").append(schedule.length()).append("ms\n");
        text.append("then ").append(schedule.frame().word()).append('\n');
        for (FaultAction action : schedule.actions()) {
            text.append(write(action)).append('\n');
        }
        return text.toString();
    }

    /** Writes one fault as its line. */
    public static String write(FaultAction action) {
        String what =
                switch (action) {
                    case Crash a -> "crash " + node(a.node());
                    case Pause a -> "pause " + node(a.node());
                    case Partition a -> "partition " + groups(a.groups());
                    case OneWay a -> "one-way " + node(a.from()) + " to " + node(a.to());
                    case Loss a -> "loss " + percent(a.perMille());
                    case Delay a -> "delay " + a.extra() + "ms";
                    case Duplicate a -> "duplicate " + percent(a.perMille());
                    case Reorder a -> "reorder " + percent(a.perMille());
                    case SlowDisk a -> "slow-disk " + node(a.node()) + " " + a.extra() + "ms";
                    case StallDisk a -> "stall-disk " + node(a.node());
                    case Transfer a -> "transfer " + node(a.node());
                    case FullDisk a -> "full-disk " + node(a.node());
                    case FailForce a -> "fail-force " + node(a.node());
                    case WallClock a -> "wall-clock " + node(a.node()) + " " + a.millis() + "ms";
                    case CrashAt a -> "crash-at " + node(a.node()) + " " + a.point().word();
                    case Only a -> "only " + groups(a.groups());
                    case Drop a -> "drop " + node(a.node()) + " " + a.kind();
                    case Flap a -> "flap " + node(a.node()) + " every " + a.period() + "ms";
                    case SlowLink a -> "slow-link " + node(a.from()) + " to " + node(a.to()) + " " + a.extra() + "ms";
                    case Queue a -> "queue " + a.length();
                    case Damage a -> "damage " + percent(a.perMille());
                    case Reset a -> "reset " + node(a.from()) + " to " + node(a.to());
                    case ClockRate a -> "clock-rate " + node(a.node()) + " " + (a.perMille() < 0 ? "-" : "") + percent((int) Math.abs(a.perMille()));
                    case Strobe a -> "strobe " + node(a.node()) + " " + a.millis() + "ms every " + a.period() + "ms";
                    case Quiet a -> "quiet";
                    case Think a -> "think " + a.most() + "ms";
                    case Member a -> "member " + node(a.node()) + " " + a.change().name().toLowerCase(Locale.ROOT);
                    case Compact a -> "compact " + node(a.node());
                    case Restore a -> "restore " + node(a.node());
                    case Rot a -> "rot " + node(a.node()) + " choice " + a.choice();
                    case Misdirect a -> "misdirect " + node(a.node()) + " choice " + a.choice();
                    case LoseBlock a -> "lose-block " + node(a.node()) + " choice " + a.choice();
                    case Wipe a -> "wipe " + node(a.node());
                    case ReadError a -> "read-error " + node(a.node());
                    case ShortWrite a -> "short-write " + node(a.node());
                    case CreateGroup a -> "create-group g" + a.group() + " voters " + a.voters();
                    case DeleteGroup a -> "delete-group g" + a.group();
                    case MoveReplica a -> "move-replica g" + a.group() + " " + node(a.from()) + " to " + node(a.to());
                    case BalanceReplicas a -> "balance-replicas";
                    case SpreadLeaders a -> "spread-leaders " + node(a.node());
                };
        String lasting = isOfAnInstant(action) ? "" : " for " + action.lasting() + "ms";
        String survival =
                switch (action) {
                    case Crash a -> " survival " + a.survival();
                    case FailForce a -> " survival " + a.survival();
                    case CrashAt a -> " survival " + a.survival();
                    case ShortWrite a -> " survival " + a.survival();
                    default -> "";
                };
        return "at " + action.at() + "ms " + what + lasting + survival;
    }

    private static boolean isOfAnInstant(FaultAction action) {
        return switch (action) {
            case WallClock a -> true;
            case Transfer a -> true;
            case Reset a -> true;
            case Member a -> true;
            case Compact a -> true;
            case Restore a -> true;
            case Rot a -> true;
            case Misdirect a -> true;
            default -> Actions.keepsGroups(action);
        };
    }

    private static String node(long id) {
        return id == FaultAction.LEADER ? "leader" : "n" + id;
    }

    private static String groups(List<List<Long>> groups) {
        List<String> texts = new ArrayList<>();
        for (List<Long> group : groups) {
            texts.add(String.join(" ", group.stream().map(ScheduleText::node).toList()));
        }
        return String.join(" | ", texts);
    }

    private static String percent(int perMille) {
        return perMille / 10 + (perMille % 10 == 0 ? "" : "." + perMille % 10) + "%";
    }

    /**
     * Reads a schedule.
     *
     * @param text as {@link #write} gives it, or written by hand
     * @throws ScheduleSyntaxException if it is not a schedule; the message names the line
     */
    public static Schedule read(String text) throws ScheduleSyntaxException {
        Head head = new Head();
        List<FaultAction> actions = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = line.replaceFirst("#.*", "").strip();
            if (content.isEmpty()) {
                continue;
            }
            Words words = new Words(content);
            try {
                if (!head.take(words)) {
                    actions.add(action(words));
                }
                words.end();
            } catch (IllegalArgumentException e) {
                throw new ScheduleSyntaxException("line " + number + ": " + e.getMessage() + ": " + line.strip());
            }
        }
        return head.schedule(actions);
    }

    /** The lines about the run as a whole. */
    private static final class Head {
        private Long seed;
        private int nodes = 3;
        private int groups = 1;
        private long snapshotEvery = Schedule.SNAPSHOT_EVERY;
        private long length = 10_000;
        private Schedule.Frame frame = Schedule.Frame.HEALED;

        boolean take(Words words) {
            switch (words.peek()) {
                case "seed" -> seed = words.skip().number();
                case "nodes" -> nodes = (int) words.skip().number();
                case "groups" -> groups = (int) words.skip().number();
                case "snapshot" -> snapshotEvery = words.skip().expect("every").number();
                case "run" -> length = words.skip().millis();
                case "then" -> frame = Schedule.Frame.of(words.skip().next());
                default -> {
                    return false;
                }
            }
            return true;
        }

        Schedule schedule(List<FaultAction> actions) throws ScheduleSyntaxException {
            if (seed == null) {
                throw new ScheduleSyntaxException("there is no line with the seed: add one such as: seed 42");
            }
            for (FaultAction action : actions) {
                for (long node : Actions.nodes(action)) {
                    if (node > nodes) {
                        throw new ScheduleSyntaxException(
                                "there are " + nodes + " nodes, and no n" + node + ": " + write(action));
                    }
                }
            }
            try {
                return new Schedule(seed, nodes, groups, snapshotEvery, length, frame, actions);
            } catch (IllegalArgumentException e) {
                throw new ScheduleSyntaxException(e.getMessage());
            }
        }
    }

    private static FaultAction action(Words words) {
        words.expect("at");
        long at = words.millis();
        String kind = words.next();
        return switch (kind) {
            case "crash" -> new Crash(at, words.node(), words.lasting(), words.survival());
            case "pause" -> new Pause(at, words.node(), words.lasting());
            case "partition" -> new Partition(at, words.groups(), words.lasting());
            case "one-way" -> new OneWay(at, words.node(), words.expect("to").node(), words.lasting());
            case "loss" -> new Loss(at, words.perMille(), words.lasting());
            case "delay" -> new Delay(at, words.millis(), words.lasting());
            case "duplicate" -> new Duplicate(at, words.perMille(), words.lasting());
            case "reorder" -> new Reorder(at, words.perMille(), words.lasting());
            case "slow-disk" -> new SlowDisk(at, words.node(), words.millis(), words.lasting());
            case "stall-disk" -> new StallDisk(at, words.node(), words.lasting());
            case "transfer" -> new Transfer(at, words.node());
            case "full-disk" -> new FullDisk(at, words.node(), words.lasting());
            case "fail-force" -> new FailForce(at, words.node(), words.lasting(), words.survival());
            case "wall-clock" -> new WallClock(at, words.node(), words.signedMillis());
            case "crash-at" -> new CrashAt(at, words.node(), CrashPoint.of(words.next()), words.lasting(), words.survival());
            case "only" -> new Only(at, words.groups(), words.lasting());
            case "drop" -> new Drop(at, words.node(), words.next(), words.lasting());
            case "flap" -> new Flap(at, words.node(), words.expect("every").millis(), words.lasting());
            case "slow-link" -> new SlowLink(at, words.node(), words.expect("to").node(), words.millis(), words.lasting());
            case "queue" -> new Queue(at, words.number(), words.lasting());
            case "damage" -> new Damage(at, words.perMille(), words.lasting());
            case "reset" -> new Reset(at, words.node(), words.expect("to").node());
            case "clock-rate" -> new ClockRate(at, words.node(), words.signedPerMille(), words.lasting());
            case "strobe" -> new Strobe(at, words.node(), words.signedMillis(), words.expect("every").millis(), words.lasting());
            case "quiet" -> new Quiet(at, words.lasting());
            case "think" -> new Think(at, words.millis(), words.lasting());
            case "member" -> new Member(at, words.node(), words.change());
            case "compact" -> new Compact(at, words.node());
            case "restore" -> new Restore(at, words.node());
            case "rot" -> new Rot(at, words.node(), words.expect("choice").number());
            case "misdirect" -> new Misdirect(at, words.node(), words.expect("choice").number());
            case "lose-block" -> new LoseBlock(at, words.node(), words.expect("choice").number(), words.lasting());
            case "wipe" -> new Wipe(at, words.node(), words.lasting());
            case "read-error" -> new ReadError(at, words.node(), words.lasting());
            case "short-write" -> new ShortWrite(at, words.node(), words.lasting(), words.survival());
            case "create-group" -> new CreateGroup(at, words.group(), words.expect("voters").number());
            case "delete-group" -> new DeleteGroup(at, words.group());
            case "move-replica" -> new MoveReplica(at, words.group(), words.node(), words.expect("to").node());
            case "balance-replicas" -> new BalanceReplicas(at);
            case "spread-leaders" -> new SpreadLeaders(at, words.node());
            default -> throw new IllegalArgumentException("there is no fault " + kind);
        };
    }

    /** The words of a line, taken from left to right. */
    private static final class Words {
        private final String[] words;
        private int position;

        Words(String line) {
            words = line.split("\\s+");
        }

        String peek() {
            return position < words.length ? words[position] : "";
        }

        String next() {
            if (position == words.length) {
                throw new IllegalArgumentException("the line ends too early");
            }
            return words[position++];
        }

        Words skip() {
            position++;
            return this;
        }

        Words expect(String word) {
            String found = next();
            if (!found.equals(word)) {
                throw new IllegalArgumentException("expected " + word + ", not " + found);
            }
            return this;
        }

        void end() {
            if (position < words.length) {
                throw new IllegalArgumentException("nothing is expected from " + words[position] + " on");
            }
        }

        long number() {
            String word = next();
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("expected a whole number, not " + word);
            }
        }

        long millis() {
            long millis = signedMillis();
            if (millis < 0) {
                throw new IllegalArgumentException("a time is not negative");
            }
            return millis;
        }

        long signedMillis() {
            String word = next();
            try {
                return word.endsWith("ms")
                        ? Long.parseLong(word.substring(0, word.length() - 2))
                        : Math.multiplyExact(1000L, Long.parseLong(unit(word, "s")));
            } catch (ArithmeticException | NumberFormatException e) {
                throw new IllegalArgumentException("expected a time such as 250ms or 2s, not " + word);
            }
        }

        private static String unit(String word, String unit) {
            return word.endsWith(unit) ? word.substring(0, word.length() - unit.length()) : "";
        }

        int perMille() {
            String word = next();
            if (!word.matches("\\d{1,3}(\\.\\d)?%")) {
                throw new IllegalArgumentException("expected a rate such as 10% or 2.5%, not " + word);
            }
            String digits = word.substring(0, word.length() - 1);
            int perMille = digits.contains(".")
                    ? Integer.parseInt(digits.replace(".", ""))
                    : 10 * Integer.parseInt(digits);
            if (perMille > 1000) {
                throw new IllegalArgumentException("a rate is at most 100%, not " + word);
            }
            return perMille;
        }

        long signedPerMille() {
            if (peek().startsWith("-")) {
                words[position] = words[position].substring(1);
                return -perMille();
            }
            return perMille();
        }

        Member.Change change() {
            String word = next();
            for (Member.Change change : Member.Change.values()) {
                if (change.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return change;
                }
            }
            throw new IllegalArgumentException("expected add, promote, demote or remove, not " + word);
        }

        long node() {
            String word = next();
            if (word.equals("leader")) {
                return FaultAction.LEADER;
            }
            if (!word.matches("n[1-9]")) {
                throw new IllegalArgumentException("expected a node such as n1, or leader, not " + word);
            }
            return word.charAt(1) - '0';
        }

        long group() {
            String word = next();
            if (!word.matches("g[1-9]")) {
                throw new IllegalArgumentException("expected a group such as g1, not " + word);
            }
            return word.charAt(1) - '0';
        }

        List<List<Long>> groups() {
            List<List<Long>> groups = new ArrayList<>();
            groups.add(new ArrayList<>());
            while (!peek().equals("for")) {
                if (peek().equals("|")) {
                    skip();
                    groups.add(new ArrayList<>());
                } else {
                    groups.get(groups.size() - 1).add(node());
                }
            }
            return groups;
        }

        long lasting() {
            return expect("for").millis();
        }

        long survival() {
            return expect("survival").number();
        }
    }
}
