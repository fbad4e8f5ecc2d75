-------------------------- MODULE RaftSnapshotSeeds --------------------------
(***************************************************************************)
(* Models that begin with a snapshot.  See RaftSeeds.                      *)
(***************************************************************************)
EXTENDS RaftSeeds

Committed(entries, at, c) ==
    [k \in DOMAIN entries |-> [term |-> entries[k].term, value |-> entries[k].value, at |-> at, by |-> c]]

Known(match) ==
    [matchIndex |-> match, nextIndex |-> match + 1, state |-> "Replicate", chunk |-> 0, confirmedRound |-> 0,
     incarnation |-> 1]

(* The member after it has compacted its log up to an index.               *)
Compacted(n, index) == WithBase(n, Base(index, TermAt(n, index), ConfigurationUpTo(n, index), Chunks))

(***************************************************************************)
(* s2 leads term 2 and has a snapshot of the first two entries, both       *)
(* committed, and a third, which s1 holds as well.  s3 has a longer log of *)
(* term 1 that agrees with nobody's after the first entry.                 *)
(***************************************************************************)
InitCompacted ==
    LET log == <<Entry(1, Noop), Entry(2, Noop), Entry(2, Command("v"))>>
        leader == LeaderFrom(s2, 2, log, 2, [i \in {s1, s3} |-> IF i = s1 THEN Known(3) ELSE FreshProgress(3, 1)])
    IN  Begins(Three(
                 Following(Member(s1, 2, s2, log), s2, 2),
                 Compacted(leader, 2),
                 Member(s3, 1, s3, <<Entry(1, Noop), Entry(1, Command("v")), Entry(1, Command("v"))>>)),
               {}, Committed(SubSeq(log, 1, 2), 2, First))

(***************************************************************************)
(* s1 has acknowledged three entries, which are committed, and does not    *)
(* know it yet.  A snapshot of the first two is under way to it.           *)
(***************************************************************************)
InitSnapshotUnderWay ==
    LET log == <<Entry(1, Noop), Entry(1, Command("v")), Entry(1, Command("v"))>>
        leader == Compacted(LeaderFrom(s2, 1, log, 3, [i \in {s1, s3} |-> IF i = s1 THEN Known(3) ELSE FreshProgress(4, 1)]), 2)
    IN  Begins(Three(
                 Following(Member(s1, 1, s2, log), s2, 0),
                 leader,
                 Member(s3, 1, s2, <<>>)),
               {InstallSnapshot(leader, s1, 1)}, Committed(log, 1, First))
=============================================================================
