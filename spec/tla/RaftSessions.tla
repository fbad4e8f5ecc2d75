---------------------------- MODULE RaftSessions ----------------------------
(***************************************************************************)
(* Client sessions: a command takes effect exactly once, however often it  *)
(* is retried and whoever leads (thesis 6.3).                              *)
(*                                                                         *)
(* A client opens a session and numbers its commands upwards.  For each    *)
(* session the machine keeps the number and the answer of the last command *)
(* that it applied: the same number again yields the same answer, and no   *)
(* effect.  All of it is state of the replicated machine: it changes by    *)
(* committed entries alone, and is in the snapshot.                        *)
(*                                                                         *)
(* Time is of the log as well.  A leader stamps each command with its      *)
(* clock; the log's time is the latest stamp so far.  A session that was   *)
(* not used for its time to live, by that time, is gone on every replica   *)
(* at the same entry, and stays gone.                                      *)
(*                                                                         *)
(* The operators are SessionMachine and SessionTable of the Java package   *)
(* io.keelson.node.session.                                                *)
(***************************************************************************)
EXTENDS Util

CONSTANT Broken

(***************************************************************************)
(* Entries of the log, as far as they matter here: what the client asked,  *)
(* and `wall`, the clock of the leader that took it in.                    *)
(***************************************************************************)
Noop == [kind |-> "Noop"]

PlainCommand(wall) == [kind |-> "Command", wall |-> wall]

OpenSession(wall, timeToLive) == [kind |-> "OpenSession", wall |-> wall, timeToLive |-> timeToLive]

SessionCommand(wall, session, sequence) ==
    [kind |-> "SessionCommand", wall |-> wall, session |-> session, sequence |-> sequence]

(***************************************************************************)
(* The machine:                                                            *)
(*   time      the log's time                                              *)
(*   count     the user's state machine: it counts the commands applied,   *)
(*             and answers with the count                                  *)
(*   sessions  of each session that is open, by its id, which is the index *)
(*             of the entry that opened it:                                *)
(*             [timeToLive, expiresAt, sequence, index, answer]            *)
(***************************************************************************)
EmptyMachine == [time |-> 0, count |-> 0, sessions |-> <<>>]

NoAnswer == 0

Done(index, answer) == [result |-> "Done", index |-> index, answer |-> answer]

Refused(reason) == [result |-> "Refused", reason |-> reason]

NoOutcome == [result |-> "None"]

(* Time goes on, and ends the sessions that have not been used since.      *)
AdvanceTime(m, wall) ==
    LET now == IF "TimeFallsBack" \in Broken THEN wall ELSE Max(m.time, wall)
        alive == {id \in DOMAIN m.sessions : m.sessions[id].expiresAt > now}
    IN  [m EXCEPT !.time = now, !.sessions = [id \in alive |-> m.sessions[id]]]

WithSession(m, id, session) ==
    [m EXCEPT !.sessions = [i \in DOMAIN @ \cup {id} |-> IF i = id THEN session ELSE m.sessions[i]]]

NewSession(m, timeToLive) ==
    [timeToLive |-> timeToLive, expiresAt |-> m.time + timeToLive,
     sequence |-> 0, index |-> 0, answer |-> NoAnswer]

(* What the table says of a command before it is applied.                  *)
Judgement(m, e) ==
    CASE e.session \notin DOMAIN m.sessions -> "Expired"
      [] e.session \in DOMAIN m.sessions /\ e.sequence = m.sessions[e.session].sequence -> "Repeated"
      [] e.session \in DOMAIN m.sessions /\ e.sequence < m.sessions[e.session].sequence -> "Forgotten"
      [] OTHER -> "New"

(* The command takes effect, and its answer is kept; the session lives on. *)
ApplyNew(m, index, e) ==
    LET answer == m.count + 1
        session == m.sessions[e.session]
        used == [session EXCEPT !.expiresAt = m.time + session.timeToLive,
                                !.sequence = e.sequence, !.index = index, !.answer = answer]
    IN  [machine |-> WithSession([m EXCEPT !.count = answer], e.session, used),
         outcome |-> Done(index, answer)]

ApplyInSession(m, index, e) ==
    LET judgement == Judgement(m, e)
    IN  CASE judgement = "Expired" /\ "SessionCreatedAgain" \in Broken ->
               ApplyNew(WithSession(m, e.session, NewSession(m, 1)), index, e)
          [] judgement = "New" \/ (judgement # "Expired" /\ "LeaderRemembers" \in Broken) ->
               ApplyNew(m, index, e)
          [] judgement = "Repeated" ->
               [machine |-> m,
                outcome |-> Done(m.sessions[e.session].index, m.sessions[e.session].answer)]
          [] OTHER -> [machine |-> m, outcome |-> Refused(judgement)]

(***************************************************************************)
(* Applies the entry at an index: the machine afterwards, and what the     *)
(* client is told.                                                         *)
(***************************************************************************)
Apply(m, index, e) ==
    LET now == AdvanceTime(m, e.wall)
    IN  CASE e.kind = "Noop" -> [machine |-> m, outcome |-> NoOutcome]
          [] e.kind = "Command" ->
               [machine |-> [now EXCEPT !.count = @ + 1], outcome |-> Done(index, now.count + 1)]
          [] e.kind = "OpenSession" ->
               [machine |-> WithSession(now, index, NewSession(now, e.timeToLive)),
                outcome |-> Done(index, NoAnswer)]
          [] e.kind = "SessionCommand" -> ApplyInSession(now, index, e)

RECURSIVE ApplyAll(_)
ApplyAll(log) ==
    IF log = <<>> THEN EmptyMachine
    ELSE Apply(ApplyAll(SubSeq(log, 1, Len(log) - 1)), Len(log), log[Len(log)]).machine

(***************************************************************************)
(* The snapshot of a machine, and the machine that begins with one.        *)
(***************************************************************************)
Snapshot(m) == m

Restored(snapshot) ==
    IF "SessionsNotInSnapshot" \in Broken THEN [snapshot EXCEPT !.sessions = <<>>] ELSE snapshot
=============================================================================
