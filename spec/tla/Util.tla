-------------------------------- MODULE Util --------------------------------
(***************************************************************************)
(* Small things about numbers and sequences that TLA+ does not bring.      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

Min(a, b) == IF a < b THEN a ELSE b

Max(a, b) == IF a > b THEN a ELSE b

(* The largest element of a finite set of numbers that is not empty.       *)
MaxOf(S) == CHOOSE m \in S : \A x \in S : x <= m

(* The smallest one.                                                       *)
MinOf(S) == CHOOSE m \in S : \A x \in S : m <= x

Last(seq) == seq[Len(seq)]

(* The first k elements, all of them if there are fewer.                   *)
Prefix(seq, k) == SubSeq(seq, 1, Min(k, Len(seq)))

IsPrefix(a, b) == Len(a) <= Len(b) /\ SubSeq(b, 1, Len(a)) = a

RECURSIVE Concat(_)
Concat(seqs) == IF seqs = <<>> THEN <<>> ELSE Head(seqs) \o Concat(Tail(seqs))

ASSUME /\ MaxOf({2, 7, 3}) = 7 /\ MinOf({2, 7, 3}) = 2
       /\ Prefix(<<1, 2>>, 5) = <<1, 2>> /\ IsPrefix(<<>>, <<1>>)
       /\ Concat(<< <<1>>, <<>>, <<2, 3>> >>) = <<1, 2, 3>>
=============================================================================
