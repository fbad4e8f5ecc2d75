package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.Input;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * What may happen to a member: {@code Next} of {@code Raft}, action by action, under the same names and with the same guards and bounds.
 *
 * <p>A guard reads the member's own record, and of the rest no more than the arguments here say: so what may happen is worked out once for each
 * record.
 */
final class Actions {
    /**
     * One thing that may happen.
     *
     * @param action the spec's name for it
     * @param happening what it is
     */
    record Choice(String action, Happening happening) {}

    /** What an action does to a member. */
    sealed interface Happening {}

    /** The member takes an input; with a synchronous disk, what it writes is durable in the same action. The spec's {@code Take}. */
    record Take(Input input) implements Happening {}

    /** As {@link Take}, and the history notes that the read is asked for. */
    record Ask(int read) implements Happening {}

    /** The first so many of the pending writes become durable. */
    record Force(int writes) implements Happening {}

    /** The member crashes, so many records of its pending writes survive, and it restarts. */
    record Die(int keptRecords) implements Happening {}

    /** The disk is wiped, and the member starts with another directory. */
    record Wipe() implements Happening {}

    /** As {@link Die}, and then the entries from an index on can't be read any more. */
    record Damage(int keptRecords, long first) implements Happening {}

    /** The only choice of {@link Wipe}; when, {@link WipeGuard} says. */
    static final Choice WIPE = new Choice("Wipe", new Wipe());

    /** The spec's {@code <<"v">>}. */
    static final List<Payload.Command> PROPOSED = List.of(new Payload.Command(Bytes.utf8("v")));

    private final ModelSettings model;

    Actions(ModelSettings model) {
        this.model = model;
    }

    /**
     * What may happen to a member by itself.
     *
     * @param local the member and its disk
     * @param nextRead the read that may be asked for, 0 if none
     */
    List<Choice> byItself(MemberSteps.Local local, int nextRead) {
        List<Choice> choices = new ArrayList<>();
        ofTimeAndClients(local.state(), nextRead, choices);
        ofOperators(local.state(), choices);
        ofTheDisk(local, choices);
        return choices;
    }

    private void ofTimeAndClients(MemberState n, int nextRead, List<Choice> choices) {
        long id = n.identity().member();
        boolean leads = n.role() == Role.LEADER;
        if (model.mayCampaign.contains(id) && mayCampaignItself(n) && n.hardState().term() < model.maxTerm) {
            choices.add(take("ElectionTimeout", new Input.ElectionTimeout()));
        }
        if (model.replicationOn && model.heartbeatsOn && leads) {
            choices.add(take("HeartbeatDue", new Input.HeartbeatDue()));
        }
        if (model.member.checkQuorum() && leads) {
            choices.add(take("QuorumCheckDue", new Input.QuorumCheckDue()));
        }
        if (leads && n.lastIndex() < model.maxLog) {
            choices.add(take("Propose", new Input.Propose(PROPOSED)));
        }
        if (nextRead > 0) {
            choices.add(new Choice("ReadIndex", new Ask(nextRead)));
        }
    }

    private void ofOperators(MemberState n, List<Choice> choices) {
        boolean leads = n.role() == Role.LEADER;
        if (leads && n.hardState().term() < model.maxTerm) {
            model.mayTransferTo.forEach(target -> choices.add(take("TransferLeadership", new Input.TransferLeadership(target))));
        }
        if (n.transferee() != Configuration.NOBODY) {
            choices.add(take("TransferTimeout", new Input.TransferTimeout()));
        }
        if (leads && n.lastIndex() < model.maxLog) {
            model.voterTargets.forEach(voters -> model.learnerTargets.forEach(learners -> changeMembership(n, voters, learners, choices)));
        }
        if (!model.founded && bindingIsDue(n) && n.lastIndex() < model.maxLog) {
            choices.add(take("BindingDue", new Input.BindingDue()));
        }
        for (long index = n.base().index() + 1; model.mayCompact.contains(n.identity().member()) && index <= compactable(n); index++) {
            choices.add(take("Compact", new Input.Compact(index, model.chunks)));
        }
        if (model.mayStall.contains(n.identity().member())) {
            choices.add(take("StorageHealth", new Input.StorageHealth(!n.healthy())));
        }
    }

    /** The host asks for a change that is not in force already. */
    private static void changeMembership(MemberState n, List<Long> voters, List<Long> learners, List<Choice> choices) {
        Configuration now = n.configurationUpTo(n.lastIndex());
        boolean same = !now.isJoint() && now.voters().equals(voters) && now.learners().equals(learners);
        if (!same) {
            choices.add(take("ChangeMembership", new Input.ChangeMembership(voters, learners)));
        }
    }

