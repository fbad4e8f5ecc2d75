------------------------------ MODULE RaftSeeds ------------------------------
(***************************************************************************)
(* Models that begin in the middle: states that a long run reaches, so     *)
(* that what follows them is a few steps away.  Everything is durable, and *)
(* the network holds only what the case needs.                             *)
(***************************************************************************)
EXTENDS RaftSteps

CONSTANTS s1, s2, s3

(* A member of the first configuration, all of whose log is durable.       *)
Member(id, term, votedFor, log) ==
    Restart(id, 1, [FirstDisk(id) EXCEPT !.term = term, !.votedFor = votedFor, !.log = log])

LeaderFrom(id, term, log, commitIndex, progress) ==
    [Member(id, term, id, log) EXCEPT !.role = "Leader", !.leader = id,
                                            !.commitIndex = commitIndex, !.progress = progress]

Following(n, leader, commitIndex) == [n EXCEPT !.leader = leader, !.commitIndex = commitIndex]

DiskOf(n) == [term |-> n.term, votedFor |-> n.votedFor, lostIndex |-> n.lostIndex, base |-> n.base, log |-> n.log]

Begins(nodes, messages, committed) ==
    /\ node = nodes
    /\ disk = [i \in Server |-> DiskOf(nodes[i])]
    /\ net = messages
    /\ chosen = committed
    /\ asked = [r \in 1..MaxReads |-> -1]
    /\ served = {}

First == FirstConfiguration

Three(a, b, c) == [i \in Server |-> CASE i = s1 -> a [] i = s2 -> b [] i = s3 -> c]

(***************************************************************************)
(* Thesis figure 3.7, with three members.  s1 led term 1 and s3 led term   *)
(* 2, each alone with its entry; now s1 leads term 3 and has learned that  *)
(* the log of s2 is empty.  Once s2 holds the entry of term 1 it is on a   *)
(* majority, and yet s3 can win term 4 and replace it.                     *)
(***************************************************************************)
InitFigure8 ==
    Begins(Three(
             LeaderFrom(s1, 3, <<Entry(1, Noop), Entry(3, Noop)>>, 0,
                        [i \in {s2, s3} |-> FreshProgress(IF i = s2 THEN 1 ELSE 3, 1)]),
             Member(s2, 3, s1, <<>>),
             Member(s3, 3, None, <<Entry(2, Noop)>>)),
           {}, <<>>)

(***************************************************************************)
(* s2 has just been elected in term 2.  It holds the entry that s1         *)
(* committed in term 1, but does not know that it is committed.            *)
(***************************************************************************)
InitElected ==
    LET first == Entry(1, Noop)
        leader == LeaderFrom(s2, 2, <<first, Entry(2, Noop)>>, 0, [i \in {s1, s3} |-> FreshProgress(2, 1)])
    IN  Begins(Three(
                 Following(Member(s1, 1, s1, <<first>>), None, 1),
                 leader,
                 Member(s3, 2, s2, <<first>>)),
               {AppendEntries(leader, i, <<Entry(2, Noop)>>) : i \in {s1, s3}},
               <<[term |-> 1, value |-> Noop, at |-> 1, by |-> First]>>)

(***************************************************************************)
(* s1 led term 1, was deposed, and leads again in term 3.  A read round of *)
(* its first term is still under way to s2, and so is the request of s3    *)
(* for a vote in term 4.                                                   *)
(***************************************************************************)
InitOldRound ==
    LET log == <<Entry(1, Noop), Entry(3, Noop)>>
        matched == [matchIndex |-> 2, nextIndex |-> 3, state |-> "Replicate", chunk |-> 0, confirmedRound |-> 0,
                    incarnation |-> 1]
        candidate == [Member(s3, 4, s3, log) EXCEPT !.role = "Candidate", !.votes = {s3}, !.commitIndex = 2]
    IN  Begins(Three(
                 LeaderFrom(s1, 3, log, 2, [i \in {s2, s3} |-> matched]),
                 Following(Member(s2, 3, s1, log), s1, 2),
                 candidate),
               {[kind |-> "AppendEntries", from |-> s1, fromIncarnation |-> 1, to |-> s2, toIncarnation |-> 1, term |-> 1, prevLogIndex |-> 1, prevLogTerm |-> 1,
                 entries |-> <<>>, leaderCommit |-> 1, readRound |-> 1],
                RequestVote(candidate, s2, FALSE)},
               <<[term |-> 1, value |-> Noop, at |-> 1, by |-> First], [term |-> 3, value |-> Noop, at |-> 3, by |-> First]>>)

(***************************************************************************)
(* s2 and s3 hold different suffixes, durably: s2 leads term 2, s3 still   *)
(* has what only it received of term 1.                                    *)
(***************************************************************************)
InitDiverged ==
    Begins(Three(
             Member(s1, 2, s2, <<>>),
             LeaderFrom(s2, 2, <<Entry(2, Noop), Entry(2, Command("v"))>>, 0, [i \in {s1, s3} |-> FreshProgress(1, 1)]),
             Member(s3, 1, s3, <<Entry(1, Noop), Entry(1, Command("v")), Entry(1, Command("v"))>>)),
           {}, <<>>)

(***************************************************************************)
(* s1 leads term 1 and has committed its first entry with the help of s2;  *)
(* s3 has nothing yet.                                                     *)
(***************************************************************************)
InitHeldByTwo ==
    LET log == <<Entry(1, Noop)>>
        known == [matchIndex |-> 1, nextIndex |-> 2, state |-> "Replicate", chunk |-> 0, confirmedRound |-> 0,
                    incarnation |-> 1]
    IN  Begins(Three(
                 LeaderFrom(s1, 1, log, 1, [i \in {s2, s3} |-> IF i = s2 THEN known ELSE FreshProgress(1, 1)]),
                 Following(Member(s2, 1, s1, log), s1, 0),
                 Member(s3, 1, s1, <<>>)),
               {}, <<[term |-> 1, value |-> Noop, at |-> 1, by |-> First]>>)

(***************************************************************************)
(* s2 led term 1 alone, and damage took what it wrote then.  s1, which     *)
(* leads term 2 with the vote of s3, never had it.                         *)
(***************************************************************************)
InitLost ==
    Begins(Three(
             LeaderFrom(s1, 2, <<Entry(2, Noop)>>, 0, [i \in {s2, s3} |-> FreshProgress(1, 1)]),
             [Member(s2, 1, s2, <<>>) EXCEPT !.lostIndex = 2],
             Member(s3, 2, s1, <<>>)),
           {}, <<>>)
=============================================================================
