--------------------------- MODULE RaftPersistence ---------------------------
(***************************************************************************)
(* Asynchronous persistence, crash and restart (thesis 3.8, 10.2.1).       *)
(*                                                                         *)
(* A disk is [term, votedFor, log]: what a member finds when it starts.    *)
(* Writes reach it in order.  A crash may keep any prefix of the records   *)
(* of what was not forced: of each write first the term and vote, then the *)
(* entries one by one.                                                     *)
(***************************************************************************)
EXTENDS RaftPreVote

(***************************************************************************)
(* The first k pending writes are durable.  Their messages leave, and an   *)
(* entry counts as durable in the generation that was written: where a     *)
(* later write, still pending, replaces it, the index stays below.         *)
(***************************************************************************)
OnPersisted(n, k) ==
    LET finished == SubSeq(n.pendingWrites, 1, k)
        pending == SubSeq(n.pendingWrites, k + 1, Len(n.pendingWrites))
        WithEntries(writes) == {j \in DOMAIN writes : writes[j].entries # <<>>}
        intact == {pending[j].firstIndex - 1 : j \in WithEntries(pending)}
        reached == IF WithEntries(finished) = {} THEN n.durableIndex
                   ELSE LastIndexOf(finished[MaxOf(WithEntries(finished))])
        s == [Begin(n) EXCEPT
                !.n.pendingWrites = pending,
                !.n.durableIndex = IF "DurableIndexStays" \in Broken THEN reached
                                   ELSE MinOf({reached} \cup intact),
                !.released = UNION {finished[j].sendAfterPersist : j \in DOMAIN finished}]
        t == IF n.role = "Candidate" /\ ~HasHardState(pending) /\ n.id \notin n.votes
             THEN CountVote(s, n.id) ELSE s
    IN  End(n, IF IsLeader(t.n) THEN MaybeCommit(t) ELSE t)

(***************************************************************************)
(* The disk.                                                               *)
(***************************************************************************)
EmptyDisk == [term |-> 0, votedFor |-> None, log |-> <<>>]

(* The records of a write, in the order in which they reach the disk.      *)
RecordsOf(write) ==
    (IF write.hardState = NoHardState THEN <<>>
     ELSE << [index |-> 0, hardState |-> write.hardState] >>)
    \o [j \in DOMAIN write.entries |->
          [index |-> write.firstIndex + j - 1, entry |-> write.entries[j]]]

Records(writes) == Concat([k \in DOMAIN writes |-> RecordsOf(writes[k])])

WriteRecord(disk, record) ==
    IF record.index = 0
    THEN [disk EXCEPT !.term = record.hardState[1], !.votedFor = record.hardState[2]]
    ELSE [disk EXCEPT !.log = Append(SubSeq(@, 1, record.index - 1), record.entry)]

RECURSIVE WriteRecords(_, _)
WriteRecords(disk, records) ==
    IF records = <<>> THEN disk ELSE WriteRecords(WriteRecord(disk, Head(records)), Tail(records))

(* A member that starts knows what its disk holds, and nothing else.       *)
Restart(id, disk) ==
    FollowerFrom(id, IF "TermForgotten" \in Broken THEN LastTerm(disk.log) ELSE disk.term,
                 IF "VoteForgotten" \in Broken THEN None ELSE disk.votedFor, disk.log)
=============================================================================
