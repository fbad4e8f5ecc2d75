package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingRead;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Message;
import io.keelson.core.Role;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Tells what one step of one member came to, a line for each thing that changed. What did not change is not told. */
final class Narrator {
    /** The components of the state that have words of their own below, or follow from one that has. */
    private static final List<String> WORDED = List.of(
            "identity", "role", "hardState", "leader", "entries", "commitIndex", "durableIndex", "pendingWrites", "votes", "progress",
            "heardFrom", "readRound", "reads", "base", "receiving", "healthy", "transferee", "leaseGivenUp");

    private final List<String> lines = new ArrayList<>();
    private final MemberState before;
    private final MemberState after;
    private final Effects effects;

    private Narrator(MemberState before, MemberState after, Effects effects) {
        this.before = before;
        this.after = after;
        this.effects = effects;
    }

    /**
     * Everything that a reader may want to follow.
     *
     * @param sent what became of the messages that left, as lines
     */
    static List<String> everything(MemberState before, MemberState after, Effects effects, List<String> sent) {
        Narrator narrator = new Narrator(before, after, effects);
        narrator.proposal();
        narrator.role();
        narrator.campaign();
        narrator.progress();
        narrator.disk();
        narrator.snapshot();
        narrator.cut();
        narrator.durability();
        narrator.commits();
        narrator.waitingReads();
        narrator.readResults();
        narrator.others();
        narrator.write();
        narrator.waiting();
        narrator.lines.addAll(sent);
        narrator.nothing();
        return narrator.lines;
    }

    /** What matters from afar: roles, terms, logs cut, commits, reads, refusals. */
    static List<String> outline(MemberState before, MemberState after, Effects effects) {
        Narrator narrator = new Narrator(before, after, effects);
        narrator.proposal();
        narrator.role();
        narrator.disk();
        narrator.snapshot();
        narrator.cut();
        narrator.commits();
        narrator.readResults();
        return narrator.lines;
    }

    /** The role of a member in a few words. */
    static String standing(MemberState state) {
        boolean follows = state.role() == Role.FOLLOWER && state.leader() != Configuration.NOBODY;
        return Speech.role(state.role()) + (follows ? " of " + state.leader() : "") + ", term " + state.hardState().term();
    }

    private void tell(String what) {
        lines.add(after.identity().member() + ": " + what);
    }

    private void proposal() {
        if (effects.proposal() instanceof Effects.Proposal.NotLeader refusal) {
            tell("refuses, " + (refusal.leader() == Configuration.NOBODY ? "no leader is known" : "the leader is " + refusal.leader()));
        } else if (effects.proposal() instanceof Effects.Proposal.Accepted accepted) {
            tell("accepts at " + Speech.position(accepted.firstIndex(), accepted.term()));
        } else if (effects.proposal() instanceof Effects.Proposal.Refused refused) {
            String whom = refused.members().isEmpty() ? "" : " " + Speech.set(refused.members());
            tell("refuses, " + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + whom);
        } else if (effects.proposal() instanceof Effects.Proposal.TransferStarted started) {
            tell("hands over to " + started.target());
        }
    }

    private void role() {
        if (!standing(before).equals(standing(after))) {
            tell(standing(after));
        }
    }

    private void disk() {
        if (before.healthy() != after.healthy()) {
            tell(after.healthy() ? "its disk answers again" : "its disk stalls");
        }
        if (before.transferee() != after.transferee() && after.transferee() == Configuration.NOBODY && after.role() == Role.LEADER) {
            tell("no longer hands over");
        }
        if (!before.leaseGivenUp() && after.leaseGivenUp()) {
            tell("gives its lease up for the rest of the term");
        }
    }

    private void snapshot() {
        if (effects.chunkReceived() != null) {
            tell("has chunk " + effects.chunkReceived().chunk() + " of " + effects.chunkReceived().base().chunks());
        }
        if (effects.restored() != null) {
            tell("restores the snapshot up to " + Speech.position(effects.restored().index(), effects.restored().term()));
        } else if (!before.base().equals(after.base())) {
            tell("compacts up to " + Speech.position(after.base().index(), after.base().term()));
        }
    }

