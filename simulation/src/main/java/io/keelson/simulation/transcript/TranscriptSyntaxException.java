package io.keelson.simulation.transcript;

/** A line of a transcript is not understood, or asks for what is not there. The message names the file, the line, and the way out. */
public final class TranscriptSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    TranscriptSyntaxException(String message) {
        super(message);
    }
}
