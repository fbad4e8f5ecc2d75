package io.keelson.node;

import io.keelson.core.Effects.Proposal;
import io.keelson.core.Event;
import io.keelson.core.RaftMember;
import io.keelson.core.Refusal;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.List;

/** The transfers of leadership that were asked of one group's member: gathered in a batch, and the one that is under way (thesis 3.10). */
final class GroupTransfers {
    private List<PendingTransfer> gathered = new ArrayList<>();
    private PendingTransfer underWay;

    void gather(PendingTransfer transfer) {
        gathered.add(transfer);
    }

    boolean hasGathered() {
        return !gathered.isEmpty();
    }

    /** Begins what the batch has gathered: the leader takes the first and refuses the others. */
    void begin(Group group) {
        if (gathered.isEmpty()) {
            return;
        }
        List<PendingTransfer> taken = gathered;
        gathered = new ArrayList<>();
        for (PendingTransfer transfer : taken) {
            RaftMember member = group.member;
            if (member.role() != Role.LEADER) {
                transfer.answer(new Outcome.NotApplied<>("this member does not lead", member.leader()));
            } else if (transfer.isToItself()) {
                transfer.isDone();
            } else {
                begin(transfer, group);
            }
        }
    }

    private void begin(PendingTransfer transfer, Group group) {
        switch (group.step(new Event.TransferLeadership(transfer.target()))) {
            case Proposal.TransferStarted started -> underWay = transfer;
            case Proposal.NotLeader notLeader -> transfer.answer(new Outcome.NotApplied<>("this member does not lead", notLeader.leader()));
            case Proposal.Refused refused -> transfer.answer(refused.reason() == Refusal.TRANSFER_UNDER_WAY ? refusal(refused) : noVoter(transfer, group));
            case Proposal.Accepted accepted -> throw new IllegalStateException("a transfer was taken for a command: " + accepted);
        }
    }

    /** What a leader answers while it hands over. */
    static <T> Outcome<T> refusal(Proposal.Refused refused) {
        long transferee = refused.members().get(0);
        return new Outcome.NotApplied<>("leadership is being handed over to member " + transferee, transferee);
    }

    private static Outcome<Long> noVoter(PendingTransfer transfer, Group group) {
        return new Outcome.Refused<>("member " + transfer.target() + " does not vote in group " + group.id + "; name one of "
                + group.member.configuration().voters());
    }

    /** Tells the outcome of the transfer under way, once it is known. */
    void judge(RaftMember member) {
        if (underWay != null) {
            underWay.judge(member.leader(), member.transferee());
            underWay = underWay.answered() ? null : underWay;
        }
    }

    /** Everything that still waits. */
    List<PendingTransfer> drain() {
        List<PendingTransfer> all = new ArrayList<>(gathered);
        if (underWay != null) {
            all.add(underWay);
        }
        gathered.clear();
        underWay = null;
        return all;
    }
}
