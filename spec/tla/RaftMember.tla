----------------------------- MODULE RaftMember -----------------------------
(***************************************************************************)
(* How a step of one member is put together, and the rules about terms,    *)
(* roles and durability that every handler shares.                         *)
(*                                                                         *)
(* Each input of the protocol is one operator, named On..., from a member  *)
(* record and the input to                                                 *)
(*                                                                         *)
(*     [n    |-> the member's record afterwards,                           *)
(*      now  |-> the messages that may leave at once,                      *)
(*      done |-> results for the host]                                     *)
(*                                                                         *)
(* What may leave only when a write is durable stays in n.pendingWrites,   *)
(* beside that write, and dies with it in a crash.                         *)
(*                                                                         *)
(* Inside an operator a step is a record under construction, handed from   *)
(* rule to rule.                                                           *)
(***************************************************************************)
EXTENDS RaftTypes

Nothing == [base |-> <<>>, firstIndex |-> 0, entries |-> <<>>]

Begin(n) ==
    [n |-> n, written |-> Nothing, told |-> {}, acknowledged |-> {}, released |-> {}, done |-> {}]

(* Sends messages, as soon as the term and vote of their sender are durable. *)
Tell(s, messages) == [s EXCEPT !.told = @ \cup messages]

(* Sends a message that vouches for the log, as soon as everything written *)
(* up to the end of this step is durable.                                  *)
Acknowledge(s, message) == [s EXCEPT !.acknowledged = @ \cup {message}]

Report(s, results) == [s EXCEPT !.done = @ \cup results]

(***************************************************************************)
(* Results for the host.                                                   *)
(***************************************************************************)
Accepted(firstIndex, term) == [result |-> "Accepted", firstIndex |-> firstIndex, term |-> term]

NotLeader(leader) == [result |-> "NotLeader", leader |-> leader]

(* A leader does not do this now, for this reason; it is about these       *)
(* members.                                                                *)
Refused(reason, members) == [result |-> "Refused", reason |-> reason, members |-> members]

TransferStarted(target) == [result |-> "TransferStarted", target |-> target]

ReadReady(requestId, index) == [result |-> "ReadReady", requestId |-> requestId, index |-> index]

ReadRefused(requestId) == [result |-> "ReadRefused", requestId |-> requestId]

(* The host stores a chunk of the snapshot that it is being sent.          *)
ChunkReceived(base, chunk) == [result |-> "ChunkReceived", base |-> base, chunk |-> chunk]

(* The chunks are complete: the host takes its state from them.            *)
Restored(base) == [result |-> "Restored", base |-> base]

(***************************************************************************)
(* Roles and terms (thesis 3.3).  A change of role forgets what the former *)
(* one knew; clients whose reads waited here are told.  Chunks of a        *)
(* snapshot are kept as long as their sender leads.                        *)
(***************************************************************************)
TakeRole(s, role, leader) ==
    LET n == s.n
        own == {k \in DOMAIN n.reads : n.reads[k].requester = n.id}
        follows == role = "Follower" /\ leader = n.leader
    IN  Report([s EXCEPT !.n = [n EXCEPT !.role = role, !.leader = leader, !.votes = {},
                                         !.progress = NoProgress, !.heardFrom = {},
                                         !.readRound = 0, !.reads = <<>>,
                                         !.transferee = None, !.leaseGivenUp = FALSE,
                                         !.receiving = IF follows THEN @ ELSE NotReceiving]],
               {ReadRefused(n.reads[k].requestId) : k \in own})

BecomeFollower(s, term, leader) ==
    TakeRole(IF term > s.n.term \/ "VoteClearedInTerm" \in Broken
             THEN [s EXCEPT !.n.term = term, !.n.votedFor = None] ELSE s,
             "Follower", leader)

(* The term rule: whoever sees a higher term enters it as a follower.      *)
(* Every handler of a message begins with it, but those for messages that  *)
(* only talk of a term that may never be.                                  *)
ObserveTerm(n, m) ==
    IF m.term > n.term /\ ~("TermInAnswersIgnored" \in Broken /\ m.kind = "AppendEntriesResponse") THEN BecomeFollower(Begin(n), m.term, None) ELSE Begin(n)

(***************************************************************************)
(* The log.  A suffix that is replaced is no longer durable: the index     *)
(* falls back, and rises again when the new generation is on the disk.     *)
(***************************************************************************)
AppendToLog(s, firstIndex, entries) ==
    IF entries = <<>> THEN s
    ELSE [s EXCEPT !.n.log = SubSeq(@, 1, firstIndex - 1 - s.n.base.index) \o entries,
                   !.n.durableIndex = IF "DurableIndexStays" \in Broken THEN @
                                      ELSE Min(@, firstIndex - 1),
                   !.written = [base |-> <<>>, firstIndex |-> firstIndex, entries |-> entries]]

CommitTo(s, index) == [s EXCEPT !.n.commitIndex = Max(@, index)]

(* Damage took entries that this member had vouched for.  Once as much is  *)
(* committed, and all that it has is durable, it holds again whatever was  *)
(* committed with its help: it is whole.  Not in the step that writes the  *)
(* last of it: a crash may keep the hard state of that write and none of   *)
(* its entries.                                                            *)
MendIfWhole(s) ==
    IF /\ s.n.lostIndex > 0 /\ s.n.commitIndex >= s.n.lostIndex
       /\ s.n.pendingWrites = <<>>
       /\ s.written = Nothing \/ "MendTooEarly" \in Broken
    THEN [s EXCEPT !.n.lostIndex = 0] ELSE s

(***************************************************************************)
(* The end of a step: its one write, if it changed the term, the vote, the *)
(* loss or the log, and then the messages.  The rule of this module        *)
(* (thesis 3.8):                                                           *)
(*                                                                         *)
(*   - a message waits while the term or vote of its sender is not durable *)
(*   - an acknowledgement of entries waits while any write is not durable. *)
(***************************************************************************)
HardState(n) == <<n.term, n.votedFor, n.lostIndex>>

Hold(writes, at, messages) ==
    IF at = 0 \/ messages = {} THEN writes
    ELSE [writes EXCEPT ![at].sendAfterPersist = @ \cup messages]

End(before, s) ==
    LET n == s.n
        changed == HardState(n) # HardState(before)
        write == [hardState |-> IF changed THEN HardState(n) ELSE NoHardState,
                  base |-> s.written.base,
                  firstIndex |-> s.written.firstIndex, entries |-> s.written.entries,
                  sendAfterPersist |-> {}]
        writes == IF changed \/ s.written # Nothing THEN Append(n.pendingWrites, write)
                  ELSE n.pendingWrites
        withHardState == {k \in DOMAIN writes : writes[k].hardState # NoHardState}
        toldAfter == IF "TellBeforeDurable" \in Broken \/ withHardState = {} THEN 0
                     ELSE MaxOf(withHardState)
        acknowledgedAfter == IF "AcknowledgeBeforeDurable" \in Broken THEN toldAfter ELSE Len(writes)
    IN  [n |-> [n EXCEPT !.pendingWrites =
                    Hold(Hold(writes, toldAfter, s.told), acknowledgedAfter, s.acknowledged)],
         now |-> s.released
                 \cup (IF toldAfter = 0 THEN s.told ELSE {})
                 \cup (IF acknowledgedAfter = 0 THEN s.acknowledged ELSE {}),
         done |-> s.done]

(* Nothing happens.                                                        *)
Stay(n) == End(n, Begin(n))
=============================================================================
