package io.keelson.node;

import io.keelson.node.wire.Frame;
import java.util.TreeMap;

/** The commands that this node has sent on to whoever leads, until the answer comes; and what others have sent on to it. */
final class Forwarding {
    private final FrameSender sender;
    private final TreeMap<Long, PendingCommand> forwarded = new TreeMap<>();
    private final ForwardedNumbers arrivals = new ForwardedNumbers();
    private long lastCorrelation;

    /**
     * Begins with nothing forwarded.
     *
     * @param firstNumber where the numbers of commands begin: no other process of this member may have used those that follow
     */
    Forwarding(FrameSender sender, long firstNumber) {
        this.sender = sender;
        this.lastCorrelation = firstNumber;
    }

    void forward(Group group, PendingCommand command, long leader) {
        lastCorrelation++;
        forwarded.put(lastCorrelation, command);
        sender.send(new Frame.ForwardedCommand(
                sender.headerTo(group.id, leader), group.member.term(), lastCorrelation, command.envelope.encode()));
    }

    void answered(Frame.ForwardedOutcome outcome) {
        PendingCommand waiting = forwarded.remove(outcome.correlation());
        if (waiting != null) {
            waiting.answer(outcome.outcome());
        }
    }

    /**
     * Says whether a command that came from another node was taken before, as far as can be known: taken once, it is answered once; whether an earlier life of
     * ours took it we can't know, so the sender must not be told that it was not.
     */
    boolean mayHaveTaken(Group group, Frame.ForwardedCommand frame) {
        boolean repeated = !arrivals.isNew(frame.header().from(), frame.correlation());
        return repeated || group.mayHaveTaken(frame.term());
    }

    /** Whoever led before may be gone for good, and its clients wait: they are told now what they would be told at the end of their time. */
    void leaderChanged(Group group, long leader) {
        for (PendingCommand command : forwarded.values()) {
            if (command.group == group && command.forwardedTo != leader) {
                command.answer(new Outcome.Unknown<>(
                        "the leader changed before it answered; the command may or may not take effect"));
            }
        }
    }

    /** Forgets the oldest that have been answered, by whomever. */
    void forgetAnswered() {
        while (!forwarded.isEmpty() && forwarded.firstEntry().getValue().answered()) {
            forwarded.pollFirstEntry();
        }
    }

    /** Answers everything that waits: the node is going. */
    void abandon(String reason) {
        forwarded.values().forEach(command -> command.answer(new Outcome.Unknown<>(reason)));
        forwarded.clear();
    }
}
