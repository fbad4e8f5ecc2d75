------------------------------ MODULE RaftDeaf ------------------------------
(***************************************************************************)
(* That a leader which nobody can answer makes room (thesis 6.2): its      *)
(* heartbeats arrive, so that nobody else stands for election, and nothing *)
(* that it is sent does, so that it commits nothing.  The check of the     *)
(* quorum deposes it; without, it leads for good.                          *)
(***************************************************************************)
EXTENDS RaftLiveness

CONSTANT Deaf \* the members that hear nothing, from the beginning

Hearing == Up \ Deaf

(* What is sent to a deaf member is gone.                                  *)
Unheard(i) ==
    /\ i \in Deaf
    /\ \E m \in net : m.to = i /\ net' = net \ {m}
    /\ UNCHANGED <<node, disk, chosen, asked, served>>

Arrival(i) == (Unheard(i) \/ (i \in Hearing /\ Receive(i))) /\ UNCHANGED <<faults, begun>>

(* The check comes less often than heartbeats are answered, if they are.   *)
CheckPossible(i) ==
    /\ Quiet /\ CheckQuorumOn /\ IsLeader(node[i])
    /\ i \in Deaf \/ DOMAIN node[i].progress \cap Hearing \subseteq node[i].heardFrom

TimelyCheck(i) == CheckPossible(i) /\ QuorumCheckDue(i) /\ UNCHANGED <<faults, begun>>

IsCheck(i) == IsLeader(node[i]) /\ node'[i].heardFrom = {} /\ node'[i] # node[i]

DeafNext ==
    \/ \E i \in Server : Arrival(i)
    \/ \E i \in Up : Time(i) \/ TimelyCheck(i) \/ Writing(i) \/ Client(i)

(* Strong fairness of the check: between heartbeats all is quiet again and *)
(* again, and not for good.                                                *)
ChecksHappen == \A i \in Server : <>[](~CheckPossible(i)) \/ []<><<IsCheck(i)>>_liveVars

InitDeaf ==
    LET log == <<Entry(1, Noop)>>
        matched == [matchIndex |-> 1, nextIndex |-> 2, state |-> "Replicate", chunk |-> 0, confirmedRound |-> 0, incarnation |-> 1]
    IN  Begins(Three(
                 [LeaderFrom(s1, 1, log, 1, [i \in {s2, s3} |-> matched]) EXCEPT !.heardFrom = {s2, s3}],
                 Following(Member(s2, 1, s1, log), s1, 1),
                 Following(Member(s3, 1, s1, log), s1, 1)),
               {}, <<[term |-> 1, value |-> Noop, at |-> 1, by |-> First]>>)

FromDeaf == InitDeaf /\ NothingYet /\ [][DeafNext]_liveVars /\ Fairness /\ ChecksHappen

(* Those who hear are led by one of them, and what it accepts is committed.*)
HearingAreLed ==
    <>[](\E l \in Hearing : /\ IsLeader(node[l]) /\ LastIndex(node[l]) <= Len(chosen)
                            /\ \A i \in Hearing : node[i].leader = l /\ node[i].term = node[l].term)
=============================================================================
