package io.keelson.simulation.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading, playing and comparing transcripts, and what is said when that does not work. */
class TranscriptPlayerTest {
    private static final String ALONE = """
            # A group of one. And more.
            members 1

            timeout 1
              1: candidate, term 1
              1: writes w1: term 1, vote 1
            """;

    private static Transcript read(String text) throws TranscriptSyntaxException {
        return Transcript.read("a.transcript", text);
    }

    @Test
    void whatIsAsItSaysHasNoDifferences() throws TranscriptSyntaxException {
        assertEquals(List.of(), TranscriptPlayer.differences(read(ALONE)));
    }

    @Test
    void aDifferenceNamesFileLineCommandAndBothSides() throws TranscriptSyntaxException {
        Transcript other = read(ALONE.replace("vote 1", "vote 2"));
        assertEquals(
                List.of("a.transcript:6: timeout 1\n  expected 1: writes w1: term 1, vote 2\n  found    1: writes w1: term 1, vote 1"),
                TranscriptPlayer.differences(other));
    }

    @Test
    void missingAndSurplusOutputAreDifferences() throws TranscriptSyntaxException {
        Transcript shorter = read(ALONE.replace("  1: writes w1: term 1, vote 1\n", ""));
        assertEquals(
                List.of("a.transcript:6: timeout 1\n  expected nothing more\n  found    1: writes w1: term 1, vote 1"),
                TranscriptPlayer.differences(shorter));
        Transcript longer = read(ALONE + "  1: leader, term 1\n");
        assertEquals(
                List.of("a.transcript:7: timeout 1\n  expected 1: leader, term 1\n  found    nothing more"),
                TranscriptPlayer.differences(longer));
    }

    @Test
    void rewritingKeepsCommentsAndEmptyLines() throws TranscriptSyntaxException {
        Transcript stale = read(ALONE.replace("candidate", "king") + "\n# the end\n");
        assertEquals(ALONE + "\n# the end\n", stale.withOutputs(TranscriptPlayer.play(stale).outputs()));
        assertEquals("A group of one", stale.about());
    }

    @Test
    void aLineThatIsNotUnderstoodIsNamed() throws TranscriptSyntaxException {
        assertMistake("a.transcript:1: a transcript begins with `members 1 2 3`", "timeout 1");
        assertMistake("a.transcript:2: there is no member 4", "members 1 2 3\ntimeout 4");
        assertMistake("a.transcript:2: not understood: now", "members 1 2 3\ntimeout 1 now");
        assertMistake("a.transcript:2: there is no such message; `network` tells which there are", "members 1 2 3\ndeliver 1->2");
        assertMistake("a.transcript:2: member 1 has 0 writes in flight", "members 1 2 3\nforce 1");
        assertMistake("a.transcript:2: expected groups like {1} | {2,3}, found 1", "members 1 2 3\npartition 1 | 2");
        assertMistake("a.transcript:2: nobody leads", "members 1 2 3 timed\npropose leader x");
        assertMistake("a.transcript:2: expected a time like 2s or 500ms, found 2", "members 1 2 3 timed\nrun 2");
        assertMistake("a.transcript:1: output stands directly below its command: 1: leader", "  1: leader\nmembers 1");
        assertMistake("a.transcript: there is no command in it", "# nothing\n");
    }

    private static void assertMistake(String message, String text) {
        TranscriptSyntaxException mistake = assertThrows(TranscriptSyntaxException.class, () -> TranscriptPlayer.play(read(text)));
        assertEquals(message, mistake.getMessage());
    }
}
