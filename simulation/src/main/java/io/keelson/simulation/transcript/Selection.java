package io.keelson.simulation.transcript;

import io.keelson.core.Message;
import java.util.List;

/**
 * Which messages a command speaks of: {@code [FROM->TO] [KIND] [first|last|NUMBER]}, where either end of the link may be left out. Without a word, all of them.
 *
 * @param from the sender, 0 if any
 * @param to the receiver, 0 if any
 * @param kind the kind, empty if any
 * @param number which of them, from 1; 0 for all, -1 for the last
 */
record Selection(long from, long to, String kind, int number) {
    private static final int ALL = 0;
    private static final int LAST = -1;

    static Selection read(Words words) {
        long from = 0;
        long to = 0;
        String kind = "";
        if (words.peek() != null && words.peek().contains("->")) {
            String[] ends = words.next("a link").split("->", -1);
            from = ends[0].isEmpty() ? 0 : Words.parse(ends[0], "a member before ->");
            to = ends[1].isEmpty() ? 0 : Words.parse(ends[1], "a member after ->");
        }
        if (words.peek() != null && Character.isUpperCase(words.peek().charAt(0))) {
            kind = words.next("a kind of message");
        }
        int number = words.accept("first") ? 1 : words.accept("last") ? LAST : words.numberOr(ALL);
        return new Selection(from, to, kind, number);
    }

    boolean matches(Message message) {
        return (from == 0 || from == message.from())
                && (to == 0 || to == message.to())
                && (kind.isEmpty() || kind.equals(Speech.kind(message)));
    }

    /**
     * Picks from messages that match.
     *
     * @throws IllegalArgumentException if there is none, or not so many
     */
    List<Message> of(List<Message> messages) {
        List<Message> matching = messages.stream().filter(this::matches).toList();
        if (matching.isEmpty() || number > matching.size()) {
            throw new IllegalArgumentException("there is no such message; `network` tells which there are");
        }
        return switch (number) {
            case ALL -> matching;
            case LAST -> List.of(matching.getLast());
            default -> List.of(matching.get(number - 1));
        };
    }
}
