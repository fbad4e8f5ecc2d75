-------------------------------- MODULE Raft --------------------------------
(***************************************************************************)
(* The members, their disks and the network together, and what must hold.  *)
(*                                                                         *)
(* What a member does is in the operators On... of the modules before      *)
(* this one; an action here only picks an input and hands the result over. *)
(* Terms, log length and reads are bounded in the guards of the actions    *)
(* that raise them, so that the graph is finite and closed.                *)
(***************************************************************************)
EXTENDS RaftPersistence, Net, TLC

CONSTANTS
    MaxTerm,       \* no election begins in a higher term
    MaxLog,        \* no proposal makes a log longer
    MaxReads,      \* so many reads are asked for
    MayCampaign,   \* the members whose election timeout may pass
    MayCrash,      \* the members that may crash and restart
    SyncDisk,      \* whether each write is durable before anything else happens
    ReplicationOn, \* whether leaders are heard; FALSE to study elections alone
    HeartbeatsOn   \* whether leaders send heartbeats; messages are never gone, so it is possible without

VARIABLES
    node,   \* of each member: its record
    disk,   \* of each member: what is durable; only Persisted and Crash change it
    net,    \* the messages under way
    chosen, \* history: the committed entries, each with the term that committed it
    asked,  \* history: of each read, how much was committed when it was asked; -1 before
    served  \* history: the answers to reads, as <<requestId, index>>

vars == <<node, disk, net, chosen, asked, served>>

Init ==
    /\ node = [i \in Server |-> Restart(i, EmptyDisk)]
    /\ disk = [i \in Server |-> EmptyDisk]
    /\ net = {}
    /\ chosen = <<>>
    /\ asked = [r \in 1..MaxReads |-> -1]
    /\ served = {}

(***************************************************************************)
(* Handing the result of a step over.  With SyncDisk the disk answers      *)
(* within the same action, which then is two steps of the member.          *)
(***************************************************************************)
Chosen(n) ==
    chosen \o [k \in 1..(n.commitIndex - Len(chosen)) |->
                 LET e == n.log[Len(chosen) + k] IN [term |-> e.term, value |-> e.value, at |-> n.term]]

Served(results) ==
    {<<r.requestId, r.index>> : r \in {r \in results : r.result = "ReadReady"}}

Commit(i, r, diskAfter) ==
    /\ node' = [node EXCEPT ![i] = r.n]
    /\ disk' = [disk EXCEPT ![i] = diskAfter]
    /\ net' = Sent(net, r.now)
    /\ chosen' = IF r.n.commitIndex > Len(chosen) THEN Chosen(r.n) ELSE chosen
    /\ served' = served \cup Served(r.done)

Take(i, r) ==
    IF SyncDisk /\ r.n.pendingWrites # <<>>
    THEN LET p == OnPersisted(r.n, Len(r.n.pendingWrites))
         IN  Commit(i, [n |-> p.n, now |-> r.now \cup p.now, done |-> r.done \cup p.done],
                    WriteRecords(disk[i], Records(r.n.pendingWrites)))
    ELSE Commit(i, r, disk[i])

(***************************************************************************)
(* Inputs of time and of clients.                                          *)
(***************************************************************************)
ElectionTimeout(i) ==
    /\ i \in MayCampaign /\ ~IsLeader(node[i]) /\ node[i].term < MaxTerm
    /\ Take(i, OnElectionTimeout(node[i]))
    /\ UNCHANGED asked

HeartbeatDue(i) ==
    /\ ReplicationOn /\ HeartbeatsOn /\ IsLeader(node[i])
    /\ Take(i, OnHeartbeatDue(node[i]))
    /\ UNCHANGED asked

QuorumCheckDue(i) ==
    /\ CheckQuorumOn /\ IsLeader(node[i])
    /\ Take(i, OnQuorumCheckDue(node[i]))
    /\ UNCHANGED asked

Propose(i) ==
    /\ IsLeader(node[i]) /\ Len(node[i].log) < MaxLog
    /\ Take(i, OnPropose(node[i], <<"v">>))
    /\ UNCHANGED asked

