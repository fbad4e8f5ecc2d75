package io.keelson.simulation.report;

import io.keelson.core.Entry;
import io.keelson.core.Message;
import io.keelson.node.wire.Frame;
import io.keelson.node.wire.FrameCodec;
import io.keelson.node.wire.MalformedFrameException;
import io.keelson.simulation.transcript.Speech;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A frame in a few words.
 *
 * @param kind of message, one word
 * @param text all of it
 * @param quiet whether there are so many of its kind that a reader may want to leave them out
 */
record FrameWords(String kind, String text, boolean quiet) {
    static FrameWords of(ByteBuffer frame) {
        try {
            return FrameCodec.decode(frame) instanceof Frame.Protocol protocol ? of(protocol.message()) : other(frame);
        } catch (MalformedFrameException e) {
            return new FrameWords("Malformed", e.getMessage(), false);
        }
    }

    private static FrameWords other(ByteBuffer frame) throws MalformedFrameException {
        String kind = FrameCodec.decode(frame.rewind()).getClass().getSimpleName();
        return new FrameWords(kind, kind, false);
    }

    private static FrameWords of(Message message) {
        String kind = message.getClass().getSimpleName();
        if (message instanceof Message.AppendEntries append) {
            List<Entry> entries = append.entries();
            String range = entries.isEmpty()
                    ? "nothing"
                    : Speech.position(entries.get(0).index(), entries.get(0).term())
                            + (entries.size() == 1 ? "" : " to " + last(entries));
            String text = kind + " term " + append.term() + ", after " + Speech.position(append.prevLogIndex(), append.prevLogTerm()) + ": " + range
                    + "; commit " + append.leaderCommit() + ", round " + append.readRound();
            return new FrameWords(kind, text, entries.isEmpty());
        }
        boolean quiet = message instanceof Message.AppendEntriesResponse answer && answer.success();
        return new FrameWords(kind, Speech.message(message), quiet);
    }

    private static String last(List<Entry> entries) {
        Entry last = entries.get(entries.size() - 1);
        return Speech.position(last.index(), last.term());
    }
}
