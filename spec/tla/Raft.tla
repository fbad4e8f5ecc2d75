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
    Voters,        \* the voters of the first configuration
    MaxTerm,       \* no election begins in a higher term
    MaxLog,        \* no proposal and no change makes a log longer
    MaxReads,      \* so many reads are asked for
    MayCampaign,   \* the members whose election timeout may pass
    MayCrash,      \* the members that may crash and restart
    MayCompact,    \* the members whose host keeps snapshots
    Chunks,        \* the number of chunks of a snapshot
    MayTransferTo, \* the members to whom leadership may be handed over
    VoterTargets,  \* the sets of voters that may be changed to
    LearnerTargets,\* the sets of learners that may be changed to
    MayStall,      \* the members whose disk may stall, and recover
    MayDamage,     \* the members whose disk may lose durable entries, in a crash; more than one is
                   \* more than any protocol survives
    MayWipe,       \* the members whose disk may be wiped, once each
    Founded,       \* whether the group begins with each voter bound; FALSE to see how that comes about
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

FirstConfiguration ==
    BoundTo(Configuration(Voters, {}, {}), IF Founded THEN [i \in Voters |-> 1] ELSE NobodyBound)

(* A member that is not in the first configuration begins with none: it    *)
(* learns of one when it is let in.                                        *)
FirstDisk(i) ==
    EmptyDisk(IF i \in Voters THEN FirstConfiguration ELSE NobodysConfiguration)

Init ==
    /\ node = [i \in Server |-> Restart(i, 1, FirstDisk(i))]
    /\ disk = [i \in Server |-> FirstDisk(i)]
    /\ net = {}
    /\ chosen = <<>>
    /\ asked = [r \in 1..MaxReads |-> -1]
    /\ served = {}

(***************************************************************************)
(* Handing the result of a step over.  With SyncDisk the disk answers      *)
(* within the same action, which then is two steps of the member.          *)
(***************************************************************************)
(* What the step from `before` to `after` adds to what is committed: each  *)
(* entry with the term and the configuration of the leader that counted.   *)
Chosen(committed, before, after) ==
    committed \o
    [k \in 1..(after.commitIndex - Len(committed)) |->
        LET e == EntryAt(after, Len(committed) + k)
        IN  [term |-> e.term, value |-> e.value, at |-> after.term, by |-> ConfigurationOf(before)]]

ChosenBy(committed, before, after) ==
    IF after.commitIndex > Len(committed) THEN Chosen(committed, before, after) ELSE committed

Served(results) ==
    {<<r.requestId, r.index>> : r \in {r \in results : r.result = "ReadReady"}}

Commit(i, r, under, diskAfter, committed) ==
    /\ node' = [node EXCEPT ![i] = r.n]
    /\ disk' = [disk EXCEPT ![i] = diskAfter]
    /\ net' = Sent(under, r.now)
    /\ chosen' = committed
    /\ served' = served \cup Served(r.done)

TakeFrom(under, i, r) ==
    LET committed == ChosenBy(chosen, node[i], r.n)
        p == OnPersisted(r.n, Len(r.n.pendingWrites))
    IN  IF SyncDisk /\ r.n.pendingWrites # <<>>
        THEN Commit(i, [n |-> p.n, now |-> r.now \cup p.now, done |-> r.done \cup p.done], under,
                    WriteRecords(disk[i], Records(r.n.pendingWrites)),
                    ChosenBy(committed, r.n, p.n))
        ELSE Commit(i, r, under, disk[i], committed)

Take(i, r) == TakeFrom(net, i, r)

TakeMessage(i, m, r) == TakeFrom(Delivered(net, m), i, r)

(***************************************************************************)
(* Inputs of time and of clients.                                          *)
(***************************************************************************)
ElectionTimeout(i) ==
    /\ i \in MayCampaign /\ MayCampaignItself(node[i]) /\ node[i].term < MaxTerm
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
    /\ IsLeader(node[i]) /\ LastIndex(node[i]) < MaxLog
    /\ Take(i, OnPropose(node[i], <<Command("v")>>))
    /\ UNCHANGED asked

