package io.keelson.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** How a behaviour reads, from what TLC prints. */
class TraceTextTest {
    private static final String TRACE = """
            1: <Initial predicate>
            /\\ node = ( s1 :>
                  [ term |-> 0,
                    log |-> <<>>,
                    role |-> "Follower" ] @@
              s2 :> [term |-> 1, log |-> <<[term |-> 1, value |-> "noop"]>>, role |-> "Leader"] )
            /\\ net = {}
            /\\ asked = <<-1>>

            2: <ReceiveRequestVote line 101, col 5 to line 103, col 22 of module Raft>
            /\\ node = ( s1 :>
                  [ term |-> 2,
                    log |-> <<>>,
                    role |-> "Follower" ] @@
              s2 :> [term |-> 1, log |-> <<[term |-> 1, value |-> "noop"]>>, role |-> "Leader"] )
            /\\ net = { [ term |-> 2,
                kind |-> "RequestVoteResponse",
                from |-> s1,
                to |-> s2,
                granted |-> TRUE ] }
            /\\ asked = <<0>>

            3: <Crash(s2)>
            /\\ node = ( s1 :>
                  [ term |-> 2,
                    log |-> <<>>,
                    role |-> "Follower" ] @@
              s2 :> [term |-> 1, log |-> <<>>, role |-> "Follower"] )
            /\\ net = {}
            /\\ asked = <<0>>

            4: Stuttering
            """;

    @Test
    void aBehaviourIsToldByWhatChanges() {
        assertEquals(
                """
                1. at first
                     asked  <<-1>>
                     node[s1]  [role Follower]
                     node[s2]  [log <<[term 1, value noop]>>, role Leader, term 1]
                2. ReceiveRequestVote(s1)
                     asked  <<-1>> => <<0>>
                     net  + RequestVoteResponse s1 -> s2 [granted TRUE, term 2]
                     node[s1].term  0 => 2
                3. Crash(s2)
                     net  - RequestVoteResponse s1 -> s2 [granted TRUE, term 2]
                     node[s2].log  <<[term 1, value noop]>> => <<>>
                     node[s2].role  Leader => Follower
                4: Stuttering""",
                TraceText.of(TRACE));
    }

    @Test
    void whatIsOfAnotherShapeStaysAsItIs() {
        assertEquals("1: <Initial predicate>\n/\\ x = ???", TraceText.of("1: <Initial predicate>\n/\\ x = ???"));
        assertEquals("", TraceText.of(""));
    }

    @Test
    void everyKindOfValueIsReadToItsEnd() {
        String value = "<<{}, << >>, {1, -2}, [a |-> TRUE], (1 :> \"x y\" @@ 2 :> None), \"\">>";
        assertEquals("<<{}, <<>>, {1, -2}, [a TRUE], [1 x y, 2 None], >>", TlaText.oneLine(TlaText.parse(value)));
        assertThrows(IllegalArgumentException.class, () -> TlaText.parse("<<1, 2"));
        assertThrows(IllegalArgumentException.class, () -> TlaText.parse("1 2"));
    }
}
