---------------------------- MODULE RaftReconfig ----------------------------
(***************************************************************************)
(* Changes of membership (thesis chapter 4).  A configuration is an entry  *)
(* of the log, in force from the moment it is appended, and gone again     *)
(* when it is truncated.                                                   *)
(*                                                                         *)
(* A change of voters goes through a joint configuration (4.3), which the  *)
(* leader leaves by itself once it is committed.  A member is a learner    *)
(* first, and votes only once it has caught up (4.2.1).                    *)
(***************************************************************************)
EXTENDS RaftRead

(* Appends a configuration; members that are new to it are sent to.        *)
AppendConfiguration(s, configuration) ==
    LET at == LastIndex(s.n) + 1
        t == AppendToLog(s, at, <<Entry(s.n.term, ConfigurationValue(configuration))>>)
        known == DOMAIN s.n.progress
        u == [t EXCEPT !.n.progress =
                 [to \in Members(configuration) \ {s.n.id} |->
                     IF to \in known THEN s.n.progress[to] ELSE FreshProgress(at)]]
        new == (Members(configuration) \ {s.n.id}) \ known
    IN  SendEntries(u, Replicating(u.n) \cup new)

(* What becomes of a configuration once it is committed: a joint one is    *)
(* left, and a leader that is not among the voters makes room (4.2.2).     *)
AfterCommit(s) ==
    LET c == ConfigurationOf(s.n)
    IN  CASE ConfigurationIndex(s.n) > s.n.commitIndex \/ "StaysJoint" \in Broken -> s
          [] ConfigurationIndex(s.n) <= s.n.commitIndex /\ IsJoint(c) ->
                 AppendConfiguration(s, Configuration(c.voters, {}, c.learners))
          [] ConfigurationIndex(s.n) <= s.n.commitIndex /\ ~IsJoint(c) /\ s.n.id \notin c.voters ->
                 BecomeFollower(s, s.n.term, None)
          [] OTHER -> s

(***************************************************************************)
(* The guards.  Before its first commit a leader may not know the latest   *)
(* configuration that others have acted upon (the bug of 2015 in           *)
(* single-server changes), and one change must be over before the next.    *)
(***************************************************************************)
Lagging(n, voters) ==
    {j \in (voters \ ConfigurationOf(n).voters) \ {n.id} :
        n.progress[j].matchIndex + CatchUpLag < n.commitIndex}

NoRefusal == Refused("", {})

ChangeRefusal(n, voters, learners) ==
    LET c == ConfigurationOf(n)
        strangers == voters \ Members(c)
        reachable == voters \cap (n.heardFrom \cup {n.id})
    IN  IF n.transferee # None THEN Refused("TransferUnderWay", {n.transferee})
        ELSE IF ~CommittedInTerm(n) /\ "ChangeBeforeCommit" \notin Broken THEN Refused("NothingCommittedInTerm", {})
        ELSE IF IsJoint(c) \/ ConfigurationIndex(n) > n.commitIndex THEN Refused("ChangeUnderWay", {})
        ELSE IF voters = {} THEN Refused("NoVoters", {})
        ELSE IF voters \cap learners # {} THEN Refused("BothVoterAndLearner", voters \cap learners)
        ELSE IF strangers # {} THEN Refused("NotALearnerYet", strangers)
        ELSE IF Lagging(n, voters) # {} THEN Refused("NotCaughtUp", Lagging(n, voters))
        ELSE IF ~Majority(voters, reachable) THEN Refused("TooFewReachable", reachable)
        ELSE NoRefusal

OnChangeMembership(n, voters, learners) ==
    LET c == ConfigurationOf(n)
        refusal == ChangeRefusal(n, voters, learners)
        outgoing == IF voters = c.voters \/ "NoJointConfiguration" \in Broken THEN {} ELSE c.voters
    IN  End(n, CASE ~IsLeader(n) -> Report(Begin(n), {NotLeader(n.leader)})
                 [] IsLeader(n) /\ refusal # NoRefusal -> Report(Begin(n), {refusal})
                 [] OTHER -> Report(AppendConfiguration(Begin(n), Configuration(voters, outgoing, learners)),
                                    {Accepted(LastIndex(n) + 1, n.term)}))
=============================================================================
