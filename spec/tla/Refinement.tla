----------------------------- MODULE Refinement -----------------------------
(***************************************************************************)
(* Raft implements the abstract log: seen through the mapping below, each  *)
(* behaviour of Raft is one of AbsLog.                                     *)
(*                                                                         *)
(* The log is what was ever committed, in the order in which it was; what  *)
(* a replica shows is its own log up to its own commit index, whatever the *)
(* others hold.  Models that begin in the middle have their own beginning, *)
(* so of those only the steps are compared.                                *)
(***************************************************************************)
EXTENDS RaftSeeds

Bare(e) == [term |-> e.term, value |-> e.value]

Shown(n) ==
    [k \in 1..n.commitIndex |-> Bare(IF k <= n.base.index THEN chosen[k] ELSE EntryAt(n, k))]

Abstract == INSTANCE AbsLog WITH
    Replica <- Server,
    log <- [k \in DOMAIN chosen |-> Bare(chosen[k])],
    shown <- [i \in Server |-> Shown(node[i])],
    answered <- served

RefinesLog == Abstract!Spec

StepsRefineLog == [][Abstract!Next]_vars
=============================================================================
