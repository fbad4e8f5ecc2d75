package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Walks a small cluster of real members at random, and hands on each step that it meets, with what the core made of it. The network is a set that never shrinks; members crash and keep any prefix of what was not forced.
 *
 * <p>Most walks begin with logs that differ, as past leaders leave them. The walk is bounded in terms, log length and reads; a walk that has come to the bounds is begun anew. The same seed gives the same pairs.
 */
public final class PairExplorer {
    /**
     * How far a walk may go.
     *
     * @param maxTerm no election begins in a higher term
     * @param maxLog no proposal makes a log longer
     * @param maxRound no read is asked for once a leader has opened so many rounds
     * @param steps the steps of one walk
     */
    public record Bounds(long maxTerm, long maxLog, long maxRound, int steps) {}

    private static final int PAST_TERMS = 3;

    private final MemberSettings settings;
    private final List<Long> members;
    private final Configuration configuration;
    private final Bounds bounds;
    private final SplittableRandom random;
    private final Consumer<Pair> sink;

    private final Map<Long, MemberState> states = new LinkedHashMap<>();
    private final Map<Long, Recovered> disks = new LinkedHashMap<>();
    private final Set<Message> network = new LinkedHashSet<>();
    private final List<Message> undelivered = new ArrayList<>();

    /**
     * Walks to come.
     *
     * @param settings of the members; limits should be small, so that they are met
     * @param members how many there are
     * @param bounds how far a walk may go
     * @param seed from which all walks follow
     * @param sink takes each step, the same ones many times
     */
    public PairExplorer(MemberSettings settings, long members, Bounds bounds, long seed, Consumer<Pair> sink) {
        this.settings = settings;
        this.members = LongStream.rangeClosed(1, members).boxed().toList();
        this.configuration = Configuration.of(LongStream.rangeClosed(1, Math.max(1, members - 1)).toArray());
        this.bounds = bounds;
        this.random = new SplittableRandom(seed);
        this.sink = sink;
    }

    /** Walks so many times. */
    public void walk(int walks) {
        for (int walk = 0; walk < walks; walk++) {
            network.clear();
            undelivered.clear();
            boolean fresh = random.nextInt(3) == 0;
            List<List<Entry>> histories = histories();
            for (long id : members) {
                boolean joins = !configuration.isVoter(id);
                disks.put(id, fresh || joins ? Recovered.nothing(joins ? Configuration.NONE : configuration) : divergedDisk(histories));
                states.put(id, MemberState.restarted(identity(id), disks.get(id)));
            }
            Mood mood = Mood.any(random);
            boolean alive = true;
            for (int step = 0; step < bounds.steps() && alive; step++) {
                alive = step(members.get(random.nextInt(members.size())), mood);
            }
        }
    }

    /** The logs that the leaders of some past terms may have left behind: each grew out of a prefix of an earlier one. */
    private List<List<Entry>> histories() {
        List<List<Entry>> histories = new ArrayList<>();
        histories.add(List.of());
        for (int term = 1; term <= PAST_TERMS; term++) {
            List<Entry> log = new ArrayList<>(prefix(histories.get(random.nextInt(histories.size()))));
            for (int k = random.nextInt(2); k >= 0; k--) {
                log.add(new Entry(log.size() + 1, term, Payload.NOOP));
            }
            histories.add(log);
        }
        return histories;
    }

    private List<Entry> prefix(List<Entry> log) {
        return log.subList(0, random.nextInt(log.size() + 1));
    }

    /** What a member may have of those logs, all of their terms being past. */
    private Recovered divergedDisk(List<List<Entry>> histories) {
        List<Entry> log = prefix(histories.get(random.nextInt(histories.size())));
        return new Recovered(new HardState(PAST_TERMS, Configuration.NOBODY), LogBase.bootstrap(configuration), log);
    }

    /**
     * How one walk leans: fast disks or slow ones, quiet times or many elections. An even mixture would seldom meet what needs many writes in flight, or many leaders.
     *
     * @param disk the weight of writes becoming durable
     * @param elections the weight of election timeouts
     * @param faults the weight of damage and of stalls
     */
    private record Mood(int disk, int elections, int faults) {
        private static final int DELIVER = 60;
        private static final int HEARTBEAT = 8;
        private static final int PROPOSE = 8;
        private static final int READ = 4;
        private static final int QUORUM_CHECK = 1;
        private static final int CRASH = 2;
        private static final int COMPACT = 3;
        private static final int CHANGE_MEMBERSHIP = 4;
        private static final int BINDING = 2;
        private static final int TRANSFER = 1;
        private static final int TRANSFER_TIMEOUT = 1;
        private static final int ALL = DELIVER + HEARTBEAT + PROPOSE + READ + QUORUM_CHECK + CRASH + COMPACT + CHANGE_MEMBERSHIP + BINDING
                + TRANSFER + TRANSFER_TIMEOUT;

        static Mood any(SplittableRandom random) {
            return new Mood(random.nextInt(3) == 0 ? 4 : 25, random.nextInt(3) == 0 ? 8 : 2, random.nextInt(4) == 0 ? 1 : 0);
        }

        Happening next(SplittableRandom random) {
            int left = random.nextInt(ALL + disk + elections + 2 * faults);
            for (Happening happening : Happening.values()) {
                left -= weight(happening);
                if (left < 0) {
                    return happening;
                }
            }
            throw new IllegalStateException("weights do not add up");
        }

