--------------------------- MODULE RaftReplication ---------------------------
(***************************************************************************)
(* How the log reaches the others and commits (thesis 3.5, 3.6.2).         *)
(***************************************************************************)
EXTENDS RaftTransfer

OnPropose(n, values) ==
    LET first == LastIndex(n) + 1
        entries == [k \in DOMAIN values |-> Entry(n.term, values[k])]
        appended == Report(AppendToLog(Begin(n), first, entries), {Accepted(first, n.term)})
    IN  End(n, CASE ~IsLeader(n) -> Report(Begin(n), {NotLeader(n.leader)})
                 [] IsLeader(n) /\ n.transferee # None ->
                        Report(Begin(n), {Refused("TransferUnderWay", {n.transferee})})
                 [] OTHER -> SendEntries(appended, Replicating(n)))

(* With leases each heartbeat is a round, so that its echoes renew one.    *)
OnHeartbeatDue(n) ==
    End(n, CASE ~IsLeader(n) -> Begin(n)
             [] IsLeader(n) /\ LeaseOn -> BeginRound(Begin(n))
             [] OTHER -> SendEmpty(Begin(n), DOMAIN n.progress))

(***************************************************************************)
(* A leader commits what a quorum holds durably, counting itself only up   *)
(* to its own durable index, and only if it votes.  An entry of an earlier *)
(* term commits only beneath one of this term (thesis 3.6.2, figure 3.7).  *)
(***************************************************************************)
MaybeCommit(s) ==
    LET n == s.n
        Holds(j) == IF j # n.id THEN n.progress[j].matchIndex
                    ELSE IF "CountBeforeDurable" \in Broken THEN LastIndex(n)
                    ELSE n.durableIndex
        index == QuorumValue(ConfigurationOf(n), Holds)
    IN  IF /\ index > n.commitIndex
           /\ TermAt(n, index) = n.term \/ "CommitOldTerm" \in Broken
           /\ TermAt(n, n.commitIndex + 1) = n.term \/ "OldTermBlocks" \notin Broken
        THEN AfterCommit(OpenHeldReads(CommitTo(s, index)))
        ELSE s

