------------------------- MODULE RaftIncarnationSeeds -------------------------
(***************************************************************************)
(* States to begin from where each voter is bound to its first directory,  *)
(* and what was said before that may still be under way; and where a wiped *)
(* member is let in again.                                                 *)
(***************************************************************************)
EXTENDS RaftReconfigSeeds

ASSUME ~Founded

Bind == BoundTo(FirstConfiguration, [i \in Voters |-> 1])

Opening == <<Entry(1, Noop), Entry(1, ConfigurationValue(Bind))>>

OpeningCommitted == Committed(SubSeq(Opening, 1, 1), 1, FirstConfiguration) \o Committed(SubSeq(Opening, 2, 2), 1, Bind)

(* How the first leader looked when it did not know anybody yet.           *)
FirstLeader(l) == LeaderFrom(l, 1, Opening, 0, [i \in Voters \ {l} |-> FreshProgress(1, Unbound)])

(* What it sent to each other member, and the votes that made it leader.   *)
SaidBefore(l) ==
    UNION {{AppendEntries(FirstLeader(l), i, Opening),
            RequestVoteResponse(Member(i, 1, l, <<>>), RequestVote(FirstLeader(l), i, FALSE), TRUE)} :
           i \in Voters \ {l}}

(***************************************************************************)
(* A member leads term 1, and all have the bindings.                       *)
(***************************************************************************)
LedBy(l) ==
    Begins([i \in Server |->
              IF i = l THEN LeaderFrom(l, 1, Opening, 2, [j \in Voters \ {l} |-> Known(2)])
              ELSE Following(Member(i, 1, l, Opening), l, 2)],
           SaidBefore(l), OpeningCommitted)

InitBound == LedBy(s1)

InitBoundByThree == LedBy(s3)

(***************************************************************************)
(* s1 led term 1 and does not know yet that s2 leads term 2, which has     *)
(* committed an entry with the help of s3.                                 *)
(***************************************************************************)
InitBoundDeposed ==
    LET log == Append(Opening, Entry(2, Noop))
    IN  Begins(Three(
                 LeaderFrom(s1, 1, Opening, 2, [j \in {s2, s3} |-> Known(2)]),
                 LeaderFrom(s2, 2, log, 3, [j \in {s1, s3} |-> Known(IF j = s3 THEN 3 ELSE 2)]),
                 Following(Member(s3, 2, s2, log), s2, 2)),
               SaidBefore(s1), OpeningCommitted \o Committed(<<Entry(2, Noop)>>, 2, Bind))

(***************************************************************************)
(* s3 was wiped, and then removed.  What its former directory acknowledged *)
(* may still be under way.                                                 *)
(***************************************************************************)
Two == BoundTo(Configuration({s1, s2}, {}, {}), [i \in {s1, s2} |-> 1])

Leaving == BoundTo(Configuration({s1, s2}, {s1, s2, s3}, {}), Bind.incarnations)

Removed(messages) ==
    LET log == Opening \o <<Entry(1, ConfigurationValue(Leaving)), Entry(1, ConfigurationValue(Two))>>
    IN  Begins(Three(
                 [LeaderFrom(s1, 1, log, 4, [j \in {s2} |-> Known(4)]) EXCEPT !.heardFrom = {s2}],
                 Following(Member(s2, 1, s1, log), s1, 4),
                 Restart(s3, 2, FirstDisk(s3))),
               messages, OpeningCommitted \o Committed(SubSeq(log, 3, 3), 1, Leaving) \o Committed(SubSeq(log, 4, 4), 1, Two))

InitRemoved == Removed({})

InitRemovedHeardLate == Removed({Acknowledgement(Member(s3, 1, s1, Opening), s1, 2, 0)})

(***************************************************************************)
(* s2 asked s1 for its vote in term 2, and got it.  Then its disk was      *)
(* wiped, and the others, led by s3, have let it in again; s1 does not     *)
(* know.                                                                   *)
(***************************************************************************)
InitLetInAgain ==
    LET again == [Bind EXCEPT !.incarnations[s2] = 2]
        log == Append(Opening, Entry(1, ConfigurationValue(again)))
        former == [Member(s2, 2, s2, Opening) EXCEPT !.role = "Candidate"]
        voter == Member(s1, 2, s2, Opening)
    IN  Begins([i \in Server |->
                  CASE i = s1 -> voter
                    [] i = s2 -> Restart(s2, 2, [FirstDisk(s2) EXCEPT !.term = 1, !.log = log])
                    [] i = s3 -> LeaderFrom(s3, 1, log, 3, [j \in Voters \ {s3} |-> IF j = s2 THEN [Known(3) EXCEPT !.incarnation = 2] ELSE Known(2)])
                    [] OTHER -> Following(Member(i, 1, s3, log), s3, 3)],
               {RequestVote(former, s1, FALSE), RequestVoteResponse(voter, RequestVote(former, s1, FALSE), TRUE)},
               OpeningCommitted \o Committed(SubSeq(log, 3, 3), 1, again))
=============================================================================
