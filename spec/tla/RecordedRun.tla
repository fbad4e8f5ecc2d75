---------------------------- MODULE RecordedRun ----------------------------
(***************************************************************************)
(* The run that RaftTrace looks at.  The recorder writes this module anew  *)
(* for each run, with the members s1, s2, ... as constants; this one is    *)
(* the run in which nothing happens.                                       *)
(***************************************************************************)
EXTENDS RaftTypes

Run == <<>>
=============================================================================