        private int weight(Happening happening) {
            return switch (happening) {
                case DELIVER -> DELIVER;
                case PERSISTED -> disk;
                case ELECTION_TIMEOUT -> elections;
                case HEARTBEAT_DUE -> HEARTBEAT;
                case PROPOSE -> PROPOSE;
                case READ_INDEX -> READ;
                case QUORUM_CHECK_DUE -> QUORUM_CHECK;
                case CRASH -> CRASH;
                case DAMAGE, STORAGE_HEALTH -> faults;
                case COMPACT -> COMPACT;
                case CHANGE_MEMBERSHIP -> CHANGE_MEMBERSHIP;
                case BINDING_DUE -> BINDING;
                case TRANSFER -> TRANSFER;
                case TRANSFER_TIMEOUT -> TRANSFER_TIMEOUT;
            };
        }
    }

    private enum Happening {
        DELIVER, PERSISTED, ELECTION_TIMEOUT, HEARTBEAT_DUE, PROPOSE, READ_INDEX, QUORUM_CHECK_DUE, CRASH, DAMAGE, COMPACT, CHANGE_MEMBERSHIP,
        BINDING_DUE, TRANSFER, TRANSFER_TIMEOUT, STORAGE_HEALTH
    }

    /** Lets something happen to a member, within the bounds; false if the core threw. */
    private boolean step(long id, Mood mood) {
        MemberState state = states.get(id);
        return switch (mood.next(random)) {
            case DELIVER -> deliver(id);
            case PERSISTED -> state.pendingWrites().isEmpty() || take(id, new Input.Persisted(ticket(state.pendingWrites().size())));
            case ELECTION_TIMEOUT -> state.hardState().term() >= bounds.maxTerm() || take(id, new Input.ElectionTimeout());
            case HEARTBEAT_DUE -> take(id, new Input.HeartbeatDue());
            case PROPOSE -> isLong(state) || take(id, new Input.Propose(commands()));
            case READ_INDEX -> state.readRound() >= bounds.maxRound() || take(id, new Input.ReadIndex(1 + random.nextInt(2), random.nextInt(4) == 0));
            case QUORUM_CHECK_DUE -> take(id, new Input.QuorumCheckDue());
            case CRASH -> crash(id, false);
            case DAMAGE -> crash(id, true);
            case COMPACT -> take(id, new Input.Compact(1 + random.nextLong(bounds.maxLog()), 1 + random.nextInt(2)));
            case CHANGE_MEMBERSHIP -> isLong(state) || take(id, new Input.ChangeMembership(someMembers(), someMembers()));
            case BINDING_DUE -> isLong(state) || take(id, new Input.BindingDue());
            case TRANSFER -> take(id, new Input.TransferLeadership(members.get(random.nextInt(members.size()))));
            case TRANSFER_TIMEOUT -> take(id, new Input.TransferTimeout());
            case STORAGE_HEALTH -> take(id, new Input.StorageHealth(random.nextInt(3) != 0));
        };
    }

    private boolean isLong(MemberState state) {
        return state.lastIndex() >= bounds.maxLog();
    }

    /** Often all of them, often all but one, sometimes none. */
    private List<Long> someMembers() {
        int kind = random.nextInt(4);
        long left = members.get(random.nextInt(members.size()));
        return switch (kind) {
            case 0 -> List.of();
            case 1 -> members;
            case 2 -> members.stream().filter(id -> id != left).toList();
            default -> List.of(left);
        };
    }

    /** One force often makes all of the writes durable. */
    private int ticket(int pending) {
        return random.nextBoolean() ? pending : 1 + random.nextInt(pending);
    }

    private List<Payload.Command> commands() {
        List<Payload.Command> commands = new ArrayList<>();
        for (int k = random.nextInt(4) / 3; k >= 0; k--) {
            commands.add(new Payload.Command(Bytes.utf8(random.nextBoolean() ? "a" : "b")));
        }
        return commands;
    }

    /** Delivers a message, as a rule one of the oldest that have not arrived yet, so that walks come to something; the network keeps it. */
    private boolean deliver(long id) {
        List<Message> fresh = undelivered.stream().filter(message -> message.to() == id).toList();
        List<Message> any = network.stream().filter(message -> message.to() == id).toList();
        if (any.isEmpty()) {
            return true;
        }
        boolean again = fresh.isEmpty() || random.nextInt(8) == 0;
        Message message = again ? any.get(random.nextInt(any.size())) : fresh.get(random.nextInt(Math.min(2, fresh.size())));
        undelivered.remove(message);
        boolean heardLeader = states.get(id).role() == Role.LEADER ? settings.checkQuorum() : random.nextInt(6) == 0;
        return take(id, new Input.Receive(message, heardLeader));
    }

    private boolean take(long id, Input input) {
        MemberState before = states.get(id);
        Pair pair = Pair.taken(settings, before, input);
        sink.accept(pair);
        if (pair.thrown() != null) {
            return false;
        }
        if (input instanceof Input.Persisted persisted) {
            disks.put(id, DiskModel.written(disks.get(id), before.pendingWrites().subList(0, (int) persisted.ticket())));
        }
        states.put(id, NormalForm.of(pair.after()));
        network.addAll(pair.effects().sendNow());
        undelivered.addAll(pair.effects().sendNow());
        return true;
    }

    private boolean crash(long id, boolean damaged) {
        MemberState before = states.get(id);
        int records = DiskModel.records(before.pendingWrites());
        Recovered kept = DiskModel.written(disks.get(id), before.pendingWrites(), random.nextInt(records + 1));
        if (damaged && !kept.entries().isEmpty()) {
            kept = kept.damagedFrom(kept.base().index() + 1 + random.nextInt(kept.entries().size()));
        }
        disks.put(id, kept);
        Pair pair = Pair.restarted(before, kept);
        sink.accept(pair);
        states.put(id, pair.after());
        return true;
    }

    private static MemberIdentity identity(long id) {
        return new MemberIdentity(1, id, 1);
    }
}
