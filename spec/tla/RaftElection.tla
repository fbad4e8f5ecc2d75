---------------------------- MODULE RaftElection ----------------------------
(***************************************************************************)
(* How a leader comes to be (thesis 3.4, 3.6.1).                           *)
(***************************************************************************)
EXTENDS RaftSnapshot

(* Who elects: the last configuration in the log, as in everything.        *)
Electorate(n) ==
    IF "ElectByCommitted" \in Broken THEN ConfigurationUpTo(n, n.commitIndex) ELSE ConfigurationOf(n)

(* The configuration that says who may stand: the one in force; but        *)
(* whoever is left out by one that may not be committed yet stands by the  *)
(* one before it.  Perhaps nobody else has it, and then nobody else can    *)
(* win (thesis 4.2.2).  Votes are asked for and counted by the one in      *)
(* force, so its own does not count.                                       *)
StandsBy(n) ==
    LET leftOut == n.id \notin AllVoters(Electorate(n)) /\ ConfigurationIndex(n) > n.commitIndex
    IN  IF leftOut /\ "LeavingNeverStand" \notin Broken THEN ConfigurationUpTo(n, ConfigurationIndex(n) - 1)
        ELSE Electorate(n)

(* Who may stand: a voter, and no stranger that bears its id, whose disk   *)
(* answers, and which has all that it once vouched for.                    *)
MayCampaignItself(n) ==
    /\ ~IsLeader(n)
    /\ n.id \in AllVoters(StandsBy(n))
    /\ Counts(StandsBy(n), n.id, n.incarnation) \/ "StrangersCampaign" \in Broken
    /\ n.healthy /\ n.lostIndex = 0

(* A new leader opens its term with an empty entry, so that earlier ones   *)
(* can commit, and sends it to all.                                        *)
BecomeLeader(s) ==
    LET t == TakeRole(s, "Leader", s.n.id)
        opening == LastIndex(t.n) + 1
        u == AppendToLog([t EXCEPT !.n.progress = [to \in Peers(t.n) |-> FreshProgress(opening, Bound(ConfigurationOf(t.n), to))]],
                         opening, <<Entry(t.n.term, Noop)>>)
    IN  SendEntries(u, DOMAIN u.n.progress)

(* A wiped member has forgotten how it voted: its vote counts only once it *)
(* is let in again.                                                        *)
VoteCounts(n, m) == Counts(Electorate(n), m.from, m.fromIncarnation) \/ "StrangersVote" \in Broken

(* Counts a vote that is durable where it was given, and each voter once,  *)
(* however often its answer arrives.                                       *)
CountedFor(n, voter) ==
    LET others == AllVoters(Electorate(n)) \ n.votes
    IN  IF "CountVoteAgain" \in Broken /\ voter \in n.votes /\ others # {} THEN {CHOOSE i \in others : TRUE}
        ELSE {voter}

CountVote(s, voter) ==
    LET t == [s EXCEPT !.n.votes = @ \cup CountedFor(s.n, voter)]
    IN  IF IsQuorum(Electorate(t.n), t.n.votes) THEN BecomeLeader(t) ELSE t

(* The requests wait until the new term and the vote for itself are        *)
(* durable, and so does that vote's counting: see OnPersisted.             *)
Campaign(s, transfer) ==
    LET t == TakeRole(s, "Candidate", None)
        u == [t EXCEPT !.n.term = @ + 1, !.n.votedFor = t.n.id]
        others == AllVoters(Electorate(u.n)) \ {u.n.id}
        v == Tell(u, {RequestVote(u.n, to, transfer) : to \in others})
    IN  IF "CountSelfBeforeDurable" \in Broken THEN CountVote(v, v.n.id) ELSE v

(* Whoever hears a live leader lets no candidate depose it (thesis 4.2.3), *)
(* but for one whom the leader itself has asked to.  A vote is given       *)
(* whatever this member's own configuration says of either side; but not   *)
(* by one that has lost entries: it can't tell who is up-to-date.  It is   *)
(* given once: whoever asks again in the same term may bear the id with    *)
(* another directory.                                                      *)
OnRequestVote(n, m, heardLeader) ==
    LET s == ObserveTerm(n, m)
        again == m.term = s.n.term /\ s.n.votedFor = m.from
        granted == /\ m.term = s.n.term
                   /\ s.n.votedFor = None \/ "VoteTwice" \in Broken \/ (again /\ "VoteAgain" \in Broken)
                   /\ IsUpToDate(s.n, m.lastLogIndex, m.lastLogTerm) \/ "VoteWithoutLogCheck" \in Broken
                   /\ n.lostIndex = 0 \/ "LostMayVote" \in Broken
        t == IF granted
             THEN LET f == BecomeFollower(s, s.n.term, s.n.leader) IN [f EXCEPT !.n.votedFor = m.from]
             ELSE s
    IN  IF \/ m.term > n.term /\ heardLeader /\ ~m.transfer
           \/ again /\ "VoteAgain" \notin Broken
        THEN Stay(n)
        ELSE End(n, Tell(t, {RequestVoteResponse(t.n, m, granted)}))

OnRequestVoteResponse(n, m) ==
    LET s == ObserveTerm(n, m)
    IN  IF ForFormerDirectory(n, m) THEN Stay(n)
        ELSE End(n, IF /\ s.n.role = "Candidate" /\ m.granted
                       /\ m.term = s.n.term \/ "CountOldVote" \in Broken
                       /\ VoteCounts(s.n, m)
                    THEN CountVote(s, m.from) ELSE s)

(* A leader that nobody follows makes room (thesis 6.2).                   *)
OnQuorumCheckDue(n) ==
    LET s == [Begin(n) EXCEPT !.n.heardFrom = {}]
    IN  End(n, CASE ~IsLeader(n) -> Begin(n)
                 [] IsLeader(n) /\ IsQuorum(ConfigurationOf(n), n.heardFrom \cup {n.id}) -> s
                 [] OTHER -> BecomeFollower(s, n.term, None))

(* The leader hands over: no PreVote, and nobody waits (thesis 3.10).      *)
OnTimeoutNow(n, m) ==
    LET s == ObserveTerm(n, m)
    IN  End(n, IF m.term = s.n.term /\ MayCampaignItself(s.n) THEN Campaign(s, TRUE) ELSE s)

(* The disk answers in time again, or does not.  A leader without a disk   *)
(* commits by the others' alone and blocks whoever needs it: it makes      *)
(* room, and a candidate gives up.                                         *)
OnStorageHealth(n, healthy) ==
    LET s == [Begin(n) EXCEPT !.n.healthy = healthy]
    IN  End(n, IF n.role # "Follower" /\ ~healthy THEN BecomeFollower(s, n.term, None) ELSE s)
=============================================================================
