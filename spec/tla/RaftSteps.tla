------------------------------ MODULE RaftSteps ------------------------------
(***************************************************************************)
(* What must hold of each step, where the invariants of Raft speak of each *)
(* state: some things never fall, and some fall only in a crash.           *)
(***************************************************************************)
EXTENDS Raft

LeadsOn(i) == IsLeader(node[i]) /\ IsLeader(node'[i]) /\ node[i].term = node'[i].term

Crashes(i) == node'[i] = Restart(i, node'[i].incarnation, disk'[i])

IsWiped(i) == node'[i].incarnation # node[i].incarnation

(* A leader appends to its log, and never changes what is in it (thesis    *)
(* figure 3.2).                                                            *)
OnlyGrew(n, next) ==
    /\ LastIndex(n) <= LastIndex(next)
    /\ \A k \in (next.base.index + 1)..LastIndex(n) : EntryAt(n, k) = EntryAt(next, k)

LeaderAppendsOnly ==
    [][\A i \in Server : LeadsOn(i) => OnlyGrew(node[i], node'[i])]_vars

(* Acknowledgements that come late take nothing back, as long as it is the *)
(* same directory.                                                         *)
MatchIndexNeverFalls ==
    [][\A i \in Server : LeadsOn(i) =>
         \A j \in DOMAIN node[i].progress \cap DOMAIN node'[i].progress :
            \/ node[i].progress[j].incarnation # node'[i].progress[j].incarnation
            \/ node[i].progress[j].matchIndex <= node'[i].progress[j].matchIndex]_vars

(* The disk: its term never falls, and a vote in a term is never changed,  *)
(* as long as it is the same disk.                                         *)
VoteIsFinal ==
    [][\A i \in Server :
         \/ IsWiped(i)
         \/ /\ disk[i].term <= disk'[i].term
            /\ disk[i].term = disk'[i].term => disk[i].votedFor \in {None, disk'[i].votedFor}]_vars

(* Memory: the term and the commit index fall only in a crash.             *)
FallsOnlyInCrash ==
    [][\A i \in Server :
         \/ Crashes(i)
         \/ node[i].term <= node'[i].term /\ node[i].commitIndex <= node'[i].commitIndex]_vars
=============================================================================
