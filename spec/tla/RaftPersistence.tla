--------------------------- MODULE RaftPersistence ---------------------------
(***************************************************************************)
(* Asynchronous persistence, crash and restart (thesis 3.8, 10.2.1).       *)
(*                                                                         *)
(* A disk is [term, votedFor, lostIndex, base, log]: what a member finds   *)
(* when it starts.  Writes reach it in order.  A crash may keep any prefix *)
(* of the records of what was not forced: of each write first the term and *)
(* vote, then the base, then the entries one by one.                       *)
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
        Replacing(writes) == {j \in DOMAIN writes : writes[j].firstIndex # 0}
        intact == {pending[j].firstIndex - 1 : j \in Replacing(pending)}
        reached == IF Replacing(finished) = {} THEN n.durableIndex
                   ELSE LastIndexOf(finished[MaxOf(Replacing(finished))])
        s == [Begin(n) EXCEPT
                !.n.pendingWrites = pending,
                !.n.durableIndex = IF "DurableIndexStays" \in Broken THEN reached
                                   ELSE Max(n.base.index, MinOf({reached} \cup intact)),
                !.released = UNION {finished[j].sendAfterPersist : j \in DOMAIN finished}]
        t == IF n.role = "Candidate" /\ ~HasHardState(pending) /\ n.id \notin n.votes
             THEN CountVote(s, n.id) ELSE MendIfWhole(s)
    IN  End(n, IF IsLeader(t.n) THEN MaybeCommit(t) ELSE t)

(***************************************************************************)
(* The disk.                                                               *)
(***************************************************************************)
NobodysConfiguration == Configuration({}, {}, {})

EmptyDisk(configuration) ==
    [term |-> 0, votedFor |-> None, lostIndex |-> 0, base |-> Base(0, 0, configuration, 0), log |-> <<>>]

(* The records of a write, in the order in which they reach the disk.      *)
RecordsOf(write) ==
    (IF write.hardState = NoHardState THEN <<>>
     ELSE << [kind |-> "HardState", hardState |-> write.hardState] >>)
    \o [j \in DOMAIN write.base |-> [kind |-> "Base", base |-> write.base[j]]]
    \o [j \in DOMAIN write.entries |->
          [kind |-> "Entry", index |-> write.firstIndex + j - 1, entry |-> write.entries[j]]]

Records(writes) == Concat([k \in DOMAIN writes |-> RecordsOf(writes[k])])

(* A base cuts off what stands before it, and all the rest if the log does *)
(* not agree with it.                                                      *)
Rebased(disk, base) ==
    IF Matches(disk, base.index, base.term) THEN WithBase(disk, base)
    ELSE [disk EXCEPT !.base = base, !.log = <<>>]

WriteRecord(disk, record) ==
    CASE record.kind = "HardState" ->
           [disk EXCEPT !.term = record.hardState[1], !.votedFor = record.hardState[2],
                        !.lostIndex = record.hardState[3]]
      [] record.kind = "Base" -> Rebased(disk, record.base)
      [] record.kind = "Entry" ->
           [disk EXCEPT !.log = Append(SubSeq(@, 1, record.index - 1 - disk.base.index), record.entry)]

RECURSIVE WriteRecords(_, _)
WriteRecords(disk, records) ==
    IF records = <<>> THEN disk ELSE WriteRecords(WriteRecord(disk, Head(records)), Tail(records))

(* A member that starts knows what its disk holds, and nothing else; above *)
(* all it leads nothing, for it may have lost what it sent.                *)
Restart(id, incarnation, disk) ==
    LET n == FollowerFrom(id, incarnation, [disk EXCEPT !.term = IF "TermForgotten" \in Broken THEN LastTerm(disk) ELSE @,
                                                        !.votedFor = IF "VoteForgotten" \in Broken THEN None ELSE @])
    IN  IF "LeaderResumes" \in Broken /\ disk.votedFor = id THEN End(n, BecomeLeader(Begin(n))).n ELSE n

(* Damage to what was once durable: the entries from `first` on can't be   *)
(* read any more.  The member knows how far they went.                     *)
Damaged(disk, first) ==
    [disk EXCEPT !.log = SubSeq(@, 1, first - 1 - disk.base.index),
                 !.lostIndex = Max(@, LastIndex(disk))]
=============================================================================