    /** The spec's guard of the same name. */
    private static boolean bindingIsDue(MemberState n) {
        Configuration now = n.configurationUpTo(n.lastIndex());
        return n.role() == Role.LEADER
                && n.transferee() == Configuration.NOBODY
                && termAt(n, n.commitIndex()) == n.hardState().term()
                && !now.isJoint()
                && n.commitIndex() >= configurationIndex(n)
                && now.allVoters().stream().anyMatch(member -> now.boundTo(member) == Configuration.UNBOUND && isKnown(n, member));
    }

    private static boolean isKnown(MemberState n, long member) {
        return member == n.identity().member() || n.progress().get(member).incarnation() != Configuration.UNBOUND;
    }

    private static long termAt(MemberState n, long index) {
        return index == n.base().index() ? n.base().term() : n.entries().get((int) (index - n.base().index() - 1)).term();
    }

    private static long configurationIndex(MemberState n) {
        return n.entries().stream().filter(entry -> entry.payload() instanceof Configuration).mapToLong(Entry::index).max().orElse(n.base().index());
    }

    /** Up to where the member's host may compact; what lies below the first configuration that the member knows may not go. */
    private long compactable(MemberState n) {
        long most = Math.min(model.maxLog, Math.min(n.commitIndex(), n.durableIndex()));
        return n.configurationUpTo(most).voters().isEmpty() ? 0 : most;
    }

    private void ofTheDisk(MemberSteps.Local local, List<Choice> choices) {
        MemberState n = local.state();
        for (int writes = 1; writes <= n.pendingWrites().size(); writes++) {
            choices.add(new Choice("Persisted", new Force(writes)));
        }
        for (int kept = 0; kept <= DiskModel.records(n.pendingWrites()); kept++) {
            if (model.mayCrash.contains(n.identity().member())) {
                choices.add(new Choice("Crash", new Die(kept)));
            }
            if (model.mayDamage.contains(n.identity().member()) && local.disk().hardState().lostIndex() == 0) {
                Recovered disk = DiskModel.written(local.disk(), n.pendingWrites(), kept);
                for (long first = disk.base().index() + 1; first <= disk.lastIndex(); first++) {
                    choices.add(new Choice("Damage", new Damage(kept, first)));
                }
            }
        }
    }

    /** The spec's guard of the same name. */
    private static boolean mayCampaignItself(MemberState n) {
        Configuration standsBy = standsBy(n);
        return n.role() != Role.LEADER
                && standsBy.isVoter(n.identity().member())
                && standsBy.counts(n.identity().member(), n.identity().incarnation())
                && n.healthy()
                && n.hardState().lostIndex() == 0;
    }

    /** The spec's operator of the same name. */
    private static Configuration standsBy(MemberState n) {
        Configuration inForce = n.configurationUpTo(n.lastIndex());
        long at = configurationIndex(n);
        return !inForce.isVoter(n.identity().member()) && at > n.commitIndex() ? n.configurationUpTo(at - 1) : inForce;
    }

    /**
     * What may happen when a message arrives.
     *
     * @param n the member
     * @param message addressed to it
     */
    List<Choice> onArrival(MemberState n, Message message) {
        return switch (message) {
            case Message.PreVote m -> receive(m, heardLeader(n));
            case Message.PreVoteResponse m -> receive(m);
            case Message.RequestVote m -> receive(m, heardLeader(n));
            case Message.RequestVoteResponse m -> receive(m);
            case Message.AppendEntries m -> model.replicationOn ? receive(m) : List.of();
            case Message.AppendEntriesResponse m -> receive(m);
            case Message.InstallSnapshot m -> receive(m);
            case Message.InstallSnapshotResponse m -> receive(m);
            case Message.TimeoutNow m -> n.hardState().term() < model.maxTerm ? receive(m) : List.of();
            case Message.ReadIndexRequest m -> n.readRound() + n.reads().size() <= model.maxReads ? receive(m) : List.of();
            case Message.ReadIndexResponse m -> receive(m);
        };
    }

    /** The choice is free, but for a leader: one that checks its quorum steps down by that check, not for a candidate. */
    private boolean[] heardLeader(MemberState n) {
        return n.role() == Role.LEADER ? new boolean[] {model.member.checkQuorum()} : new boolean[] {false, true};
    }

    private static List<Choice> receive(Message message, boolean... heardLeader) {
        List<Choice> choices = new ArrayList<>();
        for (boolean heard : heardLeader.length == 0 ? new boolean[] {false} : heardLeader) {
            choices.add(take("Receive" + message.getClass().getSimpleName(), new Input.Receive(message, heard)));
        }
        return choices;
    }

    private static Choice take(String action, Input input) {
        return new Choice(action, new Take(input));
    }
}
