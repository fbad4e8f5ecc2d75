---------------------------- MODULE RaftLiveness ----------------------------
(***************************************************************************)
(* That something good happens: once faults stop, a leader comes to be,    *)
(* every request that it accepts is committed, reads are answered, those   *)
(* who lag behind catch up, and what was begun comes to an end.            *)
(*                                                                         *)
(* No asynchronous protocol can promise that, so time enters here, in the  *)
(* weakest form that does: after the last fault, what is under way         *)
(* arrives, and what is being written is written, before the next timer    *)
(* runs out (partial synchrony).  Hence timers run out when all is quiet;  *)
(* and among those whose election timeout may pass, one that can win is    *)
(* soon the first, which is what randomized timeouts are for (thesis 3.9). *)
(*                                                                         *)
(* Before that, and at any time, MaxFaults faults happen: a message is     *)
(* lost, an election timeout passes too early, a member crashes.  None     *)
(* must, so all numbers of faults up to that are covered.                  *)
(*                                                                         *)
(* The network is `rem`.  A heartbeat is sent again and again, and yet the *)
(* graph is finite: it is sent when nothing is under way, and brings the   *)
(* system back to where it was if there was nothing to repair.             *)
(***************************************************************************)
EXTENDS RaftSeeds

CONSTANTS
    MaxFaults, \* so many faults may happen
    MaxBegun,  \* so many transfers and changes of membership may be asked for
    Down       \* the members that are down for good; the others are as many as it takes

ASSUME NetMode = "rem" /\ ~LeaseOn

VARIABLES
    faults, \* so many have happened
    begun   \* so many transfers and changes have been asked for

liveVars == <<vars, faults, begun>>

Up == Server \ Down

(***************************************************************************)
(* Time.                                                                   *)
(***************************************************************************)
Quiet == net = {} /\ \A i \in Server : node[i].pendingWrites = <<>>

(* A leader whose heartbeats this member accepts.                          *)
IsLed(i) == \E l \in Server : IsLeader(node[l]) /\ node[l].term >= node[i].term

CanWin(i) ==
    LET n == node[i]
    IN  IsQuorum(ConfigurationOf(n),
                 {j \in Up : node[j].lostIndex = 0 /\ IsUpToDate(node[j], LastIndex(n), LastTerm(n))})

(* Heartbeats come more often than election timeouts: a leader that can be *)
(* heard is heard, or steps down because it meets a newer term.            *)
NobodyLeads == \A l \in Server : ~IsLeader(node[l])

TimelyTimeout(i) == Quiet /\ NobodyLeads /\ CanWin(i) /\ ElectionTimeout(i)

TimelyHeartbeat(i) == Quiet /\ HeartbeatDue(i)

TimelyTransferTimeout(i) == Quiet /\ TransferTimeout(i)

(***************************************************************************)
(* The network and the disk.                                               *)
(***************************************************************************)
(* Whoever is led has heard its leader, and whoever is not has heard none  *)
(* for a while: timeouts pass only then.                                   *)
ReceiveVoteRequest(i) ==
    /\ \/ \E m \in Arriving(net, "PreVote", i) : TakeMessage(i, m, OnPreVote(node[i], m, IsLed(i)))
       \/ \E m \in Arriving(net, "RequestVote", i) :
             TakeMessage(i, m, OnRequestVote(node[i], m, IsLed(i)))
    /\ UNCHANGED asked

(* What is sent to a member that is down is gone.                          *)
Vanish(i) ==
    /\ i \in Down
    /\ \E m \in net : m.to = i /\ net' = net \ {m}
    /\ UNCHANGED <<node, disk, chosen, asked, served>>

Receive(i) ==
    \/ ReceiveVoteRequest(i) \/ ReceivePreVoteResponse(i) \/ ReceiveRequestVoteResponse(i)
    \/ ReceiveAppendEntries(i) \/ ReceiveAppendEntriesResponse(i)
    \/ ReceiveInstallSnapshot(i) \/ ReceiveInstallSnapshotResponse(i) \/ ReceiveTimeoutNow(i)
    \/ ReceiveReadIndexRequest(i) \/ ReceiveReadIndexResponse(i)

Deliver(i) == Vanish(i) \/ (i \in Up /\ Receive(i))

(***************************************************************************)
(* What clients may do, at any time or never.  A read is asked once a      *)
(* leader leads everybody: one that is asked before may be refused.        *)
(***************************************************************************)
LeadsAll(l) ==
    /\ IsLeader(node[l])
    /\ \A i \in Members(ConfigurationOf(node[l])) \cap Up :
          node[i].leader = l /\ node[i].term = node[l].term

Asks(i) ==
    \/ Propose(i) \/ Compact(i)
    \/ faults = MaxFaults /\ (\E l \in Up : LeadsAll(l)) /\ ReadIndex(i)

HostAsks(i) == begun < MaxBegun /\ (TransferLeadership(i) \/ ChangeMembership(i))

(***************************************************************************)
(* Faults.                                                                 *)
(***************************************************************************)
Lose ==
    /\ \E m \in net : net' = net \ {m}
    /\ UNCHANGED <<node, disk, chosen, asked, served>>