TransferLeadership(i) ==
    /\ IsLeader(node[i]) /\ node[i].term < MaxTerm
    /\ \E to \in MayTransferTo : Take(i, OnTransferLeadership(node[i], to))
    /\ UNCHANGED asked

TransferTimeout(i) ==
    /\ node[i].transferee # None
    /\ Take(i, OnTransferTimeout(node[i]))
    /\ UNCHANGED asked

(* The host asks for a change that is not in force already.                *)
ChangeMembership(i) ==
    /\ IsLeader(node[i]) /\ LastIndex(node[i]) < MaxLog
    /\ \E voters \in VoterTargets, learners \in LearnerTargets :
         /\ Configuration(voters, {}, learners) # BoundTo(ConfigurationOf(node[i]), NobodyBound)
         /\ Take(i, OnChangeMembership(node[i], voters, learners))
    /\ UNCHANGED asked

BindingDue(i) ==
    /\ ~Founded /\ BindingIsDue(node[i]) /\ LastIndex(node[i]) < MaxLog
    /\ Take(i, OnBindingDue(node[i]))
    /\ UNCHANGED asked

Compact(i) ==
    /\ i \in MayCompact
    /\ \E index \in 1..MaxLog :
         /\ MayCompactTo(node[i], index)
         /\ Take(i, OnCompact(node[i], index, Chunks))
    /\ UNCHANGED asked

StorageHealth(i) ==
    /\ i \in MayStall
    /\ Take(i, OnStorageHealth(node[i], ~node[i].healthy))
    /\ UNCHANGED asked

