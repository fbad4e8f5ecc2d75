--------------------------- MODULE SessionHistory ---------------------------
(***************************************************************************)
(* What clients see of their sessions: one committed log, replicas that    *)
(* apply it each at its own pace, restart and take in each other's         *)
(* snapshots, clients that retry, and leaders whose clocks differ.         *)
(*                                                                         *)
(* Raft is not in it: that there is one committed log is said elsewhere    *)
(* (AbsLog).                                                               *)
(***************************************************************************)
EXTENDS RaftSessions, TLC

CONSTANTS
    Replica,
    MaxLog,     \* how many entries are committed
    MaxTime,    \* clocks show 0..MaxTime, each leader's what it likes
    MaxSequence \* how many commands a session has

VARIABLES
    log,      \* the committed entries
    replica,  \* of each replica: [applied, machine, effects], effects being history: what took effect
    snapshot, \* the newest snapshot, [applied, machine, effects]; any replica may begin with it
    outcomes, \* history: what was told, as <<index, outcome>>
    taken     \* of the broken rule LeaderRemembers: what each leader has taken in, <<leader, session, sequence>>

vars == <<log, replica, snapshot, outcomes, taken>>

Beginning == [applied |-> 0, machine |-> EmptyMachine, effects |-> <<>>]

Init ==
    /\ log = <<>>
    /\ replica = [i \in Replica |-> Beginning]
    /\ snapshot = Beginning
    /\ outcomes = {}
    /\ taken = {}

Opened == {k \in DOMAIN log : log[k].kind = "OpenSession"}

(* The clients number their commands upwards, and repeat any.              *)
Issued(session) ==
    {0} \cup {log[k].sequence : k \in {k \in DOMAIN log : log[k].kind = "SessionCommand"
                                                          /\ log[k].session = session}}

Requests(wall) ==
    {OpenSession(wall, 1)}
    \cup {SessionCommand(wall, s, n) : s \in Opened, n \in 1..MaxSequence}

InOrder(e) == e.kind = "SessionCommand" => e.sequence <= MaxOf(Issued(e.session)) + 1

(* It is not the leader that knows what was asked before: the next leader  *)
(* would not know.                                                         *)
Remember(leader, e) ==
    IF "LeaderRemembers" \in Broken /\ e.kind = "SessionCommand"
    THEN /\ <<leader, e.session, e.sequence>> \notin taken
         /\ taken' = taken \cup {<<leader, e.session, e.sequence>>}
    ELSE UNCHANGED taken

(* A leader takes a request in, and it is committed.                       *)
Commit ==
    /\ Len(log) < MaxLog
    /\ \E leader \in Replica, wall \in 0..MaxTime : \E e \in Requests(wall) :
          /\ InOrder(e)
          /\ log' = Append(log, e)
          /\ Remember(leader, e)
    /\ UNCHANGED <<replica, snapshot, outcomes>>

ApplyNext(i) ==
    LET r == replica[i]
        k == r.applied + 1
        a == Apply(r.machine, k, log[k])
    IN  /\ r.applied < Len(log)
        /\ replica' = [replica EXCEPT ![i] =
                         [applied |-> k, machine |-> a.machine,
                          effects |-> IF a.machine.count > r.machine.count
                                      THEN Append(r.effects, <<log[k].session, log[k].sequence>>)
                                      ELSE r.effects]]
        /\ outcomes' = outcomes \cup {<<k, a.outcome>>}
        /\ UNCHANGED <<log, snapshot, taken>>

TakeSnapshot(i) ==
    /\ replica[i].applied > snapshot.applied
    /\ snapshot' = [replica[i] EXCEPT !.machine = Snapshot(@)]
    /\ UNCHANGED <<log, replica, outcomes, taken>>

(* After a crash, or because it lags too far behind.                       *)
BeginWithSnapshot(i) ==
    /\ replica' = [replica EXCEPT ![i] = [snapshot EXCEPT !.machine = Restored(@)]]
    /\ UNCHANGED <<log, snapshot, outcomes, taken>>

Next ==
    \/ Commit
    \/ \E i \in Replica : ApplyNext(i) \/ TakeSnapshot(i) \/ BeginWithSnapshot(i)

Symmetry == Permutations(Replica)

(***************************************************************************)
(* Safety.                                                                 *)
(***************************************************************************)
(* Each command takes effect at most once.                                 *)
AtMostOnce ==
    \A i \in Replica : LET effects == replica[i].effects
                       IN  \A j, k \in DOMAIN effects : j # k => effects[j] # effects[k]

(* Whoever applies an entry tells the same of it: the replicas are alike,  *)
(* and a snapshot with what follows it is as good as the whole log.        *)
OutcomesAgree == \A a, b \in outcomes : a[1] = b[1] => a = b

SnapshotsArePrefixes ==
    \A i \in Replica : replica[i].machine = ApplyAll(SubSeq(log, 1, replica[i].applied))

(* A command asked again is answered as it was the first time.             *)
SameCommand(j, k) ==
    /\ log[j].kind = "SessionCommand" /\ log[k].kind = "SessionCommand"
    /\ log[j].session = log[k].session /\ log[j].sequence = log[k].sequence

RetriesAreAnsweredAlike ==
    \A a, b \in outcomes :
        SameCommand(a[1], b[1]) /\ a[2].result = "Done" /\ b[2].result = "Done" => a[2] = b[2]

(* Who is answered with the index of an entry may ask any replica to read  *)
(* once it has applied as much: then a session sees what it has written.   *)
MayRead(i, index) == replica[i].applied >= index \/ "ReadAnywhere" \in Broken

ReadYourWrites ==
    \A a \in outcomes, i \in Replica :
        log[a[1]].kind = "SessionCommand" /\ a[2].result = "Done" /\ MayRead(i, a[2].index)
        => \E k \in DOMAIN replica[i].effects : replica[i].effects[k] = <<log[a[1]].session, log[a[1]].sequence>>

(* A session that has expired never comes back.                            *)
ExpiredStaysExpired ==
    \A a, b \in outcomes :
        /\ log[a[1]].kind = "SessionCommand" /\ a[2] = Refused("Expired")
        /\ log[b[1]].kind = "SessionCommand" /\ log[b[1]].session = log[a[1]].session
        /\ b[1] > a[1]
        => b[2] = Refused("Expired")

(* The log's time is never below an entry's that was applied.              *)
TimeNeverFalls ==
    \A i \in Replica : \A k \in 1..replica[i].applied : replica[i].machine.time >= log[k].wall
=============================================================================