Fault == Lose \/ \E i \in Up : ElectionTimeout(i) \/ Crash(i)

Time(i) ==
    /\ TimelyTimeout(i) \/ TimelyHeartbeat(i) \/ TimelyTransferTimeout(i)
    /\ UNCHANGED <<faults, begun>>

Delivery(i) == Deliver(i) /\ UNCHANGED <<faults, begun>>

Writing(i) == Persisted(i) /\ UNCHANGED <<faults, begun>>

Client(i) == Asks(i) /\ UNCHANGED <<faults, begun>>

Host(i) == HostAsks(i) /\ begun' = begun + 1 /\ UNCHANGED faults

Failure == faults < MaxFaults /\ Fault /\ faults' = faults + 1 /\ UNCHANGED begun

LiveNext ==
    \/ Failure
    \/ \E i \in Server : Delivery(i)
    \/ \E i \in Up : Time(i) \/ Writing(i) \/ Client(i) \/ Host(i)

(***************************************************************************)
(* Weak fairness of what must go on: what stays possible happens.  For the *)
(* timer of a transfer strong fairness, since between heartbeats it is all *)
(* quiet again and again, and not for good.                                *)
(*                                                                         *)
(* TLC is very slow to find out by itself whether an action as large as a  *)
(* step of a member is possible, so that is written out, and of the step   *)
(* what gives it away.                                                     *)
(***************************************************************************)
Sends(i, kinds) == \E m \in net' \ net : m.from = i /\ m.kind \in kinds

Arrives(i) == \E m \in net : m.to = i /\ m \notin net'

IsWritten(i) == Len(node'[i].pendingWrites) < Len(node[i].pendingWrites)

TransferTimeoutPossible(i) == Quiet /\ OnTransferTimeout(node[i]).n # node[i]

TransferIsOver(i) == node[i].transferee # None /\ node'[i].transferee = None

HeartbeatPossible(i) == Quiet /\ IsLeader(node[i]) /\ DOMAIN node[i].progress # {}

TimeoutPossible(i) ==
    Quiet /\ NobodyLeads /\ CanWin(i) /\ MayCampaignItself(node[i]) /\ i \in MayCampaign \cap Up

Fairness ==
    /\ \A i \in Server :
          /\ []<>(~\E m \in net : m.to = i) \/ []<><<Arrives(i)>>_liveVars
          /\ []<>(node[i].pendingWrites = <<>>) \/ []<><<IsWritten(i)>>_liveVars
          /\ []<>(~HeartbeatPossible(i)) \/ []<><<Quiet /\ Sends(i, {"AppendEntries"})>>_liveVars
          /\ \/ []<>(~TimeoutPossible(i))
             \/ []<><<Quiet /\ Sends(i, {"PreVote", "RequestVote"})>>_liveVars
    /\ \/ <>[](\A i \in Server : ~TransferTimeoutPossible(i))
       \/ []<><<\E i \in Server : TransferIsOver(i)>>_liveVars

NothingYet == faults = 0 /\ begun = 0

FromNothing == Init /\ NothingYet /\ [][LiveNext]_liveVars /\ Fairness

FromDiverged == InitDiverged /\ NothingYet /\ [][LiveNext]_liveVars /\ Fairness

FromLost == InitLost /\ NothingYet /\ [][LiveNext]_liveVars /\ Fairness

FromFigure8 == InitFigure8 /\ NothingYet /\ [][LiveNext]_liveVars /\ Fairness

(***************************************************************************)
(* What happens in the end.  All of it is said by `in the end for good' or *)
(* `again and again', which TLC checks quickly, and which is as much as    *)
(* `leads to' here: requests are finitely many, and each of what follows   *)
(* stays as it is until the good thing happens.                            *)
(***************************************************************************)
(* A leader is elected, and leads everybody for good.                      *)
LeaderEmerges == <>[](\E l \in Up : LeadsAll(l))

(* What a leader has accepted is committed.                                *)
AcceptedIsCommitted ==
    <>[](\A l \in Server : IsLeader(node[l]) => LastIndex(node[l]) <= Len(chosen))

(* What is committed reaches everybody, by log or by snapshot.             *)
LaggardsCatchUp ==
    <>[](\A l \in Server : IsLeader(node[l]) =>
            \A i \in Members(ConfigurationOf(node[l])) \cap Up : node[i].commitIndex = Len(chosen))

(* Whoever lost entries votes again, though nobody writes any more.        *)
LostAreMended == <>[](\A i \in Up : disk[i].lostIndex = 0)

ReadsAreAnswered ==
    <>[](\A r \in 1..MaxReads : asked[r] # -1 => \E answer \in served : answer[1] = r)

TransferEnds == []<>(\A i \in Server : node[i].transferee = None)

ChangeFinishes == []<>(\A i \in Server : ~IsJoint(ConfigurationOf(node[i])))

(* The bound on terms is never what keeps a candidate from its election.   *)
TermsSuffice == \A i \in Server : node[i].term < MaxTerm
=============================================================================
