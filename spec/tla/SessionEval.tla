----------------------------- MODULE SessionEval -----------------------------
(***************************************************************************)
(* One entry applied to a machine with sessions, for the comparison with   *)
(* the Java classes.  Not a model: nothing here is explored.               *)
(***************************************************************************)
EXTENDS RaftSessions

VARIABLES machine, index, entry, out

Init == machine = EmptyMachine /\ index = 0 /\ entry = Noop /\ out = NoOutcome

Step == Apply(machine, index, entry)

Next == out' = Step /\ UNCHANGED <<machine, index, entry>>
=============================================================================