ReadIndex(i) ==
    \E r \in {r \in 1..MaxReads : asked[r] = -1 /\ \A q \in 1..(r - 1) : asked[q] # -1} :
      /\ Take(i, OnReadIndex(node[i], r))
      /\ asked' = [asked EXCEPT ![r] = Len(chosen)]

(***************************************************************************)
(* Messages.  The choice of heardLeader is free, but for a leader: one     *)
(* that checks its quorum steps down by that check, not for a candidate.   *)
(***************************************************************************)
HeardLeader(n) == IF IsLeader(n) THEN {CheckQuorumOn} ELSE BOOLEAN

ReceivePreVote(i) ==
    /\ \E m \in Arriving(net, "PreVote", i), heard \in HeardLeader(node[i]) :
         Take(i, OnPreVote(node[i], m, heard))
    /\ UNCHANGED asked

ReceivePreVoteResponse(i) ==
    /\ \E m \in Arriving(net, "PreVoteResponse", i) : Take(i, OnPreVoteResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveRequestVote(i) ==
    /\ \E m \in Arriving(net, "RequestVote", i), heard \in HeardLeader(node[i]) :
         Take(i, OnRequestVote(node[i], m, heard))
    /\ UNCHANGED asked

ReceiveRequestVoteResponse(i) ==
    /\ \E m \in Arriving(net, "RequestVoteResponse", i) : Take(i, OnRequestVoteResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveAppendEntries(i) ==
    /\ ReplicationOn
    /\ \E m \in Arriving(net, "AppendEntries", i) : Take(i, OnAppendEntries(node[i], m))
    /\ UNCHANGED asked

ReceiveAppendEntriesResponse(i) ==
    /\ \E m \in Arriving(net, "AppendEntriesResponse", i) : Take(i, OnAppendEntriesResponse(node[i], m))
    /\ UNCHANGED asked

(* A request may arrive any number of times, and each time it opens a      *)
(* round: bounded here.                                                    *)
ReceiveReadIndexRequest(i) ==
    /\ node[i].readRound + Len(node[i].reads) <= MaxReads
    /\ \E m \in Arriving(net, "ReadIndexRequest", i) : Take(i, OnReadIndexRequest(node[i], m))
    /\ UNCHANGED asked

ReceiveReadIndexResponse(i) ==
    /\ \E m \in Arriving(net, "ReadIndexResponse", i) : Take(i, OnReadIndexResponse(node[i], m))
    /\ UNCHANGED asked

(***************************************************************************)
(* The disk.                                                               *)
(***************************************************************************)
Persisted(i) ==
    /\ \E k \in DOMAIN node[i].pendingWrites :
         Commit(i, OnPersisted(node[i], k),
                WriteRecords(disk[i], Records(SubSeq(node[i].pendingWrites, 1, k))))
    /\ UNCHANGED asked

(* A crash and the restart after it: messages that waited are gone.        *)
Crash(i) ==
    /\ i \in MayCrash
    /\ LET records == Records(node[i].pendingWrites)
       IN  \E kept \in 0..Len(records) :
             LET d == WriteRecords(disk[i], SubSeq(records, 1, kept))
             IN  /\ disk' = [disk EXCEPT ![i] = d]
                 /\ node' = [node EXCEPT ![i] = Restart(i, d)]
    /\ UNCHANGED <<net, chosen, asked, served>>

Next ==
    \E i \in Server :
        \/ ElectionTimeout(i) \/ HeartbeatDue(i) \/ QuorumCheckDue(i) \/ Propose(i) \/ ReadIndex(i)
        \/ ReceivePreVote(i) \/ ReceivePreVoteResponse(i)
        \/ ReceiveRequestVote(i) \/ ReceiveRequestVoteResponse(i)
        \/ ReceiveAppendEntries(i) \/ ReceiveAppendEntriesResponse(i)
        \/ ReceiveReadIndexRequest(i) \/ ReceiveReadIndexResponse(i)
        \/ Persisted(i) \/ Crash(i)

Spec == Init /\ [][Next]_vars

(* The members are alike, up to what a model lets them do.                 *)
Symmetry ==
    {p \in Permutations(Server) :
        \A i \in Server : /\ i \in MayCampaign <=> p[i] \in MayCampaign
                          /\ i \in MayCrash <=> p[i] \in MayCrash}

(***************************************************************************)
(* Safety.                                                                 *)
(***************************************************************************)
(* The members that are, or by a message under way once were, leader of a  *)
(* term.                                                                   *)
Leaders(term) ==
    {i \in Server : IsLeader(node[i]) /\ node[i].term = term}
    \cup {m.from : m \in {m \in net : m.kind = "AppendEntries" /\ m.term = term}}

(* At most one leader a term (thesis figure 3.2).                          *)
ElectionSafety == \A term \in 1..MaxTerm : Cardinality(Leaders(term)) <= 1

(* A member has told of at most one vote a term, before or after whatever  *)
(* crash: it votes for itself by asking for votes.                         *)
VotesTold(i, term) ==
    {m.to : m \in {m \in net : m.kind = "RequestVoteResponse" /\ m.from = i /\ m.term = term /\ m.granted}}
    \cup {m.from : m \in {m \in net : m.kind = "RequestVote" /\ m.from = i /\ m.term = term}}

VoteOncePerTerm == \A i \in Server, term \in 1..MaxTerm : Cardinality(VotesTold(i, term)) <= 1

(* Two logs that have an entry of the same term at the same index are      *)
(* equal up to there (thesis figure 3.2); in memory and on disk alike.     *)
Agree(a, b) ==
    \A k \in 1..Min(Len(a), Len(b)) :
        a[k].term = b[k].term => SubSeq(a, 1, k) = SubSeq(b, 1, k)

LogMatching ==
    \A i, j \in Server :
        Agree(node[i].log, node[j].log) /\ Agree(node[i].log, disk[j].log) /\ Agree(disk[i].log, disk[j].log)

Has(log, k) == k <= Len(log) /\ log[k].term = chosen[k].term /\ log[k].value = chosen[k].value

(* What is committed is in the log of every leader of that term and of all *)
(* later ones (thesis figure 3.2).                                         *)
LeaderCompleteness ==
    \A i \in Server : IsLeader(node[i]) =>
        \A k \in DOMAIN chosen : node[i].term >= chosen[k].at => Has(node[i].log, k)

(* No two members commit different entries at one index, whatever crashes  *)
(* lie between (thesis figure 3.2).                                        *)
StateMachineSafety ==
    \A i \in Server : \A k \in 1..Min(node[i].commitIndex, Len(chosen)) : Has(node[i].log, k)

(* What is committed is on the disks of a quorum, and stays there.         *)
CommittedIsDurable ==
    \A k \in DOMAIN chosen : IsQuorum({i \in Server : Has(disk[i].log, k)})

(* The term and vote that a message reveals are on its sender's disk.      *)
TermRevealed(m) ==
    CASE m.kind = "PreVote" -> m.term - 1
      [] m.kind = "PreVoteResponse" /\ m.granted -> 0
      [] OTHER -> m.term

ToldIsDurable == \A m \in net : TermRevealed(m) <= disk[m.from].term

(* And its sender never falls behind that term, whatever crash comes.      *)
ToldIsKept == \A m \in net : TermRevealed(m) <= node[m.from].term

(* The durable index speaks the truth: up to it, log and disk are equal.   *)
DurableIndexIsTrue ==
    \A i \in Server : LET n == node[i]
                      IN  /\ n.durableIndex <= Len(n.log)
                          /\ IsPrefix(SubSeq(n.log, 1, n.durableIndex), disk[i].log)

(* A leader's match index speaks the truth: so much is on the member's     *)
(* disk, and equal.  Of an old leader this is not asked: its entries may   *)
(* have been replaced.                                                     *)
MatchIndexIsTrue ==
    \A i \in Server : IsLeader(node[i]) =>
        \A j \in Peers(node[i]) :
            (\A x \in Server : disk[x].term <= node[i].term) =>
                IsPrefix(SubSeq(node[i].log, 1, node[i].progress[j].matchIndex), disk[j].log)

(* A read sees all that was committed when it was asked, and nothing that  *)
(* is not committed when it is answered.                                   *)
ReadSafety ==
    \A answer \in served :
        asked[answer[1]] # -1 /\ asked[answer[1]] <= answer[2] /\ answer[2] <= Len(chosen)

(* What a role does not use is forgotten.                                  *)
RolesAreClean ==
    \A i \in Server :
        LET n == node[i]
        IN  /\ IsLeader(n) => n.leader = i /\ ~HasHardState(n.pendingWrites)
            /\ ~IsLeader(n) => n.progress = NoProgress /\ n.reads = <<>> /\ n.heardFrom = {} /\ n.readRound = 0
            /\ n.role \in {"Follower", "Leader"} => n.votes = {}
            /\ LastTerm(n.log) <= n.term /\ n.commitIndex <= Len(n.log)
=============================================================================
