-------------------------- MODULE RaftReconfigSeeds --------------------------
(***************************************************************************)
(* Models that begin just before a change of membership, or amid one.  See *)
(* RaftSeeds.                                                              *)
(***************************************************************************)
EXTENDS RaftSnapshotSeeds

(***************************************************************************)
(* s1 leads term 1 and has just let a learner in, s4, which has caught up; *)
(* everybody knows everything.                                             *)
(***************************************************************************)
CONSTANTS s4, s5

InitLearner ==
    LET c == BoundTo(Configuration(Voters, {}, {s4}), First.incarnations)
        log == <<Entry(1, Noop), Entry(1, ConfigurationValue(c))>>
        leader == LeaderFrom(s1, 1, log, 2, [j \in (Voters \cup {s4}) \ {s1} |-> Known(2)])
    IN  Begins([i \in Server |->
                  IF i = s1 THEN [leader EXCEPT !.heardFrom = Server \ {s1}]
                  ELSE Following(Member(i, 1, IF i = s4 THEN None ELSE s1, log), s1, 2)],
               {}, Committed(log, 1, First))

(***************************************************************************)
(* The bug in changes by one server without a joint configuration (2015).  *)
(* s1 led term 1 and let s5 in, by an entry that only s1 and s5 have; s2   *)
(* has just been elected in term 2 by s3 and s4, and has committed nothing *)
(* in it yet.                                                              *)
(***************************************************************************)
InitTwoChanges ==
    LET old == <<Entry(1, Noop)>>
        grown == Append(old, Entry(1, ConfigurationValue(BoundTo(Configuration({s1, s2, s3, s4, s5}, {}, {}), [i \in {s1, s2, s3, s4, s5} |-> 1]))))
        log == Append(old, Entry(2, Noop))
        leader == LeaderFrom(s2, 2, log, 1, [i \in {s1, s3, s4} |-> Known(1)])
    IN  Begins([i \in Server |->
                  CASE i = s1 -> Following(Member(s1, 2, None, grown), None, 1)
                    [] i = s2 -> [leader EXCEPT !.heardFrom = {s3, s4}]
                    [] i = s5 -> Following(Member(s5, 1, None, grown), None, 1)
                    [] OTHER -> Following(Member(i, 2, s2, old), s2, 1)],
               {}, Committed(old, 1, First))

(***************************************************************************)
(* s1 leads term 1 and leaves: the joint configuration is committed, and   *)
(* the one without s1 is under way, held by nobody else yet.               *)
(***************************************************************************)
InitLeaving ==
    LET others == Voters \ {s1}
        joint == BoundTo(Configuration(others, Voters, {}), First.incarnations)
        last == BoundTo(Configuration(others, {}, {}), [i \in others |-> 1])
        held == <<Entry(1, Noop), Entry(1, ConfigurationValue(joint))>>
        log == Append(held, Entry(1, ConfigurationValue(last)))
        known == [j \in others |-> Known(2)]
        leader == LeaderFrom(s1, 1, log, 2, known)
    IN  Begins([i \in Server |->
                  IF i = s1 THEN [leader EXCEPT !.progress = [j \in others |-> [Known(2) EXCEPT !.nextIndex = 4]]]
                  ELSE Following(Member(i, 1, s1, held), s1, 1)],
               {AppendEntries(leader, i, SubSeq(log, 3, 3)) : i \in others},
               Committed(SubSeq(held, 1, 1), 1, First) \o Committed(SubSeq(held, 2, 2), 1, joint))
=============================================================================
