------------------------------ MODULE RaftLease ------------------------------
(***************************************************************************)
(* Lease reads, with time (thesis 6.4.1).  The operators know no time; here*)
(* the booleans that they are given are worked out from a clock:           *)
(*                                                                         *)
(*   heardLeader  a member has heard its leader, or has started, less than *)
(*                Timeout ago; so long it helps to elect nobody else       *)
(*   leaseValid   a leader sent the round that a quorum has echoed less    *)
(*                than Lease ago                                           *)
(*                                                                         *)
(* A lease is safe if it is no longer than the timeout: whoever echoed the *)
(* round heard it after it was sent.  Clocks that drift make the one       *)
(* longer and the other shorter; a bound on the drift is a bound on how    *)
(* much shorter Lease must be.                                             *)
(***************************************************************************)
EXTENDS RaftSeeds

CONSTANTS
    MaxTime,   \* the clock stops here
    Timeout,   \* the least election timeout
    Lease,     \* the duration of a lease
    MaxRounds  \* so many rounds are opened by heartbeats

VARIABLES
    time,    \* the clock
    heardAt, \* of each member: when it last heard a leader, or started
    sentAt   \* of each leader: when it opened each round of its term

clocks == <<time, heardAt, sentAt>>

Heard(i) == IF IsLeader(node[i]) THEN CheckQuorumOn ELSE time - heardAt[i] < Timeout

ConfirmedRound(n) ==
    LET Echoed(j) == IF j = n.id THEN n.readRound ELSE n.progress[j].confirmedRound
    IN  QuorumValue(ConfigurationOf(n), Echoed)

LeaseValid(i) ==
    /\ IsLeader(node[i])
    /\ LET round == ConfirmedRound(node[i]) IN round > 0 /\ time - sentAt[i][round] < Lease

(* When the rounds that a member has opened by now were opened.            *)
Sending(i) ==
    LET stays == IsLeader(node[i]) /\ IsLeader(node'[i]) /\ node[i].term = node'[i].term
        before == IF stays THEN sentAt[i] ELSE <<>>
    IN  before \o [k \in 1..(node'[i].readRound - Len(before)) |-> time]

(* An action of a member; `hears` says whether it hears its leader thereby. *)
Timed(i, Action, hears) ==
    /\ Action
    /\ heardAt' = IF hears THEN [heardAt EXCEPT ![i] = time] ELSE heardAt
    /\ sentAt' = [sentAt EXCEPT ![i] = Sending(i)]
    /\ UNCHANGED time

Tick == time < MaxTime /\ time' = time + 1 /\ UNCHANGED <<vars, heardAt, sentAt>>

TimedElectionTimeout(i) == ~Heard(i) /\ Timed(i, ElectionTimeout(i), FALSE)

TimedHeartbeatDue(i) == node[i].readRound < MaxRounds /\ Timed(i, HeartbeatDue(i), FALSE)

(* Reads by lease alone: the others are studied without a clock.           *)
TimedReadIndex(i) ==
    /\ LeaseValid(i)
    /\ \E r \in {r \in 1..MaxReads : asked[r] = -1} :
         /\ Timed(i, Take(i, OnReadIndex(node[i], r, TRUE)), FALSE)
         /\ asked' = [asked EXCEPT ![r] = Len(chosen)]

TimedReceiveRequestVote(i) ==
    /\ \E m \in Arriving(net, "RequestVote", i) :
         Timed(i, Take(i, OnRequestVote(node[i], m, Heard(i))), FALSE)
    /\ UNCHANGED asked

TimedReceiveAppendEntries(i) ==
    /\ \E m \in Arriving(net, "AppendEntries", i) :
         Timed(i, Take(i, OnAppendEntries(node[i], m)), m.term >= node[i].term)
    /\ UNCHANGED asked

(* A member that restarts may have heard a leader just before.             *)
TimedCrash(i) ==
    /\ Crash(i)
    /\ heardAt' = [heardAt EXCEPT ![i] = IF "VoteAfterRestart" \in Broken THEN time - Timeout ELSE time]
    /\ sentAt' = [sentAt EXCEPT ![i] = <<>>]
    /\ UNCHANGED time

TimedNext ==
    \/ Tick
    \/ \E i \in Server :
        \/ TimedElectionTimeout(i) \/ TimedHeartbeatDue(i) \/ TimedReadIndex(i) \/ TimedCrash(i)
        \/ TimedReceiveRequestVote(i) \/ TimedReceiveAppendEntries(i)
        \/ Timed(i, ReceiveRequestVoteResponse(i), FALSE)
        \/ Timed(i, ReceiveAppendEntriesResponse(i), FALSE)
        \/ Timed(i, TransferLeadership(i), FALSE) \/ Timed(i, TransferTimeout(i), FALSE)
        \/ Timed(i, ReceiveTimeoutNow(i), FALSE)

(***************************************************************************)
(* s1 leads term 1, and all know that its first entry is committed.        *)
(***************************************************************************)
TimedInit ==
    LET log == <<Entry(1, Noop)>>
        known == [matchIndex |-> 1, nextIndex |-> 2, state |-> "Replicate", chunk |-> 0, confirmedRound |-> 0,
                  incarnation |-> 1]
    IN  /\ Begins(Three(LeaderFrom(s1, 1, log, 1, [i \in {s2, s3} |-> known]),
                        Following(Member(s2, 1, s1, log), s1, 1),
                        Following(Member(s3, 1, s1, log), s1, 1)),
                  {}, <<[term |-> 1, value |-> Noop, at |-> 1, by |-> First]>>)
        /\ time = 0
        /\ heardAt = [i \in Server |-> 0]
        /\ sentAt = [i \in Server |-> <<>>]
=============================================================================
