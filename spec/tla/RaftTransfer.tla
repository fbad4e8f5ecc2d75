---------------------------- MODULE RaftTransfer ----------------------------
(***************************************************************************)
(* Leadership transfer (thesis 3.10), the leader's side.  It brings the    *)
(* target up to date, taking no proposals meanwhile, and then asks it to   *)
(* campaign at once.  After an election timeout it gives up and goes on.   *)
(***************************************************************************)
EXTENDS RaftReconfig

(* As soon as the target has everything, it is told to campaign.           *)
TimeoutNowIfCaughtUp(s) ==
    LET n == s.n
        caughtUp == n.transferee \in DOMAIN n.progress
                    /\ n.progress[n.transferee].matchIndex = LastIndex(n)
    IN  IF n.transferee # None /\ caughtUp
        THEN Tell([s EXCEPT !.n.leaseGivenUp = TRUE], {TimeoutNow(n, n.transferee)})
        ELSE s

OnTransferLeadership(n, target) ==
    LET started == Report([Begin(n) EXCEPT !.n.transferee = target], {TransferStarted(target)})
    IN  End(n, CASE ~IsLeader(n) -> Report(Begin(n), {NotLeader(n.leader)})
                 [] IsLeader(n) /\ n.transferee # None ->
                        Report(Begin(n), {Refused("TransferUnderWay", {n.transferee})})
                 [] IsLeader(n) /\ n.transferee = None
                    /\ target \notin ConfigurationOf(n).voters \ {n.id} ->
                        Report(Begin(n), {Refused("NotAnotherVoter", {target})})
                 [] OTHER -> TimeoutNowIfCaughtUp(SendEntries(started, {target})))

(* The transfer has taken too long: the leader takes proposals again.  Its *)
(* lease, once given up, stays so for the rest of the term.                *)
OnTransferTimeout(n) ==
    End(n, IF IsLeader(n) /\ "TransferWaits" \notin Broken
           THEN [Begin(n) EXCEPT !.n.transferee = None] ELSE Begin(n))
=============================================================================
