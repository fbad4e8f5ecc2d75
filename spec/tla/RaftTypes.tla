------------------------------ MODULE RaftTypes ------------------------------
(***************************************************************************)
(* What a member knows, what members say to each other, and the switches   *)
(* of the models.  The names are those of the Java records MemberState and *)
(* Message in io.keelson.core, field by field.                             *)
(***************************************************************************)
EXTENDS Util

CONSTANTS
    Server,        \* all members there may ever be
    None,          \* the id that no member has: an absent vote, an unknown leader
    PreVoteOn,     \* whether an election begins with PreVote (thesis 9.6)
    CheckQuorumOn, \* whether a leader without a quorum steps down (thesis 6.2)
    LeaseOn,       \* whether heartbeats are rounds that renew a lease (thesis 6.4.1)
    MaxAppend,     \* the most entries in one AppendEntries
    MaxInflight,   \* the most entries sent to a follower and not yet acknowledged
    CatchUpLag,    \* the most committed entries that a learner may lack when it becomes a voter
    Broken         \* names of rules that a broken variant leaves out; {} in the protocol

ASSUME None \notin Server

(***************************************************************************)
(* A configuration says who belongs to the group (thesis chapter 4).       *)
(* While `outgoing` is not empty it is joint, and each decision needs a    *)
(* majority of `voters` and one of `outgoing` (thesis 4.3).                *)
(*                                                                         *)
(* A member is one data directory: what it has promised stands there, and  *)
(* is gone with it.  Each directory has an incarnation, and a              *)
(* configuration binds its members to theirs, as soon as a leader knows    *)
(* them.  Whoever bears the id with another directory is a stranger: it    *)
(* does not count, until it is let in again.                               *)
(***************************************************************************)
Unbound == 0  \* the incarnation that no directory has

NobodyBound == <<>>

Configuration(voters, outgoing, learners) ==
    [voters |-> voters, outgoing |-> outgoing, learners |-> learners, incarnations |-> NobodyBound]

BoundTo(c, incarnations) == [c EXCEPT !.incarnations = incarnations]

Bound(c, i) == IF i \in DOMAIN c.incarnations THEN c.incarnations[i] ELSE Unbound

