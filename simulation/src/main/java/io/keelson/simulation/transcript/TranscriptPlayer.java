package io.keelson.simulation.transcript;

import io.keelson.simulation.transcript.Transcript.Part;
import java.util.ArrayList;
import java.util.List;

/** Plays transcripts on the real core, and says where their golden output is not what the core does. */
public final class TranscriptPlayer {
    private TranscriptPlayer() {}

    /**
     * What a transcript came to.
     *
     * @param outputs of each command that was played, what it printed
     * @param broken what a command that broke a promise of the protocol did, as {@code file:line: promise: how}; empty if all promises were kept. Nothing is played after it.
     */
    public record Played(List<List<String>> outputs, String broken) {}

    /**
     * Plays a transcript; its golden output is not looked at.
     *
     * @param transcript not null
     * @return what it came to, never null
     * @throws TranscriptSyntaxException if a line is not understood or asks for what is not there
     */
    public static Played play(Transcript transcript) throws TranscriptSyntaxException {
        Script script = null;
        List<List<String>> outputs = new ArrayList<>();
        for (Part part : transcript.parts()) {
            try {
                if (script == null) {
                    script = Opening.script(part.command());
                    outputs.add(List.of());
                } else {
                    outputs.add(script.run(part.command()));
                }
            } catch (IllegalArgumentException e) {
                throw new TranscriptSyntaxException(place(transcript, part) + ": " + e.getMessage());
            } catch (Promises.Broken | AssertionError | IllegalStateException | IndexOutOfBoundsException e) {
                String how = e instanceof Promises.Broken ? e.getMessage() : "the core fails: " + e;
                return new Played(outputs, place(transcript, part) + ": " + part.command() + ": " + how);
            }
        }
        return new Played(outputs, "");
    }

    /**
     * Plays a transcript and compares.
     *
     * @param transcript not null
     * @return each difference as a few lines that name the file and the line; empty if there is none
     * @throws TranscriptSyntaxException if a line is not understood or asks for what is not there
     */
    public static List<String> differences(Transcript transcript) throws TranscriptSyntaxException {
        Played played = play(transcript);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < played.outputs().size(); i++) {
            Part part = transcript.parts().get(i);
            if (!part.golden().equals(played.outputs().get(i))) {
                differences.add(difference(transcript, part, played.outputs().get(i)));
            }
        }
        if (!played.broken().isEmpty()) {
            differences.add(played.broken());
        }
        return differences;
    }

    private static String difference(Transcript transcript, Part part, List<String> found) {
        int same = 0;
        while (same < Math.min(part.golden().size(), found.size()) && part.golden().get(same).equals(found.get(same))) {
            same++;
        }
        int number = part.line() + 1 + same;
        return transcript.name() + ":" + number + ": " + part.command()
                + "\n  expected " + line(part.golden(), same)
                + "\n  found    " + line(found, same);
    }

    private static String line(List<String> lines, int number) {
        return number < lines.size() ? lines.get(number) : "nothing more";
    }

    private static String place(Transcript transcript, Part part) {
        return transcript.name() + ":" + part.line();
    }
}
