package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.node.session.CommandEnvelope;
import java.util.ArrayList;
import java.util.List;

/** The commands of one group on one node: gathered for the next proposal, appended and waiting for their index to commit, or forwarded. */
final class GroupCommands {
    private ArrayList<PendingCommand> gathered = new ArrayList<>();
    private ArrayList<PendingCommand> changes = new ArrayList<>();
    /** Changes of membership whose joint configuration is committed: they are over with the next one. */
    private final ArrayList<PendingCommand> joint = new ArrayList<>();
    private final WaitingCommands appended = new WaitingCommands();

    void gather(PendingCommand command) {
        boolean change = command.envelope.kind() == CommandEnvelope.Kind.CHANGE_MEMBERSHIP;
        (change ? changes : gathered).add(command);
    }

    boolean hasGathered() {
        return !gathered.isEmpty() || !changes.isEmpty();
    }

    /** Takes the changes of membership that have gathered and are still waited for. */
    List<PendingCommand> takeChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<PendingCommand> taken = changes;
        changes = new ArrayList<>();
        taken.removeIf(Request::answered);
        return taken;
    }

    /** Takes what other members have forwarded of what has gathered. */
    List<PendingCommand> takeForeign() {
        List<PendingCommand> taken = new ArrayList<>();
        for (List<PendingCommand> all : List.of(gathered, changes)) {
            all.stream().filter(command -> !command.mayForward).forEach(taken::add);
            all.removeIf(command -> !command.mayForward || command.answered());
        }
        return taken;
    }

    /** Takes what has gathered and is still waited for. */
    List<PendingCommand> takeGathered() {
        if (gathered.isEmpty()) {
            return List.of();
        }
        List<PendingCommand> taken = gathered;
        gathered = new ArrayList<>();
        taken.removeIf(Request::answered);
        return taken;
    }

    /** A command stands in our log at this index, in this term. */
    void appended(long index, long term, PendingCommand command) {
        command.term = term;
        command.earlier = appended.put(index, command);
    }

    /** What the entry of this index and term was made of, null if that was not done here, or nobody waits for it. */
    CommandEnvelope madeOf(long index, long term) {
        PendingCommand waiting = appended.get(index);
        while (waiting != null && waiting.term != term) {
            waiting = waiting.earlier;
        }
        return waiting == null ? null : waiting.envelope;
    }

    /**
     * The entry at an index is committed, so the commands that waited there know their outcome: the one of its term is applied, and those of other terms never will
     * be.
     */
    void committed(long index, long term, Outcome<Bytes> outcome, long leader) {
        PendingCommand waiting = appended.remove(index);
        while (waiting != null) {
            PendingCommand earlier = waiting.earlier;
            waiting.answer(waiting.term == term
                    ? outcome
                    : new Outcome.NotApplied<>("another leader's entry took its place in the log", leader));
            waiting = earlier;
        }
    }

    /** A joint configuration is committed: whoever wanted it has to wait for the one that follows. */
    void jointCommitted(long index, long term, long leader) {
        PendingCommand waiting = appended.remove(index);
        while (waiting != null) {
            PendingCommand earlier = waiting.earlier;
            if (waiting.term == term) {
                joint.add(waiting);
            } else {
                waiting.answer(new Outcome.NotApplied<>("another leader's entry took its place in the log", leader));
            }
            waiting = earlier;
        }
    }

    /** A configuration that is not joint is committed. */
    void changeCommitted(Outcome<Bytes> outcome) {
        joint.forEach(command -> command.answer(outcome));
        joint.clear();
    }

    /**
     * A snapshot has taken the place of the entries up to an index, so nobody can tell here what became of the commands that waited there.
     */
    void passedOver(long index) {
        for (PendingCommand first : appended.removeUpTo(index)) {
            for (PendingCommand command = first; command != null; command = command.earlier) {
                command.answer(new Outcome.Unknown<>("this member was sent a snapshot instead of the entry; the command may or may not have taken effect"));
            }
        }
        changeCommitted(new Outcome.Unknown<>("this member was sent a snapshot instead of the configuration; look at the list of members"));
    }

    /** Everything that still waits, in whatever state. */
    List<PendingCommand> drain() {
        List<PendingCommand> all = new ArrayList<>(gathered);
        all.addAll(changes);
        all.addAll(joint);
        for (PendingCommand first : appended.removeUpTo(Long.MAX_VALUE)) {
            for (PendingCommand command = first; command != null; command = command.earlier) {
                all.add(command);
            }
        }
        gathered.clear();
        changes.clear();
        joint.clear();
        return all;
    }
}