(***************************************************************************)
(* The follower's side.                                                    *)
(***************************************************************************)
(* What is refused changes nothing of the log: the message may be old.     *)
AfterRefusal(s) ==
    LET kept == Max(s.n.commitIndex, s.n.base.index + 1)
    IN  IF "TruncateOnRefusal" \in Broken /\ kept < LastIndex(s.n) THEN AppendToLog(s, kept, <<EntryAt(s.n, kept)>>)
        ELSE s

Refuse(s, m, hintIndex, hintTerm, readRound) ==
    Tell(AfterRefusal(s), {AppendEntriesResponse(s.n, m.from, FALSE, m.prevLogIndex, hintIndex, hintTerm, readRound)})

Affirm(s, m, index) ==
    Acknowledge(s, Acknowledgement(s.n, m.from, index, m.readRound))

(* How many of the entries our log has already.  Only a real conflict      *)
(* replaces anything: an old message must not cut what came after it.      *)
Present(n, m) ==
    LET differing == {k \in DOMAIN m.entries : ~Matches(n, m.prevLogIndex + k, m.entries[k].term)}
    IN  CASE "TruncateAlways" \in Broken -> 0
          [] differing = {} -> Len(m.entries)
          [] OTHER -> MinOf(differing) - 1

Accept(s, m) ==
    LET last == m.prevLogIndex + Len(m.entries)
        present == Present(s.n, m)
        t == AppendToLog(s, m.prevLogIndex + present + 1,
                         SubSeq(m.entries, present + 1, Len(m.entries)))
        u == CommitTo(t, Min(m.leaderCommit, IF "CommitToOwnEnd" \in Broken THEN LastIndex(t.n) ELSE last))
        held == IF "AcknowledgeOwnEnd" \in Broken THEN LastIndex(t.n) ELSE last
    IN  MendIfWhole(Affirm(u, m, held))

(* Whether our log has the entry before those of the message.              *)
Follows(m, n) ==
    \/ Matches(n, m.prevLogIndex, m.prevLogTerm)
    \/ "PrevTermIgnored" \in Broken /\ m.prevLogIndex <= LastIndex(n)

(* A stale leader is told of the newer term and nothing else.  In          *)
(* particular its read round is not echoed: rounds count anew in each      *)
(* term, and the answer bears the newer one.                               *)
(*                                                                         *)
(* What lies below our base is committed, so the leader has it too; it     *)
(* will go on from our commit index.                                       *)
OnAppendEntries(n, m) ==
    LET s == ObserveTerm(n, m)
        t == BecomeFollower(s, s.n.term, m.from)
        hint == LastIndexWithTermAtMost(t.n, m.prevLogIndex, m.prevLogTerm)
        ignored == "CandidateIgnoresLeader" \in Broken /\ n.role = "Candidate" /\ m.term = n.term
    IN  IF ForFormerDirectory(n, m) \/ ignored THEN Stay(n) ELSE End(n,
          CASE m.term < s.n.term ->
                 Refuse(s, m, 0, 0, IF "EchoStaleRound" \in Broken THEN m.readRound ELSE 0)
            [] m.term = s.n.term /\ m.prevLogIndex < t.n.base.index -> Affirm(t, m, t.n.commitIndex)
            [] m.term = s.n.term /\ m.prevLogIndex >= t.n.base.index /\ Follows(m, t.n) -> Accept(t, m)
            [] OTHER -> Refuse(t, m, hint, TermAt(t.n, hint), m.readRound))

(***************************************************************************)
(* The leader's side.                                                      *)
(***************************************************************************)
(* A member that has lost entries is whole once as much is committed.      *)
(* Nobody may ever write as much: the entries may be gone with the leader  *)
(* that had them, or the member can't tell how many they were.  Where all  *)
(* is committed and the member needs more, the leader adds entries that    *)
(* say nothing.                                                            *)
FillUpTo(s, index) ==
    LET n == s.n
        lacking == Min(index - LastIndex(n), MaxAppend)
        filled == AppendToLog(s, LastIndex(n) + 1, [k \in 1..lacking |-> Entry(n.term, Noop)])
    IN  IF lacking > 0 /\ n.commitIndex = LastIndex(n) /\ n.transferee = None /\ "LostWait" \notin Broken
        THEN SendEntries(filled, Replicating(n)) ELSE s

(* A refusal confirms leadership as well: it comes from the same term.     *)
(* What a stranger says confirms nothing.                                  *)
OnAppendEntriesResponse(n, m) ==
    LET s == ObserveTerm(n, m)
        counted == IsLeader(s.n) /\ m.term = s.n.term /\ m.from \in DOMAIN n.progress
                   /\ IsTheirs(n, m)
        heard == [KnownOf(n.progress[m.from], m) EXCEPT !.confirmedRound = Max(@, m.readRound)]
        mayMatch == LastIndexWithTermAtMost(n, m.hintIndex, m.hintTerm)
        With(progress) == [s EXCEPT !.n.heardFrom = @ \cup {m.from}, !.n.progress[m.from] = progress]
        Go(t) == IF t.n.progress[m.from].state = "Snapshot" THEN SendChunk(t, {m.from})
                 ELSE SendEmpty(t, {m.from})
    IN  End(n,
          CASE ~counted -> s
            [] counted /\ m.success ->
                 AnswerConfirmed(TimeoutNowIfCaughtUp(FillUpTo(MaybeCommit(
                     SendEntries(With(Acknowledged(n, heard, m.index)), {m.from})), m.hintIndex)))
            [] OTHER ->
                 AnswerConfirmed(
                   CASE heard.state = "Snapshot" ->
                          IF m.index = n.base.index /\ "ChunkSentOnce" \notin Broken
                          THEN SendChunk(With(heard), {m.from}) ELSE With(heard)
                     [] heard.state # "Snapshot" /\ m.lost /\ m.hintIndex < heard.matchIndex ->
                          Go(With(LostTheirs(n, heard, m.hintIndex, mayMatch)))
                     [] heard.state # "Snapshot" /\ ~(m.lost /\ m.hintIndex < heard.matchIndex)
                        /\ IsNews(heard, m.index) ->
                          Go(With(SteppedBack(n, heard, m.index, mayMatch)))
                     [] OTHER -> With(heard)))
=============================================================================
