---------------------------- MODULE RaftElection ----------------------------
(***************************************************************************)
(* How a leader comes to be (thesis 3.4, 3.6.1).                           *)
(***************************************************************************)
EXTENDS RaftReplication

(* A new leader opens its term with an empty entry, so that earlier ones   *)
(* can commit, and sends it to all.                                        *)
BecomeLeader(s) ==
    LET t == TakeRole(s, "Leader", s.n.id)
        opening == Len(t.n.log) + 1
        u == AppendToLog([t EXCEPT !.n.progress = [to \in Peers(t.n) |-> FreshProgress(opening)]],
                         opening, <<Entry(t.n.term, Noop)>>)
    IN  SendEntries(u, Peers(u.n))

(* Counts a vote that is durable where it was given.                       *)
CountVote(s, voter) ==
    LET t == [s EXCEPT !.n.votes = @ \cup {voter}]
    IN  IF IsQuorum(t.n.votes) THEN BecomeLeader(t) ELSE t

(* The requests wait until the new term and the vote for itself are        *)
(* durable, and so does that vote's counting: see OnPersisted.             *)
Campaign(s) ==
    LET t == TakeRole(s, "Candidate", None)
        u == [t EXCEPT !.n.term = @ + 1, !.n.votedFor = t.n.id]
        v == Tell(u, {RequestVote(u.n, to) : to \in Peers(u.n)})
    IN  IF "CountSelfBeforeDurable" \in Broken THEN CountVote(v, v.n.id) ELSE v

(* Whoever hears a live leader lets no candidate depose it (thesis 4.2.3). *)
OnRequestVote(n, m, heardLeader) ==
    LET s == ObserveTerm(n, m)
        granted == /\ m.term = s.n.term
                   /\ s.n.votedFor \in {None, m.from} \/ "VoteTwice" \in Broken
                   /\ IsUpToDate(s.n.log, m.lastLogIndex, m.lastLogTerm) \/ "VoteWithoutLogCheck" \in Broken
        t == IF granted
             THEN LET f == BecomeFollower(s, s.n.term, s.n.leader) IN [f EXCEPT !.n.votedFor = m.from]
             ELSE s
    IN  IF m.term > n.term /\ heardLeader THEN Stay(n)
        ELSE End(n, Tell(t, {RequestVoteResponse(t.n, m.from, granted)}))

OnRequestVoteResponse(n, m) ==
    LET s == ObserveTerm(n, m)
    IN  End(n, IF /\ s.n.role = "Candidate" /\ m.granted
                  /\ m.term = s.n.term \/ "CountOldVote" \in Broken
               THEN CountVote(s, m.from) ELSE s)

(* A leader that nobody follows makes room (thesis 6.2).                   *)
OnQuorumCheckDue(n) ==
    LET s == [Begin(n) EXCEPT !.n.heardFrom = {}]
    IN  End(n, CASE ~IsLeader(n) -> Begin(n)
                 [] IsLeader(n) /\ IsQuorum(n.heardFrom \cup {n.id}) -> s
                 [] OTHER -> BecomeFollower(s, n.term, None))
=============================================================================
