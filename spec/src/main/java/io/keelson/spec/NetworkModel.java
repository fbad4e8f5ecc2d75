package io.keelson.spec;

import io.keelson.core.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The network of {@code Net}, one inbox a receiver: messages to different receivers never meet, neither in a growing set nor in slots. Messages and
 * sets of them are numbered; the empty set is 0.
 */
final class NetworkModel {
    /** The number of the empty set. */
    static final int EMPTY = 0;

    /** Numbers of messages, ascending. */
    private record MessageSet(int[] messages) {
        @Override
        public boolean equals(Object other) {
            return other instanceof MessageSet that && Arrays.equals(messages, that.messages);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(messages);
        }
    }

    private final boolean slots;
    private final Interner<Message> messages = new Interner<>();
    private final Interner<MessageSet> sets = new Interner<>();
    private final TupleTable sendings = new TupleTable(2);
    private int[] sendingResults = new int[1 << 10];
    private final int[] sending = new int[2];

    /** With slots, a newer message takes the place of an older one of its kind, sender and receiver. */
    NetworkModel(boolean slots) {
        this.slots = slots;
        sets.number(new MessageSet(new int[0]));
    }

    /** The number of a set of messages. */
    int set(List<Message> members) {
        return sets.number(new MessageSet(members.stream().mapToInt(messages::number).distinct().sorted().toArray()));
    }

    /** The numbers of a set's messages. */
    int[] messagesOf(int set) {
        return sets.get(set).messages();
    }

    Message message(int number) {
        return messages.get(number);
    }

    /** How many messages have been met. */
    int messages() {
        return messages.size();
    }

    /** The spec's {@code Sent}, for the messages of one step to one receiver. */
    int sent(int inbox, int added) {
        sending[0] = inbox;
        sending[1] = added;
        int known = sendings.size();
        int number = sendings.number(sending);
        if (number == known) {
            if (number == sendingResults.length) {
                sendingResults = Arrays.copyOf(sendingResults, 2 * number);
            }
            sendingResults[number] = union(inbox, added);
        }
        return sendingResults[number];
    }

    private int union(int inbox, int added) {
        List<Message> fresh = members(added);
        List<Message> all = new ArrayList<>(fresh);
        for (Message old : members(inbox)) {
            if (!slots || fresh.stream().noneMatch(message -> sameSlot(old, message))) {
                all.add(old);
            }
        }
        return set(all);
    }

    /** The messages of a set. */
    List<Message> members(int set) {
        return Arrays.stream(messagesOf(set)).mapToObj(messages::get).toList();
    }

    private static boolean sameSlot(Message one, Message other) {
        return one.getClass() == other.getClass() && one.from() == other.from() && one.to() == other.to();
    }
}