ReadIndex(i) ==
    \E r \in {r \in 1..MaxReads : asked[r] = -1 /\ \A q \in 1..(r - 1) : asked[q] # -1} :
      /\ Take(i, OnReadIndex(node[i], r, FALSE))
      /\ asked' = [asked EXCEPT ![r] = Len(chosen)]

(***************************************************************************)
(* Messages.  The choice of heardLeader is free, but for a leader: one     *)
(* that checks its quorum steps down by that check, not for a candidate.   *)
(***************************************************************************)
HeardLeader(n) == IF IsLeader(n) THEN {CheckQuorumOn} ELSE BOOLEAN

ReceivePreVote(i) ==
    /\ \E m \in Arriving(net, "PreVote", i), heard \in HeardLeader(node[i]) :
         TakeMessage(i, m, OnPreVote(node[i], m, heard))
    /\ UNCHANGED asked

ReceivePreVoteResponse(i) ==
    /\ \E m \in Arriving(net, "PreVoteResponse", i) : TakeMessage(i, m, OnPreVoteResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveRequestVote(i) ==
    /\ \E m \in Arriving(net, "RequestVote", i), heard \in HeardLeader(node[i]) :
         TakeMessage(i, m, OnRequestVote(node[i], m, heard))
    /\ UNCHANGED asked

ReceiveRequestVoteResponse(i) ==
    /\ \E m \in Arriving(net, "RequestVoteResponse", i) : TakeMessage(i, m, OnRequestVoteResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveAppendEntries(i) ==
    /\ ReplicationOn
    /\ \E m \in Arriving(net, "AppendEntries", i) : TakeMessage(i, m, OnAppendEntries(node[i], m))
    /\ UNCHANGED asked

ReceiveAppendEntriesResponse(i) ==
    /\ \E m \in Arriving(net, "AppendEntriesResponse", i) : TakeMessage(i, m, OnAppendEntriesResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveInstallSnapshot(i) ==
    /\ \E m \in Arriving(net, "InstallSnapshot", i) : TakeMessage(i, m, OnInstallSnapshot(node[i], m))
    /\ UNCHANGED asked

ReceiveInstallSnapshotResponse(i) ==
    /\ \E m \in Arriving(net, "InstallSnapshotResponse", i) :
         TakeMessage(i, m, OnInstallSnapshotResponse(node[i], m))
    /\ UNCHANGED asked

ReceiveTimeoutNow(i) ==
    /\ node[i].term < MaxTerm
    /\ \E m \in Arriving(net, "TimeoutNow", i) : TakeMessage(i, m, OnTimeoutNow(node[i], m))
    /\ UNCHANGED asked

(* A request may arrive any number of times, and each time it opens a      *)
(* round: bounded here.                                                    *)
ReceiveReadIndexRequest(i) ==
    /\ node[i].readRound + Len(node[i].reads) <= MaxReads
    /\ \E m \in Arriving(net, "ReadIndexRequest", i) : TakeMessage(i, m, OnReadIndexRequest(node[i], m))
    /\ UNCHANGED asked

ReceiveReadIndexResponse(i) ==
    /\ \E m \in Arriving(net, "ReadIndexResponse", i) : TakeMessage(i, m, OnReadIndexResponse(node[i], m))
    /\ UNCHANGED asked

(***************************************************************************)
(* The disk.                                                               *)
(***************************************************************************)
Persisted(i) ==
    /\ \E k \in DOMAIN node[i].pendingWrites :
         LET r == OnPersisted(node[i], k)
         IN  Commit(i, r, net, WriteRecords(disk[i], Records(SubSeq(node[i].pendingWrites, 1, k))),
                    ChosenBy(chosen, node[i], r.n))
    /\ UNCHANGED asked

(* A crash and the restart after it: messages that waited are gone.        *)
RestartWith(i, incarnation, d) ==
    /\ disk' = [disk EXCEPT ![i] = d]
    /\ node' = [node EXCEPT ![i] = Restart(i, incarnation, d)]
    /\ UNCHANGED <<net, chosen, asked, served>>

RestartFrom(i, d) == RestartWith(i, node[i].incarnation, d)

AfterCrash(i, kept) == WriteRecords(disk[i], SubSeq(Records(node[i].pendingWrites), 1, kept))

Kept(i) == 0..Len(Records(node[i].pendingWrites))

Crash(i) ==
    /\ i \in MayCrash
    /\ \E kept \in Kept(i) :
         \/ RestartFrom(i, AfterCrash(i, kept))
         \/ /\ "VoteApartFromTerm" \in Broken /\ kept < Len(Records(node[i].pendingWrites))
            /\ LET next == Records(node[i].pendingWrites)[kept + 1]
               IN  /\ next.kind = "HardState"
                   /\ RestartFrom(i, [AfterCrash(i, kept) EXCEPT !.votedFor = next.hardState[2]])

(* A crash, and then entries that were durable can't be read any more.     *)
Damage(i) ==
    /\ i \in MayDamage /\ disk[i].lostIndex = 0
    /\ \E kept \in Kept(i) :
         LET d == AfterCrash(i, kept)
         IN  \E first \in (d.base.index + 1)..LastIndex(d) : RestartFrom(i, Damaged(d, first))

(* The configuration in force after so many committed entries.             *)
ChosenConfiguration(index) ==
    LET those == {k \in 1..index : IsConfiguration(chosen[k].value)}
    IN  IF those = {} THEN FirstConfiguration ELSE chosen[MaxOf(those)].value[2]

(* The disk is wiped: its member begins again as if the group were being   *)
(* founded, with another directory.  What it promised is forgotten, so     *)
(* that this is not taken for the founding of the group:                   *)
(*                                                                         *)
(*   - no disk is wiped before the configuration that binds all voters is  *)
(*     on the disk of every member that the group was founded with;        *)
(*   - those of them that were wiped and are not let in again as voters    *)
(*     are no majority.                                                    *)
Binds(d) == LET c == ConfigurationOf(d) IN AllVoters(c) # {} /\ AllVoters(c) \subseteq DOMAIN c.incarnations

FoundingIsOver == {i \in Voters : node[i].incarnation = 1 /\ ~Binds(disk[i])} = {}

IsLetIn(i) ==
    LET c == ChosenConfiguration(Len(chosen))
    IN  i \in c.voters /\ Bound(c, i) = node[i].incarnation

Wiped == {i \in Voters : node[i].incarnation > 1 /\ ~IsLetIn(i)}

Wipe(i) ==
    /\ i \in MayWipe /\ node[i].incarnation = 1
    /\ (FoundingIsOver /\ ~Majority(Voters, Wiped \cup {i})) \/ "WipeBeforeBound" \in Broken
    /\ RestartWith(i, node[i].incarnation + 1, FirstDisk(i))

Next ==
    \E i \in Server :
        \/ ElectionTimeout(i) \/ HeartbeatDue(i) \/ QuorumCheckDue(i) \/ Propose(i) \/ ReadIndex(i)
        \/ TransferLeadership(i) \/ TransferTimeout(i) \/ ChangeMembership(i) \/ BindingDue(i) \/ Compact(i)
        \/ StorageHealth(i)
        \/ ReceivePreVote(i) \/ ReceivePreVoteResponse(i)
        \/ ReceiveRequestVote(i) \/ ReceiveRequestVoteResponse(i)
        \/ ReceiveAppendEntries(i) \/ ReceiveAppendEntriesResponse(i)
        \/ ReceiveInstallSnapshot(i) \/ ReceiveInstallSnapshotResponse(i) \/ ReceiveTimeoutNow(i)
        \/ ReceiveReadIndexRequest(i) \/ ReceiveReadIndexResponse(i)
        \/ Persisted(i) \/ Crash(i) \/ Damage(i) \/ Wipe(i)

Spec == Init /\ [][Next]_vars

(* The members are alike, up to what a model lets them do.                 *)
Image(p, S) == {p[i] : i \in S}

Symmetry ==
    {p \in Permutations(Server) :
        /\ \A S \in {Voters, MayCampaign, MayCrash, MayCompact, MayTransferTo, MayStall, MayDamage, MayWipe} :
             Image(p, S) = S
        /\ \A S \in VoterTargets : Image(p, S) \in VoterTargets
        /\ \A S \in LearnerTargets : Image(p, S) \in LearnerTargets}

(***************************************************************************)
(* Safety.                                                                 *)
(***************************************************************************)
(* The members that are, or by a message under way once were, leader of a  *)
(* term.  A member is one data directory.                                  *)
Leaders(term) ==
    {<<i, node[i].incarnation>> : i \in {i \in Server : IsLeader(node[i]) /\ node[i].term = term}}
    \cup {<<m.from, m.fromIncarnation>> : m \in {m \in net : m.kind \in {"AppendEntries", "InstallSnapshot"} /\ m.term = term}}

(* At most one leader a term (thesis figure 3.2).                          *)
ElectionSafety == \A term \in 1..MaxTerm : Cardinality(Leaders(term)) <= 1

(* A member has told of at most one vote a term, before or after whatever  *)
(* crash: it votes for itself by asking for votes.                         *)
VotesTold(i, incarnation, term) ==
    LET told == {m \in net : m.from = i /\ m.fromIncarnation = incarnation /\ m.term = term}
    IN  {<<m.to, m.toIncarnation>> : m \in {m \in told : m.kind = "RequestVoteResponse" /\ m.granted}}
        \cup {<<m.from, m.fromIncarnation>> : m \in {m \in told : m.kind = "RequestVote"}}

VoteOncePerTerm ==
    \A i \in Server, term \in 1..MaxTerm :
        \A incarnation \in 1..node[i].incarnation : Cardinality(VotesTold(i, incarnation, term)) <= 1

(* Two logs that have an entry of the same term at the same index are      *)
(* equal up to there (thesis figure 3.2), as far as both reach back; in    *)
(* memory and on disk alike.                                               *)
Agree(a, b) ==
    LET first == Max(a.base.index, b.base.index) + 1
        last == Min(LastIndex(a), LastIndex(b))
    IN  \A k \in first..last :
          TermAt(a, k) = TermAt(b, k) => Between(a, first, k) = Between(b, first, k)

LogMatching ==
    \A i, j \in Server :
        Agree(node[i], node[j]) /\ Agree(node[i], disk[j]) /\ Agree(disk[i], disk[j])

(* Whether a log has the committed entry k, or a snapshot in its place.    *)
Has(n, k) ==
    \/ k <= n.base.index
    \/ k <= LastIndex(n) /\ EntryAt(n, k) = Entry(chosen[k].term, chosen[k].value)

(* What is committed is in the log of every leader of that term and of all *)
(* later ones (thesis figure 3.2).                                         *)
LeaderCompleteness ==
    \A i \in Server : IsLeader(node[i]) =>
        \A k \in DOMAIN chosen : node[i].term >= chosen[k].at => Has(node[i], k)

(* No two members commit different entries at one index, whatever crashes  *)
(* lie between (thesis figure 3.2).                                        *)
StateMachineSafety ==
    \A i \in Server : /\ node[i].commitIndex <= Len(chosen)
                      /\ \A k \in 1..node[i].commitIndex : Has(node[i], k)

(* What is committed is on the disks of a quorum of the configuration that *)
(* committed it, and stays there, but for what damage took, and for wiped  *)
(* disks: whoever lost it does not vote.                                   *)
IsWhoItWas(i, c) == node[i].incarnation = Max(1, Bound(c, i))

CommittedIsDurable ==
    \A k \in DOMAIN chosen :
        IsQuorum(chosen[k].by,
                 {i \in Server : IsWhoItWas(i, chosen[k].by) => Has(disk[i], k) \/ disk[i].lostIndex >= k})

(* A snapshot stands for committed entries, and bears the configuration in *)
(* force after them.                                                       *)
StandsForItsPrefix(base) ==
    base.index > 0 =>
        /\ base.index <= Len(chosen)
        /\ base.term = chosen[base.index].term
        /\ base.configuration = ChosenConfiguration(base.index)

SnapshotsArePrefixes ==
    /\ \A i \in Server : StandsForItsPrefix(node[i].base) /\ StandsForItsPrefix(disk[i].base)
    /\ \A m \in {m \in net : m.kind = "InstallSnapshot"} : StandsForItsPrefix(m.base)

(* The term and vote that a message reveals are on its sender's disk,      *)
(* unless that was wiped.                                                  *)
TermRevealed(m) ==
    CASE m.kind = "PreVote" -> m.term - 1
      [] m.kind = "PreVoteResponse" /\ m.granted -> 0
      [] OTHER -> m.term

SenderIsThere(m) == m.fromIncarnation = node[m.from].incarnation

ToldIsDurable == \A m \in net : SenderIsThere(m) => TermRevealed(m) <= disk[m.from].term

(* And its sender never falls behind that term, whatever crash comes.      *)
ToldIsKept == \A m \in net : SenderIsThere(m) => TermRevealed(m) <= node[m.from].term

(* The durable index speaks the truth: up to it, log and disk are equal.   *)
OnDisk(d, n, k) == k <= d.base.index \/ (k <= LastIndex(d) /\ EntryAt(d, k) = EntryAt(n, k))

DurableIndexIsTrue ==
    \A i \in Server :
        LET n == node[i]
        IN  /\ n.base.index <= n.durableIndex /\ n.durableIndex <= LastIndex(n)
            /\ \A k \in (n.base.index + 1)..n.durableIndex : OnDisk(disk[i], n, k)

(* A leader's match index speaks the truth: so much is on the member's     *)
(* disk, and equal, unless damage or a wipe took it.  Of an old leader this is not   *)
(* asked: its entries may have been replaced.                              *)
MatchIndexIsTrue ==
    \A i \in Server : IsLeader(node[i]) =>
        \A j \in DOMAIN node[i].progress :
            LET match == node[i].progress[j].matchIndex
                same == node[j].incarnation = node[i].progress[j].incarnation
            IN  (\A x \in Server : disk[x].term <= node[i].term) /\ disk[j].lostIndex = 0 /\ same =>
                  /\ match <= LastIndex(disk[j])
                  /\ \A k \in (node[i].base.index + 1)..match : OnDisk(disk[j], node[i], k)

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
            /\ IsLeader(n) => DOMAIN n.progress = Peers(n) /\ n.healthy /\ n.lostIndex = 0
            /\ IsLeader(n) => /\ Counts(ConfigurationOf(n), i, n.incarnation)
                              /\ \A j \in DOMAIN n.progress :
                                    Bound(ConfigurationOf(n), j) \in {Unbound, n.progress[j].incarnation}
            /\ ~IsLeader(n) => /\ n.progress = NoProgress /\ n.reads = <<>> /\ n.heardFrom = {}
                              /\ n.readRound = 0 /\ n.transferee = None /\ ~n.leaseGivenUp
            /\ n.role # "Follower" => n.receiving = NotReceiving
            /\ n.role \in {"Follower", "Leader"} => n.votes = {}
            /\ LastTerm(n) <= n.term
            /\ n.base.index <= n.commitIndex /\ n.commitIndex <= LastIndex(n)
=============================================================================