    private void cut() {
        LogWrite write = effects.write();
        if (write != null && write.replaces()) {
            List<Entry> cut = before.entries().stream().filter(entry -> entry.index() >= write.firstIndex()).toList();
            if (!cut.isEmpty()) {
                tell("cuts " + Speech.entries(cut));
            }
        }
        Configuration was = Promises.configuration(before);
        Configuration is = Promises.configuration(after);
        if (!was.equals(is)) {
            tell("in force: " + Speech.configuration(is));
        }
    }

    private void commits() {
        if (!effects.committed().isEmpty()) {
            tell("commits " + Speech.entries(effects.committed()));
        } else if (after.commitIndex() != before.commitIndex()) {
            tell("commit index " + after.commitIndex());
        }
    }

    private void readResults() {
        effects.readsReady().forEach(read -> tell("read r" + read.requestId() + " may be served at " + read.index()));
        effects.readsRefused().forEach(read -> tell("read r" + read.requestId() + " is refused"));
    }

    private void campaign() {
        if (!after.votes().equals(before.votes()) && !after.votes().isEmpty()) {
            tell((after.role() == Role.PRE_CANDIDATE ? "would be voted for by " : "has the votes of ") + Speech.set(after.votes()));
        }
    }

    private void durability() {
        if (after.durableIndex() > before.durableIndex()) {
            tell("log durable up to " + after.durableIndex());
        } else if (after.durableIndex() < before.durableIndex()) {
            tell("log durable only up to " + after.durableIndex());
        }
    }

    private void progress() {
        after.progress().forEach((member, now) -> {
            MemberState.Progress then = before.progress().get(member);
            if (then == null) {
                return;
            }
            if (now.matchIndex() != then.matchIndex()) {
                tell("knows that " + member + " has " + now.matchIndex());
            }
            if (now.nextIndex() < then.nextIndex()) {
                tell("goes back to " + now.nextIndex() + " for " + member);
            }
            if (now.confirmedRound() != then.confirmedRound()) {
                tell("round " + now.confirmedRound() + " confirmed by " + member);
            }
        });
    }

    private void waitingReads() {
        for (PendingRead read : after.reads()) {
            if (!before.reads().contains(read)) {
                String whose = read.requester() == after.identity().member() ? "" : " of " + read.requester();
                tell("read r" + read.requestId() + whose + (read.round() == 0
                        ? " waits for the first commit of the term"
                        : " at " + read.index() + " waits for round " + read.round()));
            }
        }
    }

    /** A component that has no words here is told as it is: what is new in the core shows in transcripts at once. */
    private void others() {
        for (RecordComponent component : MemberState.class.getRecordComponents()) {
            String now = Speech.value(component, after);
            if (!WORDED.contains(component.getName()) && !Objects.equals(Speech.value(component, before), now)) {
                tell(component.getName() + " " + now);
            }
        }
    }

    private void write() {
        if (effects.write() != null) {
            tell("writes w" + effects.write().ticket() + ": " + Speech.write(effects.write()));
        }
    }

    private void waiting() {
        for (PendingWrite pending : after.pendingWrites()) {
            List<Message> earlier = before.pendingWrites().stream()
                    .filter(other -> other.write().ticket() == pending.write().ticket())
                    .findFirst()
                    .map(PendingWrite::sendAfterPersist)
                    .orElse(List.of());
            pending.sendAfterPersist().stream().skip(earlier.size()).forEach(message ->
                    lines.add(Speech.link(message) + " waits for w" + pending.write().ticket() + ": " + Speech.message(message)));
        }
    }

    /** A step of which there is nothing else to tell: an old message, or the leader's count of whom it hears. */
    private void nothing() {
        if (!lines.isEmpty()) {
            return;
        }
        if (after.heardFrom().equals(before.heardFrom())) {
            tell("nothing changes");
        } else if (after.heardFrom().isEmpty()) {
            tell("has heard a quorum; counts anew");
        } else {
            tell("has heard " + Speech.set(after.heardFrom()));
        }
    }
}
