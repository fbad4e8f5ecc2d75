--------------------------- MODULE RaftReplication ---------------------------
(***************************************************************************)
(* How the log reaches the others and commits (thesis 3.5, 3.6.2).         *)
(***************************************************************************)
EXTENDS RaftRead

OnPropose(n, values) ==
    LET first == Len(n.log) + 1
        entries == [k \in DOMAIN values |-> Entry(n.term, values[k])]
        appended == Report(AppendToLog(Begin(n), first, entries), {Accepted(first, n.term)})
    IN  End(n, IF IsLeader(n)
               THEN SendEntries(appended, {to \in Peers(n) : n.progress[to].replicating})
               ELSE Report(Begin(n), {NotLeader(n.leader)}))

OnHeartbeatDue(n) ==
    End(n, IF IsLeader(n) THEN SendEmpty(Begin(n), Peers(n)) ELSE Begin(n))

(***************************************************************************)
(* A leader commits what a quorum holds durably, counting itself only up   *)
(* to its own durable index.  An entry of an earlier term commits only     *)
(* beneath one of this term (thesis 3.6.2, figure 3.7).                    *)
(***************************************************************************)
MaybeCommit(s) ==
    LET n == s.n
        Holds(j) == IF j # n.id THEN n.progress[j].matchIndex
                    ELSE IF "CountBeforeDurable" \in Broken THEN Len(n.log)
                    ELSE n.durableIndex
        index == QuorumValue(Holds)
    IN  IF /\ index > n.commitIndex
           /\ n.log[index].term = n.term \/ "CommitOldTerm" \in Broken
        THEN OpenHeldReads(CommitTo(s, index))
        ELSE s

(***************************************************************************)
(* The follower's side.                                                    *)
(***************************************************************************)
Refuse(s, m, hintIndex, readRound) ==
    Tell(s, {AppendEntriesResponse(s.n, m.from, FALSE, m.prevLogIndex,
                                   hintIndex, TermAt(s.n.log, hintIndex), readRound)})

(* How many of the entries our log has already.  Only a real conflict      *)
(* replaces anything: an old message must not cut what came after it.      *)
Present(log, m) ==
    LET differing == {k \in DOMAIN m.entries : ~Matches(log, m.prevLogIndex + k, m.entries[k].term)}
    IN  CASE "TruncateAlways" \in Broken -> 0
          [] differing = {} -> Len(m.entries)
          [] OTHER -> MinOf(differing) - 1

Accept(s, m) ==
    LET last == m.prevLogIndex + Len(m.entries)
        present == Present(s.n.log, m)
        t == AppendToLog(s, m.prevLogIndex + present + 1,
                         SubSeq(m.entries, present + 1, Len(m.entries)))
        u == CommitTo(t, Min(m.leaderCommit, IF "CommitToOwnEnd" \in Broken THEN Len(t.n.log) ELSE last))
        held == IF "AcknowledgeOwnEnd" \in Broken THEN Len(t.n.log) ELSE last
    IN  Acknowledge(u, AppendEntriesResponse(u.n, m.from, TRUE, held, 0, 0, m.readRound))

(* Whether our log has the entry before those of the message.              *)
Follows(m, log) ==
    \/ Matches(log, m.prevLogIndex, m.prevLogTerm)
    \/ "PrevTermIgnored" \in Broken /\ m.prevLogIndex <= Len(log)

(* A stale leader is told of the newer term and nothing else.  In          *)
(* particular its read round is not echoed: rounds count anew in each      *)
(* term, and the answer bears the newer one.                               *)
OnAppendEntries(n, m) ==
    LET s == ObserveTerm(n, m)
        t == BecomeFollower(s, s.n.term, m.from)
    IN  End(n,
          CASE m.term < s.n.term ->
                 Refuse(s, m, 0, IF "EchoStaleRound" \in Broken THEN m.readRound ELSE 0)
            [] m.term = s.n.term /\ Follows(m, t.n.log) -> Accept(t, m)
            [] OTHER ->
                 Refuse(t, m, LastIndexWithTermAtMost(t.n.log, m.prevLogIndex, m.prevLogTerm), m.readRound))

(***************************************************************************)
(* The leader's side.  A refusal confirms leadership as well: it comes     *)
(* from the same term.                                                     *)
(***************************************************************************)
OnAppendEntriesResponse(n, m) ==
    LET s == ObserveTerm(n, m)
        p == n.progress[m.from]
        heard == [p EXCEPT !.confirmedRound = Max(@, m.readRound)]
        mayMatch == LastIndexWithTermAtMost(n.log, m.hintIndex, m.hintTerm)
        With(progress) == [s EXCEPT !.n.heardFrom = @ \cup {m.from}, !.n.progress[m.from] = progress]
    IN  End(n,
          CASE ~IsLeader(s.n) \/ m.term < s.n.term -> s
            [] IsLeader(s.n) /\ m.term = s.n.term /\ m.success ->
                 AnswerConfirmed(MaybeCommit(SendEntries(With(Acknowledged(heard, m.index)), {m.from})))
            [] OTHER ->
                 AnswerConfirmed(IF IsNews(heard, m.index)
                                 THEN SendEmpty(With(Refused(heard, mayMatch)), {m.from})
                                 ELSE With(heard)))
=============================================================================
