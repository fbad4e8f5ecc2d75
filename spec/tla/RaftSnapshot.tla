---------------------------- MODULE RaftSnapshot ----------------------------
(***************************************************************************)
(* Snapshots (thesis chapter 5).  The host keeps a snapshot of its state   *)
(* machine, and the log up to it is dropped: that is compaction.  A member *)
(* that needs what is gone is sent the snapshot, chunk by chunk.           *)
(*                                                                         *)
(* The bytes are the host's.  Here a snapshot is its base: index, term,    *)
(* configuration, and the number of its chunks.                            *)
(***************************************************************************)
EXTENDS RaftReplication

(* A base needs a configuration: one who has just joined knows none before *)
(* the first that comes in its log.                                        *)
MayCompactTo(n, index) ==
    /\ n.base.index < index
    /\ index <= Min(n.commitIndex, n.durableIndex)
    /\ ConfigurationUpTo(n, index).voters # {}

WithBase(n, base) ==
    [n EXCEPT !.base = base, !.log = Between(n, base.index + 1, LastIndex(n))]

(* The host has a durable snapshot of its state at `index`.                *)
OnCompact(n, index, chunks) ==
    LET base == Base(index, TermAt(n, index), ConfigurationUpTo(n, index), chunks)
        s == [Begin(n) EXCEPT !.n = WithBase(n, base), !.written.base = <<base>>]
        behind == {j \in DOMAIN n.progress : n.progress[j].nextIndex <= index}
        After(j) == IF j \in behind THEN NeedsSnapshot(s.n, n.progress[j]) ELSE n.progress[j]
    IN  IF MayCompactTo(n, index)
        THEN End(n, SendChunk([s EXCEPT !.n.progress = [j \in DOMAIN n.progress |-> After(j)]], behind))
        ELSE Stay(n)

(***************************************************************************)
(* The chunks are complete.  What follows the snapshot in our log stays if *)
(* the log agrees with it there, and goes if not: all of it, for it grew   *)
(* on something else (thesis figure 5.3).                                  *)
(***************************************************************************)
Install(s, m) ==
    LET n == s.n
        agrees == Matches(n, m.base.index, m.base.term)
        kept == (agrees \/ "KeepSuffixOnInstall" \in Broken) /\ "DropSuffixOnInstall" \notin Broken
                /\ m.base.index <= LastIndex(n)
        after == [IF kept THEN WithBase(n, m.base) ELSE [n EXCEPT !.base = m.base, !.log = <<>>]
                  EXCEPT !.commitIndex = m.base.index,
                         !.durableIndex = IF kept THEN Max(@, m.base.index) ELSE m.base.index,
                         !.receiving = NotReceiving]
        written == [base |-> <<m.base>>, firstIndex |-> IF kept THEN 0 ELSE m.base.index + 1,
                    entries |-> <<>>]
        t == Report([s EXCEPT !.n = after, !.written = written],
                    {ChunkReceived(m.base, m.chunk), Restored(m.base)})
    IN  Acknowledge(t, Acknowledgement(t.n, m.from, m.base.index, 0))

(* The next chunk of this snapshot that we lack.                           *)
ExpectedChunk(n, base) ==
    IF n.receiving.index = base.index /\ n.receiving.term = base.term THEN n.receiving.next ELSE 1

(* A snapshot of what is committed here already is old, and changes        *)
(* nothing; the sender goes on from our commit index.                      *)
OnInstallSnapshot(n, m) ==
    LET s == ObserveTerm(n, m)
        t == BecomeFollower(s, s.n.term, m.from)
        expected == ExpectedChunk(t.n, m.base)
        Ask(u, next) == Tell(u, {InstallSnapshotResponse(u.n, m.from, m.base.index, next)})
        Received(u) == Report([u EXCEPT !.n.receiving = [index |-> m.base.index, term |-> m.base.term,
                                                         next |-> m.chunk + 1]],
                              {ChunkReceived(m.base, m.chunk)})
    IN  IF ForFormerDirectory(n, m) THEN Stay(n) ELSE End(n,
          IF m.term < s.n.term THEN Ask(s, 0)
          ELSE IF m.base.index <= t.n.commitIndex /\ "InstallOldSnapshot" \notin Broken
               THEN Acknowledge(t, Acknowledgement(t.n, m.from, t.n.commitIndex, 0))
          ELSE IF m.chunk # expected THEN Ask(t, expected)
          ELSE IF m.chunk < m.base.chunks THEN Ask(Received(t), m.chunk + 1)
          ELSE Install(t, m))

(* The leader's side: the member asks for a chunk.  One that asks for what *)
(* was sent already has lost it, or answers late; it is sent again when it *)
(* refuses a heartbeat.                                                    *)
OnInstallSnapshotResponse(n, m) ==
    LET s == ObserveTerm(n, m)
        p == KnownOf(n.progress[m.from], m)
        t == [s EXCEPT !.n.heardFrom = @ \cup {m.from}, !.n.progress[m.from] = p]
        sending == p.state = "Snapshot" /\ m.index = n.base.index
    IN  End(n, IF \/ ~IsLeader(s.n) \/ m.term < s.n.term \/ m.from \notin DOMAIN n.progress
                  \/ ~IsTheirs(n, m) THEN s
               ELSE IF sending /\ m.next # p.chunk /\ m.next \in 1..n.base.chunks
                    THEN SendChunk([t EXCEPT !.n.progress[m.from].chunk = m.next], {m.from})
               ELSE t)
=============================================================================
