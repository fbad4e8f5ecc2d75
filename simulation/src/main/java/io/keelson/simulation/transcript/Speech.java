package io.keelson.simulation.transcript;

import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.ProgressState;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The core's records in a few words each. An entry is {@code index/term command}; one that opens a term has no command and is {@code index/term}. */
public final class Speech {
    private Speech() {}

    static String entries(List<Entry> entries) {
        return entries.stream().map(Speech::entry).collect(Collectors.joining(", "));
    }

    static String entry(Entry entry) {
        String position = position(entry.index(), entry.term());
        return entry.payload() instanceof Payload.Noop ? position : position + " " + payload(entry.payload());
    }

    public static String position(long index, long term) {
        return index + "/" + term;
    }

    static String payload(Payload payload) {
        return switch (payload) {
            case Payload.Noop noop -> "noop";
            case Payload.Command command -> command.bytes().toUtf8();
            case Configuration configuration -> configuration(configuration);
        };
    }

    public static String configuration(Configuration configuration) {
        return "voters " + set(configuration.voters())
                + (configuration.isJoint() ? " and " + set(configuration.outgoing()) : "")
                + (configuration.learners().isEmpty() ? "" : ", learners " + set(configuration.learners()))
                + (configuration.incarnations().isEmpty() ? "" : ", bound " + bound(configuration));
    }

    /** A member that is bound to its first directory is told by its id alone. */
    private static String bound(Configuration configuration) {
        List<String> texts = new ArrayList<>();
        configuration.incarnations().forEach((member, incarnation) -> texts.add(incarnation == 1 ? member.toString() : member + " as incarnation " + incarnation));
        return "{" + String.join(", ", texts) + "}";
    }

    static String set(Iterable<Long> members) {
        List<String> texts = new ArrayList<>();
        members.forEach(member -> texts.add(member.toString()));
        return "{" + String.join(",", texts) + "}";
    }

    public static String role(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String state(ProgressState state) {
        return switch (state) {
            case PROBE -> "probing";
            case REPLICATE -> "replicating";
            case SNAPSHOT -> "being sent a snapshot";
        };
    }

    static String hardState(HardState hardState) {
        return "term " + hardState.term() + (hardState.votedFor() == Configuration.NOBODY ? "" : ", vote " + hardState.votedFor())
                + (hardState.lostIndex() == 0 ? "" : ", lost up to " + hardState.lostIndex());
    }

    /** What a disk holds. */
    static String disk(Recovered disk) {
        return hardState(disk.hardState()) + "; " + log(disk.base(), disk.entries());
    }

    /** A log from its base on. */
    static String log(LogBase base, List<Entry> entries) {
        String start = base.index() == 0 ? "" : "snapshot " + position(base.index(), base.term());
        String rest = entries.isEmpty() ? "" : entries(entries);
        return start.isEmpty() && rest.isEmpty() ? "an empty log" : start + (start.isEmpty() || rest.isEmpty() ? "" : ", ") + rest;
    }

    static String write(LogWrite write) {
        List<String> parts = new ArrayList<>();
        if (write.hardState() != null) {
            parts.add(hardState(write.hardState()));
        }
        if (write.base() != null) {
            parts.add("the log begins after snapshot " + position(write.base().index(), write.base().term()));
        }
        if (!write.entries().isEmpty()) {
            parts.add(entries(write.entries()));
        }
        return String.join("; ", parts);
    }

    static String link(Message message) {
        return message.from() + "->" + message.to();
    }

    static String kind(Message message) {
        return message.getClass().getSimpleName();
    }

    /** What a message says, without its link. */
    public static String message(Message message) {
        return kind(message) + (speaksOfTheFuture(message) ? " for term " : " term ") + message.term() + content(message);
    }

    /** Says whether the message's term is not its sender's, but one that may never be (thesis 9.6). */
    static boolean speaksOfTheFuture(Message message) {
        return message instanceof Message.PreVote || (message instanceof Message.PreVoteResponse response && response.granted());
    }

    private static String content(Message message) {
        return switch (message) {
            case Message.PreVote m -> ", log ends " + position(m.lastLogIndex(), m.lastLogTerm());
            case Message.RequestVote m -> ", log ends " + position(m.lastLogIndex(), m.lastLogTerm()) + (m.transfer() ? ", at the leader's wish" : "");
            case Message.PreVoteResponse m -> m.granted() ? ", yes" : ", no";
            case Message.RequestVoteResponse m -> m.granted() ? ", yes" : ", no";
            case Message.AppendEntries m -> ", after " + position(m.prevLogIndex(), m.prevLogTerm()) + ": "
                    + (m.entries().isEmpty() ? "nothing" : entries(m.entries())) + "; commit " + m.leaderCommit() + round(m.readRound());
            case Message.AppendEntriesResponse m -> (m.success()
                            ? ", has " + m.index()
                            : ", no match at " + m.index() + ", try " + position(m.hintIndex(), m.hintTerm()))
                    + round(m.readRound()) + (m.lost() ? ", has lost entries" + (m.success() ? " up to " + m.hintIndex() : "") : "");
            case Message.InstallSnapshot m -> ", snapshot " + position(m.base().index(), m.base().term()) + ", chunk " + m.chunk() + " of " + m.base().chunks();
            case Message.InstallSnapshotResponse m -> ", snapshot " + m.index() + (m.next() == 0 ? " refused" : ", chunk " + m.next() + " next");
            case Message.TimeoutNow m -> "";
            case Message.ReadIndexRequest m -> ", read r" + m.requestId();
            case Message.ReadIndexResponse m -> ", read r" + m.requestId() + " at " + m.readIndex();
            default -> others(message);
        };
    }

    private static String round(long round) {
        return round == 0 ? "" : ", round " + round;
    }

    /** A message that has no words of its own here: its components by name. */
    private static String others(Message message) {
        StringBuilder text = new StringBuilder();
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            if (!List.of("from", "to", "term").contains(component.getName())) {
                text.append(", ").append(component.getName()).append(' ').append(value(component, message));
            }
        }
        return text.toString();
    }

    /** A component of a record, as text. */
    static String value(RecordComponent component, Object record) {
        try {
            return String.valueOf(component.getAccessor().invoke(record));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
