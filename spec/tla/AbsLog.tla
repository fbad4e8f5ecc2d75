------------------------------- MODULE AbsLog -------------------------------
(***************************************************************************)
(* What the whole of Raft is for: one log, that only grows.  No terms, no  *)
(* leaders, no messages.                                                   *)
(*                                                                         *)
(* Each replica shows its clients a prefix of it, that grows as well, or   *)
(* begins anew from nothing when the replica restarts.  A read is answered *)
(* with an index: its client sees the log up to there.  That is at least   *)
(* as long as the log was when the read was asked, which makes reads and   *)
(* writes linearizable: each takes effect at a moment between its          *)
(* invocation and its answer.                                              *)
(*                                                                         *)
(* The module Refinement says that Raft does nothing that this does not allow.    *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANT Replica

VARIABLES
    log,     \* the log
    shown,   \* of each replica: the prefix that it shows
    asked,   \* of each read: how long the log was when it was asked; -1 before
    answered \* the answers to reads, as <<read, index>>

vars == <<log, shown, asked, answered>>

IsPrefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

Init ==
    /\ log = <<>>
    /\ shown = [i \in Replica |-> <<>>]
    /\ \A r \in DOMAIN asked : asked[r] = -1
    /\ answered = {}

Grows == IsPrefix(log, log')

Shows ==
    \A i \in Replica :
        /\ IsPrefix(shown'[i], log')
        /\ IsPrefix(shown[i], shown'[i]) \/ shown'[i] = <<>>

Asks ==
    /\ DOMAIN asked' = DOMAIN asked
    /\ \A r \in DOMAIN asked : asked'[r] = asked[r] \/ (asked[r] = -1 /\ asked'[r] = Len(log))

Answers ==
    /\ answered \subseteq answered'
    /\ \A a \in answered' \ answered :
          asked'[a[1]] # -1 /\ asked'[a[1]] <= a[2] /\ a[2] <= Len(log')

(* All at once, for one step of Raft may commit, and answer what waited.   *)
Next == Grows /\ Shows /\ Asks /\ Answers

Spec == Init /\ [][Next]_vars
=============================================================================
