------------------------------ MODULE RaftRead ------------------------------
(***************************************************************************)
(* Linearizable reads without a log entry (thesis 6.4).  The leader notes  *)
(* its commit index, opens a round of AppendEntries, and answers once a    *)
(* quorum has echoed that round or a later one: then no other leader had   *)
(* been elected when the request arrived.  A follower asks the leader.     *)
(*                                                                         *)
(* With leases a leader answers at once while one is valid (6.4.1): since  *)
(* it sent a round that a quorum has echoed, less time has passed than a   *)
(* member waits before it helps to elect another.  Time has no place here: *)
(* the boolean leaseValid is given with the request, and RaftLease says    *)
(* when it may be true.                                                    *)
(***************************************************************************)
EXTENDS RaftSend

(* Each request opens a round of its own: an older round's echoes may be   *)
(* older than the request.                                                 *)
BeginRound(s) ==
    LET t == [s EXCEPT !.n.readRound = IF "RoundUsedAgain" \in Broken THEN 1 ELSE @ + 1]
    IN  SendEmpty(t, DOMAIN t.n.progress)

(* Answers the reads whose round a quorum has echoed.                      *)
AnswerConfirmed(s) ==
    LET n == s.n
        Echoed(j) == IF j = n.id THEN n.readRound ELSE n.progress[j].confirmedRound
        confirmed == QuorumValue(ConfigurationOf(n), Echoed)
        Waits(read) == /\ read.round = 0 \/ read.round > confirmed
                       /\ "ReadWithoutRound" \notin Broken
        ready == {n.reads[k] : k \in {k \in DOMAIN n.reads : ~Waits(n.reads[k])}}
        own == {read \in ready : read.requester = n.id}
    IN  IF n.reads = <<>> THEN s
        ELSE Report(Tell([s EXCEPT !.n.reads = SelectSeq(n.reads, Waits)],
                         {ReadIndexResponse(n, read.requester, read.requestId, read.index) : read \in ready \ own}),
                    {ReadReady(read.requestId, read.index) : read \in own})

(* Takes a read in.  Before the first commit of its term a leader does not *)
(* know what is committed, so the read is held.                            *)
OpenRead(s, requester, requestId) ==
    LET Add(t, index, round) ==
            [t EXCEPT !.n.reads = Append(@, [requester |-> requester, requestId |-> requestId,
                                             index |-> index, round |-> round])]
        t == IF "ReadWithoutRound" \in Broken THEN s ELSE BeginRound(s)
    IN  IF CommittedInTerm(s.n) \/ "ReadBeforeCommit" \in Broken
        THEN AnswerConfirmed(Add(t, t.n.commitIndex, t.n.readRound))
        ELSE Add(s, 0, 0)

(* The term has its first commit: the reads that waited for it share one   *)
(* round.                                                                  *)
OpenHeldReads(s) ==
    LET held == {k \in DOMAIN s.n.reads : s.n.reads[k].round = 0}
        t == BeginRound(s)
        opened == [k \in DOMAIN t.n.reads |->
                      IF k \in held
                      THEN [t.n.reads[k] EXCEPT !.index = t.n.commitIndex, !.round = t.n.readRound]
                      ELSE t.n.reads[k]]
    IN  IF held = {} \/ "HeldReadsForgotten" \in Broken THEN s
        ELSE AnswerConfirmed([t EXCEPT !.n.reads = opened])

(* A lease ends for good when the leader invites another to depose it:     *)
(* that one's election does not wait for anybody's time to pass.           *)
MayReadByLease(n, leaseValid) ==
    /\ leaseValid /\ CommittedInTerm(n)
    /\ ~n.leaseGivenUp \/ "LeaseAfterTimeoutNow" \in Broken

OnReadIndex(n, requestId, leaseValid) ==
    End(n, CASE IsLeader(n) /\ MayReadByLease(n, leaseValid) ->
                    Report(Begin(n), {ReadReady(requestId, n.commitIndex)})
             [] IsLeader(n) /\ ~MayReadByLease(n, leaseValid) -> OpenRead(Begin(n), n.id, requestId)
             [] ~IsLeader(n) /\ n.leader # None ->
                    Tell(Begin(n), {ReadIndexRequest(n, n.leader, requestId)})
             [] OTHER -> Report(Begin(n), {ReadRefused(requestId)}))

OnReadIndexRequest(n, m) ==
    LET s == ObserveTerm(n, m)
    IN  End(n, IF IsLeader(s.n) THEN OpenRead(s, m.from, m.requestId) ELSE s)

(* The index was safe when it was told, so it still is, whatever has       *)
(* happened to the terms since.                                            *)
OnReadIndexResponse(n, m) ==
    End(n, Report(ObserveTerm(n, m), {ReadReady(m.requestId, m.readIndex)}))
=============================================================================
