--------------------------------- MODULE Net ---------------------------------
(***************************************************************************)
(* The network is a set of messages, and a message in it may be delivered  *)
(* any number of times, or never: so it loses, duplicates, delays and      *)
(* reorders without an action for any of these.                            *)
(*                                                                         *)
(*   grow  The set never shrinks.  The reference.                          *)
(*   slot  Only the newest step's messages of each kind between each pair  *)
(*         are kept.  Much smaller, and so for deeper models; but it shows *)
(*         less reordering: two answers of a pair are never both under way.*)
(*   rem   A message is gone when it is delivered.  For liveness: only     *)
(*         here can the network be asked to deliver what it has, and then  *)
(*         to be quiet.  What it may lose, RaftLiveness says.              *)
(***************************************************************************)
EXTENDS RaftTypes

CONSTANT NetMode

ASSUME NetMode \in {"grow", "slot", "rem"}

SameSlot(a, b) == a.kind = b.kind /\ a.from = b.from /\ a.to = b.to

Sent(net, messages) ==
    IF NetMode = "slot"
    THEN {old \in net : \A new \in messages : ~SameSlot(old, new)} \cup messages
    ELSE net \cup messages

Delivered(net, m) == IF NetMode = "rem" THEN net \ {m} ELSE net

Arriving(net, kind, to) == {m \in net : m.kind = kind /\ m.to = to}
=============================================================================
