------------------------------ MODULE RaftSend ------------------------------
(***************************************************************************)
(* What a leader sends to whom, and what it learns of each other member    *)
(* from the answers (thesis 3.5, 10.2.1).  Of each it is in a state:       *)
(*                                                                         *)
(*   Probe      looks for the last index at which the logs agree, with     *)
(*              AppendEntries that carry nothing                           *)
(*   Replicate  sends entries ahead of acknowledgements, up to a window    *)
(*   Snapshot   what the member lacks is gone here: sends the snapshot     *)
(*              that stands for it, chunk by chunk                         *)
(***************************************************************************)
EXTENDS RaftMember

FreshProgress(nextIndex, incarnation) ==
    [matchIndex |-> 0, nextIndex |-> nextIndex, state |-> "Probe", chunk |-> 0, confirmedRound |-> 0,
     incarnation |-> incarnation]

(* Whether an answer is the member's.  Of a voter that is not bound,       *)
(* whoever answers first is the member, and whoever comes after it is a    *)
(* stranger.  A learner counts for nothing, so it may change its directory *)
(* as often as it likes: an answer of a former one may come late, when the *)
(* member has just been let in again, and must not keep the next one out.  *)
IsTheirs(n, m) ==
    LET p == n.progress[m.from]
        mayChange == m.from \notin AllVoters(ConfigurationOf(n)) /\ "LearnersStay" \notin Broken
    IN  \/ p.incarnation = m.fromIncarnation
        \/ (p.incarnation = Unbound \/ mayChange) /\ "NewcomersIgnored" \notin Broken
        \/ "StrangersAcknowledge" \in Broken

(* What is known of the member that answers: of another directory nothing  *)
(* yet.                                                                    *)
KnownOf(p, m) ==
    IF p.incarnation \in {Unbound, m.fromIncarnation} \/ "StrangersAcknowledge" \in Broken
    THEN [p EXCEPT !.incarnation = m.fromIncarnation]
    ELSE FreshProgress(p.nextIndex, m.fromIncarnation)

WindowFull(p) == p.nextIndex - 1 - p.matchIndex >= MaxInflight

HasEntriesFor(n, to) ==
    LET p == n.progress[to]
    IN  p.state # "Snapshot" /\ p.nextIndex <= LastIndex(n) /\ ~WindowFull(p)

Batch(n, to) ==
    LET next == n.progress[to].nextIndex
    IN  Between(n, next, Min(LastIndex(n), next + MaxAppend - 1))

(* Sends the next entries to those for whom there are any and whose window *)
(* allows it.                                                              *)
SendEntries(s, members) ==
    LET n == s.n
        ready == {to \in members : HasEntriesFor(n, to)}
        Advance(to) ==
            IF to \in ready /\ n.progress[to].state = "Replicate"
            THEN [n.progress[to] EXCEPT !.nextIndex = @ + Len(Batch(n, to))]
            ELSE n.progress[to]
    IN  Tell([s EXCEPT !.n.progress = [to \in DOMAIN n.progress |-> Advance(to)]],
             {AppendEntries(n, to, Batch(n, to)) : to \in ready})

Replicating(n) == {to \in DOMAIN n.progress : n.progress[to].state = "Replicate"}

(* An AppendEntries without entries: a heartbeat, a probe, a read round.   *)
(* To a member that is being sent a snapshot it asks whether it has it.    *)
SendEmpty(s, members) == Tell(s, {AppendEntries(s.n, to, <<>>) : to \in members})

SendChunk(s, members) ==
    Tell(s, {InstallSnapshot(s.n, to, s.n.progress[to].chunk) : to \in members})

(* What comes after `index` is what the member needs, and that is gone.    *)
NeedsSnapshot(n, p) ==
    [p EXCEPT !.state = "Snapshot", !.nextIndex = n.base.index + 1, !.chunk = 1]

(* The member's log is durable and equal to ours up to this index.  What   *)
(* is below our base tells nothing of where to go on.                      *)
Acknowledged(n, p, index) ==
    LET match == IF "MatchIndexFalls" \in Broken THEN index ELSE Max(p.matchIndex, index)
        known == [p EXCEPT !.matchIndex = match]
    IN  IF match < n.base.index THEN known
        ELSE [known EXCEPT !.nextIndex = IF p.state = "Replicate" THEN Max(@, match + 1) ELSE match + 1,
                           !.state = "Replicate", !.chunk = 0]

(* Whether a refusal says anything new: not that of an old probe, nor of   *)
(* one that is behind what has been acknowledged since.                    *)
IsNews(p, refusedIndex) ==
    CASE p.state = "Replicate" -> refusedIndex > p.matchIndex /\ "NeverSendsAgain" \notin Broken
      [] p.state = "Probe" -> refusedIndex = p.nextIndex - 1
      [] OTHER -> FALSE

(* The member's log does not match ours at the index it refused; by its    *)
(* hint it may match at `mayMatch`.                                        *)
SteppedBack(n, p, refusedIndex, mayMatch) ==
    IF refusedIndex <= n.base.index THEN NeedsSnapshot(n, p)
    ELSE [p EXCEPT !.nextIndex = (IF p.state = "Replicate" THEN Max(p.matchIndex, n.base.index)
                                  ELSE IF "NeverBacksOff" \in Broken THEN refusedIndex
                                  ELSE Max(p.matchIndex, mayMatch)) + 1,
                   !.state = "Probe"]

(* The member has lost entries that it had acknowledged.                   *)
LostTheirs(n, p, hintIndex, mayMatch) ==
    [p EXCEPT !.matchIndex = Min(@, hintIndex), !.nextIndex = mayMatch + 1,
              !.state = "Probe", !.chunk = 0]
=============================================================================
