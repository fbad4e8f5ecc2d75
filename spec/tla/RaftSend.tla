------------------------------ MODULE RaftSend ------------------------------
(***************************************************************************)
(* What a leader sends to whom, and what it learns of each other member    *)
(* from the answers (thesis 3.5, 10.2.1).                                  *)
(*                                                                         *)
(* Probing, a leader looks for the last index at which the logs agree,     *)
(* with AppendEntries that carry nothing.  Replicating, it sends entries   *)
(* ahead of acknowledgements, up to a window.                              *)
(***************************************************************************)
EXTENDS RaftMember

FreshProgress(nextIndex) ==
    [matchIndex |-> 0, nextIndex |-> nextIndex, replicating |-> FALSE, confirmedRound |-> 0]

WindowFull(p) == p.nextIndex - 1 - p.matchIndex >= MaxInflight

HasEntriesFor(n, to) ==
    n.progress[to].nextIndex <= Len(n.log) /\ ~WindowFull(n.progress[to])

Batch(n, to) ==
    LET next == n.progress[to].nextIndex
    IN  SubSeq(n.log, next, Min(Len(n.log), next + MaxAppend - 1))

(* Sends the next entries to those for whom there are any and whose window *)
(* allows it.                                                              *)
SendEntries(s, members) ==
    LET n == s.n
        ready == {to \in members : HasEntriesFor(n, to)}
        Advance(to) ==
            IF to \in ready /\ n.progress[to].replicating
            THEN [n.progress[to] EXCEPT !.nextIndex = @ + Len(Batch(n, to))]
            ELSE n.progress[to]
    IN  Tell([s EXCEPT !.n.progress = [to \in Peers(n) |-> Advance(to)]],
             {AppendEntries(n, to, Batch(n, to)) : to \in ready})

(* An AppendEntries without entries: a heartbeat, a probe, a read round.   *)
SendEmpty(s, members) == Tell(s, {AppendEntries(s.n, to, <<>>) : to \in members})

(* The member's log is durable and equal to ours up to this index.         *)
Acknowledged(p, index) ==
    LET match == IF "MatchIndexFalls" \in Broken THEN index ELSE Max(p.matchIndex, index)
    IN  [p EXCEPT !.matchIndex = match,
                  !.nextIndex = IF p.replicating THEN Max(@, match + 1) ELSE match + 1,
                  !.replicating = TRUE]

(* Whether a refusal says anything new: not that of an old probe, nor of   *)
(* one that is behind what has been acknowledged since.                    *)
IsNews(p, refusedIndex) ==
    IF p.replicating THEN refusedIndex > p.matchIndex ELSE refusedIndex = p.nextIndex - 1

(* The member's log does not match ours at the index it refused; by its    *)
(* hint it may match at `mayMatch`.                                        *)
Refused(p, mayMatch) ==
    [p EXCEPT !.nextIndex = IF p.replicating THEN p.matchIndex + 1
                            ELSE Max(p.matchIndex, mayMatch) + 1,
              !.replicating = FALSE]
=============================================================================