(* Whether what this directory of a member says is the member's word.      *)
Counts(c, i, incarnation) == Bound(c, i) \in {Unbound, incarnation}

IsJoint(c) == c.outgoing # {}

AllVoters(c) == c.voters \cup c.outgoing

Members(c) == c.voters \cup c.outgoing \cup c.learners

Majority(voters, S) ==
    2 * Cardinality(voters \cap S) + (IF "HalfIsQuorum" \in Broken THEN 1 ELSE 0) > Cardinality(voters)

IsQuorum(c, S) ==
    /\ Majority(c.voters, S)
    /\ IsJoint(c) => Majority(c.outgoing, S) \/ "OneMajorityIsEnough" \in Broken

(* The largest value that a quorum has reached.                            *)
QuorumValue(c, Reached(_)) ==
    LET counted == IF "LearnersCount" \in Broken THEN Configuration(Members(c), {}, {}) ELSE c
        those == AllVoters(counted)
    IN  MaxOf({0} \cup {v \in {Reached(j) : j \in those} :
                          IsQuorum(counted, {j \in those : Reached(j) >= v})})

(***************************************************************************)
(* An entry is [term, value].  A value is a tuple: the empty entry that    *)
(* opens a term, a command, or a configuration.                            *)
(***************************************************************************)
Noop == <<"noop">>

Command(text) == <<text>>

ConfigurationValue(c) == <<"configuration", c>>

IsConfiguration(value) == Len(value) = 2

Entry(term, value) == [term |-> term, value |-> value]

(***************************************************************************)
(* A log begins after a base, which stands for what is gone:               *)
(*   [index, term, configuration,                                          *)
(*    chunks |-> the number of parts in which the snapshot is sent]        *)
(* The operators here take any record that has `base` and `log`: a member  *)
(* or a disk.                                                              *)
(***************************************************************************)
Base(index, term, configuration, chunks) ==
    [index |-> index, term |-> term, configuration |-> configuration, chunks |-> chunks]

LastIndex(n) == n.base.index + Len(n.log)

EntryAt(n, index) == n.log[index - n.base.index]

TermAt(n, index) == IF index = n.base.index THEN n.base.term ELSE EntryAt(n, index).term

LastTerm(n) == TermAt(n, LastIndex(n))

Between(n, first, last) == SubSeq(n.log, first - n.base.index, last - n.base.index)

Matches(n, index, term) ==
    n.base.index <= index /\ index <= LastIndex(n) /\ TermAt(n, index) = term

(* Whether a log that ends like this is at least as up-to-date as ours     *)
(* (thesis 3.6.1).                                                         *)
IsUpToDate(n, lastLogIndex, lastLogTerm) ==
    \/ lastLogTerm > LastTerm(n)
    \/ lastLogTerm = LastTerm(n) /\ lastLogIndex >= LastIndex(n)
    \/ "VoteByLength" \in Broken /\ lastLogIndex >= LastIndex(n)

(* The largest index up to `from` whose term is at most `term`: where two  *)
(* logs that differ at `from` may still agree.  Not below the base.        *)
LastIndexWithTermAtMost(n, from, term) ==
    MaxOf({n.base.index} \cup
          {k \in (n.base.index + 1)..Min(from, LastIndex(n)) : TermAt(n, k) <= term})

(* The index of the last configuration up to `index`; the base's if there  *)
(* is none in the log.                                                     *)
ConfigurationIndexUpTo(n, index) ==
    n.base.index
    + MaxOf({0} \cup {k \in 1..(index - n.base.index) : IsConfiguration(n.log[k].value)})

ConfigurationUpTo(n, index) ==
    LET at == ConfigurationIndexUpTo(n, index)
    IN  IF at = n.base.index THEN n.base.configuration ELSE EntryAt(n, at).value[2]

(***************************************************************************)
(* The record `n` of a member.  What a role does not use is empty or zero. *)
(*                                                                         *)
(*   id, incarnation     which member, with which data directory           *)
(*   role, term, votedFor, leader                                          *)
(*   base, log      the log in memory, perhaps not all durable yet         *)
(*   commitIndex    the last index known to be committed                   *)
(*   durableIndex   up to here what follows the base is durable            *)
(*   lostIndex      up to here the disk once held entries that it has lost *)
(*                  to damage, and that are not repaired yet; else 0       *)
(*   healthy        whether the disk answers in time                       *)
(*   receiving      the snapshot being received: [index, term, next chunk] *)
(*   pendingWrites  writes on their way to the disk, oldest first:         *)
(*                  [hardState |-> <<term, votedFor, lostIndex>>, or <<>>  *)
(*                   if unchanged,                                         *)
(*                   base |-> <<the new base>>, or <<>> if unchanged,      *)
(*                   firstIndex |-> first index replaced, 0 if none,       *)
(*                   entries, sendAfterPersist |-> messages that wait]     *)
(*   votes          who granted the (pre-)vote of a running campaign       *)
(*   progress       of a leader, for each other member:                    *)
(*                  [matchIndex, nextIndex, state, chunk, confirmedRound,  *)
(*                   incarnation |-> the directory all this is known of]   *)
(*   heardFrom      whom a leader heard since the last quorum check        *)
(*   readRound      the latest read round of a leader                      *)
(*   reads          reads that wait at a leader:                           *)
(*                  [requester, requestId, index, round]                   *)
(*   transferee     whom a leader makes its successor                      *)
(*   leaseGivenUp   whether a leader has sent a TimeoutNow in this term    *)
(***************************************************************************)
NoProgress == <<>>

NoHardState == <<>>

NotReceiving == [index |-> 0, term |-> 0, next |-> 0]

(* A member that starts knows what its disk holds, and nothing else.       *)
FollowerFrom(id, incarnation, disk) ==
    [id |-> id, incarnation |-> incarnation, role |-> "Follower", term |-> disk.term, votedFor |-> disk.votedFor,
     leader |-> None, base |-> disk.base, log |-> disk.log,
     commitIndex |-> disk.base.index, durableIndex |-> LastIndex(disk),
     lostIndex |-> disk.lostIndex, healthy |-> TRUE, receiving |-> NotReceiving,
     pendingWrites |-> <<>>, votes |-> {}, progress |-> NoProgress, heardFrom |-> {},
     readRound |-> 0, reads |-> <<>>, transferee |-> None, leaseGivenUp |-> FALSE]

IsLeader(n) == n.role = "Leader"

(* The last configuration in the log is in force, committed or not         *)
(* (thesis 4.1).                                                           *)
ConfigurationOf(n) == ConfigurationUpTo(n, LastIndex(n))

ConfigurationIndex(n) == ConfigurationIndexUpTo(n, LastIndex(n))

Peers(n) == Members(ConfigurationOf(n)) \ {n.id}

(* A leader knows what is committed only once it has committed an entry of *)
(* its own term (thesis 6.4).                                              *)
CommittedInTerm(n) == TermAt(n, n.commitIndex) = n.term

HasHardState(writes) == \E k \in DOMAIN writes : writes[k].hardState # NoHardState

LastIndexOf(write) == write.firstIndex + Len(write.entries) - 1

(***************************************************************************)
(* Messages.  `term` is the sender's current term, except in PreVote and   *)
(* in a granted PreVoteResponse, where it is the term the sender would     *)
(* campaign in.  Each tells its sender's incarnation, for whoever counts   *)
(* what it says.  Some are meant for one directory alone, if it is known:  *)
(* `toIncarnation`.  With another the receiver takes no notice.  Above all *)
(* a vote is so: a candidate must not count what its predecessor was given. *)
(* What a leader sends to a learner is meant for whichever it has.         *)
(***************************************************************************)
MeantFor(n, to) ==
    IF to \in AllVoters(ConfigurationOf(n)) \/ "LearnersStay" \in Broken THEN n.progress[to].incarnation ELSE Unbound

ForFormerDirectory(n, m) ==
    /\ "toIncarnation" \in DOMAIN m
    /\ m.toIncarnation \notin {Unbound, n.incarnation}
    /\ "TakenByAnybody" \notin Broken

PreVote(n, to) ==
    [kind |-> "PreVote", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term + 1,
     lastLogIndex |-> LastIndex(n), lastLogTerm |-> LastTerm(n)]

PreVoteResponse(n, m, term, granted) ==
    [kind |-> "PreVoteResponse", from |-> n.id, fromIncarnation |-> n.incarnation,
     to |-> m.from, toIncarnation |-> m.fromIncarnation, term |-> term, granted |-> granted]

RequestVote(n, to, transfer) ==
    [kind |-> "RequestVote", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term,
     lastLogIndex |-> LastIndex(n), lastLogTerm |-> LastTerm(n), transfer |-> transfer]

RequestVoteResponse(n, m, granted) ==
    [kind |-> "RequestVoteResponse", from |-> n.id, fromIncarnation |-> n.incarnation,
     to |-> m.from, toIncarnation |-> m.fromIncarnation, term |-> n.term, granted |-> granted]

AppendEntries(n, to, entries) ==
    LET prev == n.progress[to].nextIndex - 1
    IN  [kind |-> "AppendEntries", from |-> n.id, fromIncarnation |-> n.incarnation,
         to |-> to, toIncarnation |-> MeantFor(n, to), term |-> n.term,
         prevLogIndex |-> prev, prevLogTerm |-> TermAt(n, prev), entries |-> entries,
         leaderCommit |-> n.commitIndex, readRound |-> n.readRound]

AppendEntriesResponse(n, to, success, index, hintIndex, hintTerm, readRound) ==
    [kind |-> "AppendEntriesResponse", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term,
     success |-> success, index |-> index, hintIndex |-> hintIndex, hintTerm |-> hintTerm,
     readRound |-> readRound, lost |-> n.lostIndex > 0]

(* Vouches for the log up to an index.  Its hint, where damage took        *)
(* entries from the disk: how much must be committed until the member is   *)
(* whole.                                                                  *)
Acknowledgement(n, to, index, readRound) ==
    AppendEntriesResponse(n, to, TRUE, index, n.lostIndex, 0, readRound)

InstallSnapshot(n, to, chunk) ==
    [kind |-> "InstallSnapshot", from |-> n.id, fromIncarnation |-> n.incarnation,
     to |-> to, toIncarnation |-> MeantFor(n, to), term |-> n.term,
     base |-> n.base, chunk |-> chunk]

InstallSnapshotResponse(n, to, index, next) ==
    [kind |-> "InstallSnapshotResponse", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term,
     index |-> index, next |-> next]

TimeoutNow(n, to) == [kind |-> "TimeoutNow", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term]

ReadIndexRequest(n, to, requestId) ==
    [kind |-> "ReadIndexRequest", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term, requestId |-> requestId]

ReadIndexResponse(n, to, requestId, readIndex) ==
    [kind |-> "ReadIndexResponse", from |-> n.id, fromIncarnation |-> n.incarnation, to |-> to,
     term |-> n.term,
     requestId |-> requestId, readIndex |-> readIndex]
=============================================================================
