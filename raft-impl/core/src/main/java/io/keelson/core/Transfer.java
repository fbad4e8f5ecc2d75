package io.keelson.core;

import java.util.List;

/**
 * Leadership transfer (thesis 3.10), the leader's side. It brings the target up to date, taking no proposals meanwhile, and then asks it to campaign at once. After
 * an election timeout it gives up and goes on.
 */
final class Transfer {
    private final Member n;
    private final Sending sending;

    Transfer(Member member, Sending sending) {
        this.n = member;
        this.sending = sending;
    }

    /** Spec: {@code OnTransferLeadership}. */
    void onTransferLeadership(long target) {
        if (!n.isLeader()) {
            n.out.proposal(new Effects.Proposal.NotLeader(n.leader));
        } else if (n.transferee != Configuration.NOBODY) {
            n.out.refuse(Refusal.TRANSFER_UNDER_WAY, List.of(n.transferee));
        } else if (target == n.id() || !n.configuration().voters().contains(target)) {
            n.out.refuse(Refusal.NOT_ANOTHER_VOTER, List.of(target));
        } else {
            n.transferee = target;
            n.out.proposal(new Effects.Proposal.TransferStarted(target));
            sending.sendEntries(target);
            timeoutNowIfCaughtUp();
        }
    }

    /** As soon as the target has everything, it is told to campaign. Spec: {@code TimeoutNowIfCaughtUp}. */
    void timeoutNowIfCaughtUp() {
        Progress target = n.progress.get(n.transferee);
        if (target != null && target.matchIndex() == n.log.lastIndex()) {
            n.leaseGivenUp = true;
            n.out.tell(new Message.TimeoutNow(n.id(), n.incarnation(), n.transferee, n.term));
        }
    }

    /**
     * Spec: {@code OnTransferTimeout}. The leader takes proposals again. Its lease, once given up, stays so for the rest of the term.
     */
    void onTransferTimeout() {
        if (n.isLeader()) {
            n.transferee = Configuration.NOBODY;
        }
    }
}
