----------------------------- MODULE RaftTrace -----------------------------
(***************************************************************************)
(* Whether a recorded run of the Java core is a behaviour of Raft.         *)
(*                                                                         *)
(* RecordedRun is a module that the recorder writes: Run is the sequence   *)
(* of its steps, each with the member that made it, that member's record   *)
(* and disk afterwards, what it sent, which reads it served, and how many  *)
(* had been asked for by then.  A step is allowed if some action of Raft leads to exactly that;   *)
(* which action it is, and which message arrived, the step does not have   *)
(* to say.  Here TLC parses text and explores states as it always does: a  *)
(* check that has nothing in common with the evaluation of single          *)
(* operators, in PairEval.                                                 *)
(*                                                                         *)
(* The run is allowed as a whole if the state graph is Len(Run) + 1 deep;  *)
(* if it is only k deep, step k is the first that Raft does not allow.     *)
(***************************************************************************)
EXTENDS Raft, RecordedRun

VARIABLE at \* the number of the step to come

(* TLC takes conjuncts in order: with what was recorded first, most of the *)
(* actions are ruled out by a glance at one member.                        *)
Recorded(step) ==
    /\ node' = [node EXCEPT ![step.member] = step.node]
    /\ disk' = [disk EXCEPT ![step.member] = step.disk]
    /\ net' = net \cup step.sent
    /\ served' = served \cup step.served

TraceInit == Init /\ at = 1

TraceNext ==
    /\ at <= Len(Run)
    /\ Recorded(Run[at])
    /\ Next
    /\ Cardinality({r \in 1..MaxReads : asked'[r] # -1}) = Run[at].asked
    /\ at' = at + 1
=============================================================================
