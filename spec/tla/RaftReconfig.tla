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

(* The directory that a leader knows a member by, itself or one that it    *)
(* sends to.                                                               *)
KnownIncarnation(n, i) == IF i = n.id THEN n.incarnation ELSE n.progress[i].incarnation

(* The same members, each voter bound to the directory that this leader    *)
(* knows it by.  So nobody becomes a voter who is not bound: it has        *)
(* answered first.                                                         *)
WithBindings(n, c) ==
    BoundTo(c, [i \in {i \in AllVoters(c) : KnownIncarnation(n, i) # Unbound} |-> KnownIncarnation(n, i)])

(* Appends a configuration; members that are new to it are sent to.        *)
AppendConfiguration(s, members) ==
    LET configuration == WithBindings(s.n, members)
        at == LastIndex(s.n) + 1
        t == AppendToLog(s, at, <<Entry(s.n.term, ConfigurationValue(configuration))>>)
        known == DOMAIN s.n.progress
        u == [t EXCEPT !.n.progress =
                 [to \in Members(configuration) \ {s.n.id} |->
                     IF to \in known THEN s.n.progress[to] ELSE FreshProgress(at, Unbound)]]
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
(*                                                                         *)
(* A new voter lacks little, and at least has the configuration in force:  *)
(* from then on its own log says who the group is, and it never goes back  *)
(* to how the group was founded.                                           *)
(***************************************************************************)
Lagging(n, voters) ==
    LET held == IF "PromoteUnheld" \in Broken THEN 0 ELSE ConfigurationIndex(n)
    IN  {j \in (voters \ ConfigurationOf(n).voters) \ {n.id} :
            n.progress[j].matchIndex < Max(n.commitIndex - CatchUpLag, held)}

ChangeUnderWay(n) == IsJoint(ConfigurationOf(n)) \/ ConfigurationIndex(n) > n.commitIndex

NoRefusal == Refused("", {})

ChangeRefusal(n, voters, learners) ==
    LET c == ConfigurationOf(n)
        strangers == voters \ Members(c)
        reachable == voters \cap (n.heardFrom \cup {n.id})
    IN  IF n.transferee # None THEN Refused("TransferUnderWay", {n.transferee})
        ELSE IF ~CommittedInTerm(n) /\ "ChangeBeforeCommit" \notin Broken THEN Refused("NothingCommittedInTerm", {})
        ELSE IF ChangeUnderWay(n) THEN Refused("ChangeUnderWay", {})
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

(***************************************************************************)
(* Voters that are not bound yet are, once they have answered and no other *)
(* change is under way: those that the group was founded with.  Learners   *)
(* are as they become voters.  A member that votes no more is not bound    *)
(* any more; when its id is let in again, the directory that has what the  *)
(* others have is bound.  That is how a wiped member comes back.           *)
(***************************************************************************)
BindingIsDue(n) ==
    LET c == ConfigurationOf(n)
    IN  /\ IsLeader(n) /\ n.transferee = None
        /\ CommittedInTerm(n) /\ ~ChangeUnderWay(n)
        /\ {i \in AllVoters(c) : Bound(c, i) = Unbound /\ KnownIncarnation(n, i) # Unbound} # {}

OnBindingDue(n) ==
    End(n, IF BindingIsDue(n) THEN AppendConfiguration(Begin(n), ConfigurationOf(n)) ELSE Begin(n))
=============================================================================
