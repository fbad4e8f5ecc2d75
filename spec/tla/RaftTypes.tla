------------------------------ MODULE RaftTypes ------------------------------
(***************************************************************************)
(* What a member knows, what members say to each other, and the switches   *)
(* of the models.  The names are those of the Java records MemberState and *)
(* Message in io.keelson.core, field by field.                             *)
(***************************************************************************)
EXTENDS Util

CONSTANTS
    Server,        \* the members; all of them vote
    None,          \* the id that no member has: an absent vote, an unknown leader
    PreVoteOn,     \* whether an election begins with PreVote (thesis 9.6)
    CheckQuorumOn, \* whether a leader without a quorum steps down (thesis 6.2)
    MaxAppend,     \* the most entries in one AppendEntries
    MaxInflight,   \* the most entries sent to a follower and not yet acknowledged
    Broken         \* names of rules that a broken variant leaves out; {} in the protocol

ASSUME None \notin Server

(***************************************************************************)
(* An entry is [term, value].  Its index is its place: the log of a member *)
(* is a sequence from index 1.                                             *)
(***************************************************************************)
Noop == "noop"

Entry(term, value) == [term |-> term, value |-> value]

TermAt(log, index) == IF index = 0 THEN 0 ELSE log[index].term

LastTerm(log) == TermAt(log, Len(log))

Matches(log, index, term) == index <= Len(log) /\ TermAt(log, index) = term

(* Whether a log that ends like this is at least as up-to-date as `log`    *)
(* (thesis 3.6.1).                                                         *)
IsUpToDate(log, lastLogIndex, lastLogTerm) ==
    \/ lastLogTerm > LastTerm(log)
    \/ lastLogTerm = LastTerm(log) /\ lastLogIndex >= Len(log)
    \/ "VoteByLength" \in Broken /\ lastLogIndex >= Len(log)

(* The largest index up to `from` whose term is at most `term`: where two  *)
(* logs that differ at `from` may still agree.                             *)
LastIndexWithTermAtMost(log, from, term) ==
    MaxOf({0} \cup {k \in 1..Min(from, Len(log)) : log[k].term <= term})

(***************************************************************************)
(* Quorums.                                                                *)
(***************************************************************************)
IsQuorum(S) ==
    2 * Cardinality(S) + (IF "HalfIsQuorum" \in Broken THEN 1 ELSE 0) > Cardinality(Server)

(* The largest value that a quorum has reached.                            *)
QuorumValue(Reached(_)) ==
    MaxOf({0} \cup {v \in {Reached(j) : j \in Server} :
                      IsQuorum({j \in Server : Reached(j) >= v})})

(***************************************************************************)
(* The record `n` of a member.  What a role does not use is empty or zero. *)
(*                                                                         *)
(*   id, role, term, votedFor, leader                                      *)
(*   log            the log in memory, perhaps not all durable yet         *)
(*   commitIndex    the last index known to be committed                   *)
(*   durableIndex   up to here the log is durable                          *)
(*   pendingWrites  writes on their way to the disk, oldest first:         *)
(*                  [hardState |-> <<term, votedFor>>, or <<>> if unchanged, *)
(*                   firstIndex |-> first index replaced, 0 if none,       *)
(*                   entries, sendAfterPersist |-> messages that wait]     *)
(*   votes          who granted the (pre-)vote of a running campaign       *)
(*   progress       of a leader, for each other member:                    *)
(*                  [matchIndex, nextIndex, replicating, confirmedRound]   *)
(*   heardFrom      whom a leader heard since the last quorum check        *)
(*   readRound      the latest read round of a leader                      *)
(*   reads          reads that wait at a leader:                           *)
(*                  [requester, requestId, index, round]                   *)
(***************************************************************************)
NoProgress == <<>>

NoHardState == <<>>

FollowerFrom(id, term, votedFor, log) ==
    [id |-> id, role |-> "Follower", term |-> term, votedFor |-> votedFor, leader |-> None,
     log |-> log, commitIndex |-> 0, durableIndex |-> Len(log), pendingWrites |-> <<>>,
     votes |-> {}, progress |-> NoProgress, heardFrom |-> {}, readRound |-> 0, reads |-> <<>>]

IsLeader(n) == n.role = "Leader"

Peers(n) == Server \ {n.id}

(* A leader knows what is committed only once it has committed an entry of *)
(* its own term (thesis 6.4).                                              *)
CommittedInTerm(n) == TermAt(n.log, n.commitIndex) = n.term

HasHardState(writes) == \E k \in DOMAIN writes : writes[k].hardState # NoHardState

LastIndexOf(write) == write.firstIndex + Len(write.entries) - 1

(***************************************************************************)
(* Messages.  `term` is the sender's current term, except in PreVote and   *)
(* in a granted PreVoteResponse, where it is the term the sender would     *)
(* campaign in.                                                            *)
(***************************************************************************)
PreVote(n, to) ==
    [kind |-> "PreVote", from |-> n.id, to |-> to, term |-> n.term + 1,
     lastLogIndex |-> Len(n.log), lastLogTerm |-> LastTerm(n.log)]

PreVoteResponse(n, to, term, granted) ==
    [kind |-> "PreVoteResponse", from |-> n.id, to |-> to, term |-> term, granted |-> granted]

RequestVote(n, to) ==
    [kind |-> "RequestVote", from |-> n.id, to |-> to, term |-> n.term,
     lastLogIndex |-> Len(n.log), lastLogTerm |-> LastTerm(n.log)]

RequestVoteResponse(n, to, granted) ==
    [kind |-> "RequestVoteResponse", from |-> n.id, to |-> to, term |-> n.term, granted |-> granted]

AppendEntries(n, to, entries) ==
    LET prev == n.progress[to].nextIndex - 1
    IN  [kind |-> "AppendEntries", from |-> n.id, to |-> to, term |-> n.term,
         prevLogIndex |-> prev, prevLogTerm |-> TermAt(n.log, prev), entries |-> entries,
         leaderCommit |-> n.commitIndex, readRound |-> n.readRound]

AppendEntriesResponse(n, to, success, index, hintIndex, hintTerm, readRound) ==
    [kind |-> "AppendEntriesResponse", from |-> n.id, to |-> to, term |-> n.term,
     success |-> success, index |-> index, hintIndex |-> hintIndex, hintTerm |-> hintTerm,
     readRound |-> readRound]

ReadIndexRequest(n, to, requestId) ==
    [kind |-> "ReadIndexRequest", from |-> n.id, to |-> to, term |-> n.term, requestId |-> requestId]

ReadIndexResponse(n, to, requestId, readIndex) ==
    [kind |-> "ReadIndexResponse", from |-> n.id, to |-> to, term |-> n.term,
     requestId |-> requestId, readIndex |-> readIndex]
=============================================================================
