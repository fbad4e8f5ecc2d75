------------------------------ MODULE PairEval ------------------------------
(***************************************************************************)
(* One step of one member, for the comparison with the Java core: the      *)
(* record `n` and the input are handed in, `out` is what the operator      *)
(* makes of them.  Not a model: nothing here is explored.                  *)
(***************************************************************************)
EXTENDS RaftPersistence

VARIABLES n, input, out

OnMessage(m, heardLeader) ==
    CASE m.kind = "PreVote" -> OnPreVote(n, m, heardLeader)
      [] m.kind = "PreVoteResponse" -> OnPreVoteResponse(n, m)
      [] m.kind = "RequestVote" -> OnRequestVote(n, m, heardLeader)
      [] m.kind = "RequestVoteResponse" -> OnRequestVoteResponse(n, m)
      [] m.kind = "AppendEntries" -> OnAppendEntries(n, m)
      [] m.kind = "AppendEntriesResponse" -> OnAppendEntriesResponse(n, m)
      [] m.kind = "InstallSnapshot" -> OnInstallSnapshot(n, m)
      [] m.kind = "InstallSnapshotResponse" -> OnInstallSnapshotResponse(n, m)
      [] m.kind = "TimeoutNow" -> OnTimeoutNow(n, m)
      [] m.kind = "ReadIndexRequest" -> OnReadIndexRequest(n, m)
      [] m.kind = "ReadIndexResponse" -> OnReadIndexResponse(n, m)

Step ==
    CASE input.kind = "ElectionTimeout" -> OnElectionTimeout(n)
      [] input.kind = "HeartbeatDue" -> OnHeartbeatDue(n)
      [] input.kind = "QuorumCheckDue" -> OnQuorumCheckDue(n)
      [] input.kind = "Receive" -> OnMessage(input.message, input.heardLeader)
      [] input.kind = "Propose" -> OnPropose(n, input.commands)
      [] input.kind = "ReadIndex" -> OnReadIndex(n, input.requestId, input.leaseValid)
      [] input.kind = "ChangeMembership" -> OnChangeMembership(n, input.voters, input.learners)
      [] input.kind = "BindingDue" -> OnBindingDue(n)
      [] input.kind = "TransferLeadership" -> OnTransferLeadership(n, input.target)
      [] input.kind = "TransferTimeout" -> OnTransferTimeout(n)
      [] input.kind = "Compact" -> OnCompact(n, input.index, input.chunks)
      [] input.kind = "StorageHealth" -> OnStorageHealth(n, input.healthy)
      [] input.kind = "Persisted" -> OnPersisted(n, input.writes)
      [] input.kind = "Restart" -> Stay(Restart(n.id, n.incarnation, input.disk))

Init == n = None /\ input = None /\ out = None

Next == out' = Step /\ UNCHANGED <<n, input>>
=============================================================================
