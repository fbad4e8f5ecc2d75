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
            return switch (FrameCodec.decode(frame)) {
                case Frame.Protocol protocol -> of(protocol.message());
                case Frame.OfSeveralGroups several -> of(several.messages());
                case Frame other -> new FrameWords(other.getClass().getSimpleName(), other.getClass().getSimpleName(), false);
            };
        } catch (MalformedFrameException e) {
            return new FrameWords("Malformed", e.getMessage(), false);
        }
    }

    private static FrameWords of(List<Frame.OfGroup> messages) {
        List<FrameWords> each = messages.stream().map(message -> of(message.message())).toList();
        StringBuilder text = new StringBuilder("of " + messages.size() + " groups");
        for (int i = 0; i < messages.size(); i++) {
            text.append("; group ").append(messages.get(i).group()).append(": ").append(each.get(i).text());
        }
        return new FrameWords(each.getFirst().kind(), text.toString(), each.stream().allMatch(FrameWords::quiet));
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
