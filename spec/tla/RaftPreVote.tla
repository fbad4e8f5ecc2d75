----------------------------- MODULE RaftPreVote -----------------------------
(***************************************************************************)
(* PreVote (thesis 9.6): before it disturbs anybody's term, a member asks  *)
(* whether it could win an election.                                       *)
(*                                                                         *)
(* Time has no place in the spec.  What a handler may know of it is the    *)
(* boolean heardLeader: this member has heard a live leader within the     *)
(* least election timeout, or is one.                                      *)
(***************************************************************************)
EXTENDS RaftElection

CampaignIfElectable(s) ==
    IF IsQuorum(Electorate(s.n), s.n.votes) THEN Campaign(s, FALSE) ELSE s

OnElectionTimeout(n) ==
    LET t == TakeRole(Begin(n), "PreCandidate", None)
        others == AllVoters(Electorate(n)) \ {n.id}
        u == Tell([t EXCEPT !.n.votes = {n.id}], {PreVote(n, to) : to \in others})
    IN  End(n, CASE ~MayCampaignItself(n) -> Begin(n)
                 [] MayCampaignItself(n) /\ ~PreVoteOn -> Campaign(Begin(n), FALSE)
                 [] OTHER -> CampaignIfElectable(u))

(* Changes nothing here, whatever the answer.                              *)
OnPreVote(n, m, heardLeader) ==
    LET granted == /\ ~heardLeader /\ ~IsLeader(n)
                   /\ m.term > n.term
                   /\ IsUpToDate(n, m.lastLogIndex, m.lastLogTerm)
                   /\ n.lostIndex = 0
    IN  End(n, Tell(Begin(n),
                    {PreVoteResponse(n, m, IF granted THEN m.term ELSE n.term, granted)}))

(* A grant talks of a term that may never be; a refusal bears the term its *)
(* sender is in.                                                           *)
OnPreVoteResponse(n, m) ==
    LET s == IF m.granted THEN Begin(n) ELSE ObserveTerm(n, m)
    IN  IF ForFormerDirectory(n, m) THEN Stay(n)
        ELSE End(n, IF n.role = "PreCandidate" /\ m.granted /\ m.term = n.term + 1 /\ VoteCounts(n, m)
                    THEN CampaignIfElectable([s EXCEPT !.n.votes = @ \cup {m.from}])
                    ELSE s)
=============================================================================
