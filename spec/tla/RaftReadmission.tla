--------------------------- MODULE RaftReadmission ---------------------------
(***************************************************************************)
(* That a wiped member comes back: whoever runs the group sees that a      *)
(* directory is new, removes the member, lets it in again as a learner and *)
(* makes it a voter, each as soon as the leader does not refuse.  In the   *)
(* end it votes, by its new directory, and has all that is committed.      *)
(*                                                                         *)
(* A message of the former directory may arrive late, when the member has  *)
(* just been let in again.  The leader takes the learner for the former    *)
(* one then, until the next one answers.                                   *)
(***************************************************************************)
EXTENDS RaftLiveness, RaftIncarnationSeeds

(* What is asked of a leader next for a member whose disk was wiped: its   *)
(* voters and learners; those that there are if there is nothing to ask.   *)
Wanted(n, w) ==
    LET c == ConfigurationOf(n)
    IN  CASE w \in c.voters /\ Bound(c, w) # node[w].incarnation -> <<c.voters \ {w}, c.learners>>
          [] w \notin Members(c) -> <<c.voters, c.learners \cup {w}>>
          [] w \in c.learners -> <<c.voters \cup {w}, c.learners \ {w}>>
          [] OTHER -> <<c.voters, c.learners>>

ReadmissionPossible(l, w) ==
    LET n == node[l]
        wanted == Wanted(n, w)
    IN  /\ IsLeader(n) /\ node[w].incarnation > 1
        /\ wanted # <<ConfigurationOf(n).voters, ConfigurationOf(n).learners>>
        /\ ChangeRefusal(n, wanted[1], wanted[2]) = NoRefusal

Readmission(l) ==
    /\ \E w \in MayWipe :
         /\ ReadmissionPossible(l, w)
         /\ Take(l, OnChangeMembership(node[l], Wanted(node[l], w)[1], Wanted(node[l], w)[2]))
    /\ UNCHANGED <<asked, faults, begun>>

Wiping(i) == Wipe(i) /\ UNCHANGED <<faults, begun>>

ReadmissionNext == LiveNext \/ \E i \in Server : Readmission(i) \/ Wiping(i)

(* Fairness of whoever runs the group.                                     *)
IsReadmission(l) == ConfigurationIndex(node'[l]) > ConfigurationIndex(node[l])

SomebodyAsks ==
    \A l \in Server :
        \/ []<>(~\E w \in MayWipe : ReadmissionPossible(l, w))
        \/ []<><<IsReadmission(l)>>_liveVars

FromBound == InitBound /\ NothingYet /\ [][ReadmissionNext]_liveVars /\ Fairness /\ SomebodyAsks

FromRemoved == InitRemovedHeardLate /\ NothingYet /\ [][ReadmissionNext]_liveVars /\ Fairness /\ SomebodyAsks

(* The wiped member votes again, everybody knows, and it lacks nothing.    *)
IsBack(w) ==
    /\ \A i \in Up : w \in ConfigurationOf(node[i]).voters /\ Bound(ConfigurationOf(node[i]), w) = node[w].incarnation
    /\ ~IsJoint(ConfigurationOf(node[w]))
    /\ node[w].commitIndex = Len(chosen)

WipedComeBack == <>[](\A w \in MayWipe : node[w].incarnation > 1 => IsBack(w))
=============================================================================
