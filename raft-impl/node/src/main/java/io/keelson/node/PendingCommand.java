package io.keelson.node;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.node.session.CommandEnvelope;
import java.util.function.Consumer;

/** A command on its way through the log, proposed here or forwarded by another node. */
final class PendingCommand extends Request<Bytes> {
    final CommandEnvelope envelope;
    /** A command that was forwarded to us is not forwarded again. */
    final boolean mayForward;
    /** The term in which it was appended here; 0 while it was not. */
    long term;
    /** Another command of ours that waits at the same index, appended in an earlier term. */
    PendingCommand earlier;

    final Group group;
    /** The member it was forwarded to; 0 while it was not. */
    long forwardedTo;
    private final Backlog backlog;
    private boolean mayBeApplied;

    PendingCommand(
            Group group, CommandEnvelope envelope, boolean mayForward, Backlog backlog, long deadline, Consumer<Outcome<Bytes>> reply) {
        super(deadline, reply);
        this.backlog = backlog;
        this.group = group;
        this.envelope = envelope;
        this.mayForward = mayForward;
    }

    /** From here on the command may take effect although we hear nothing of it. */
    void leavesOurHands() {
        mayBeApplied = true;
    }

    @Override
    void settled(Outcome<Bytes> outcome) {
        backlog.settled(envelope);
        group.commandSettled(outcome);
    }

    @Override
    Outcome<Bytes> expired() {
        return mayBeApplied
                ? new Outcome.Unknown<>("no answer within the time limit; the command may or may not take effect")
                : new Outcome.NotApplied<>(group.leader() == Configuration.NOBODY
                        ? "no leader was known within the time limit"
                        : "the command was not proposed within the time limit", group.leader());
    }

    /** What the client is told when nobody will find out any more. */
    Outcome<Bytes> abandoned(String reason) {
        return mayBeApplied ? new Outcome.Unknown<>(reason) : new Outcome.NotApplied<>(reason, 0);
    }
}
