package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingRead;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.ProgressState;
import io.keelson.core.Recovered;
import io.keelson.core.Refusal;
import io.keelson.core.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * What the core's records mean in the spec, as values of TLC. The map is total: each component of a record is named here, and one that is not makes the check fail, so that
 * nothing the core knows can escape the comparison.
 *
 * <p>Two things are mapped away, because the spec has no use for them: the tickets of writes (a write is known by its place in the queue), and the indexes of entries (an entry is
 * known by its place in the log); both are checked to be what the place says. The group is not part of it.
 */
public final class Abstraction {
    /** The spec's {@code n}. */
    public Value member(MemberState state) {
        RecordBuilder n = new RecordBuilder();
        Components.each(state, (name, value) -> {
            switch (name) {
                case "identity" -> putIdentity(n, (MemberIdentity) value);
                case "role" -> n.put("role", role((Role) value));
                case "hardState" -> putHardState(n, (HardState) value);
                case "leader" -> n.put("leader", id((Long) value));
                case "base" -> n.put(name, base((LogBase) value));
                case "entries" -> n.put("log", entries(state.entries(), state.base().index() + 1));
                case "commitIndex", "durableIndex", "readRound" -> n.put(name, number((Long) value));
                case "healthy", "leaseGivenUp" -> n.put(name, truth((Boolean) value));
                case "transferee" -> n.put(name, id((Long) value));
                case "receiving" -> n.put(name, receiving((MemberState.Receiving) value));
                case "pendingWrites" -> n.put(name, pendingWrites(state.pendingWrites()));
                case "votes", "heardFrom" -> n.put(name, ids((Collection<?>) value));
                case "progress" -> n.put(name, progress(state));
                case "reads" -> n.put(name, tuple(state.reads(), this::read));
                default -> throw unmapped(state, name);
            }
        });
        return n.build();
    }

    /** The spec's input: a record by its kind. */
    public Value input(Pair.Cause cause, MemberState before) {
        RecordBuilder input = new RecordBuilder();
        switch (cause) {
            case Pair.Restarted restarted -> input.put("kind", text("Restart")).put("disk", disk(restarted.disk()));
            case Pair.Given given -> {
                input.put("kind", text(given.input().getClass().getSimpleName()));
                Components.each(given.input(), (name, value) -> {
                    switch (name) {
                        case "message" -> input.put(name, message((Message) value));
                        case "heardLeader" -> input.put(name, truth((Boolean) value));
                        case "leaseValid", "healthy" -> input.put(name, truth((Boolean) value));
                        case "voters", "learners" -> input.put(name, ids((Collection<?>) value));
                        case "target" -> input.put(name, id((Long) value));
                        case "index" -> input.put(name, number((Long) value));
                        case "chunks" -> input.put(name, number((Integer) value));
                        case "commands" -> input.put(name, tuple(((Input.Propose) given.input()).commands(), this::payload));
                        case "requestId" -> input.put(name, number((Long) value));
                        case "ticket" -> input.put("writes", number(writesUpTo((Long) value, before)));
                        default -> throw unmapped(given.input(), name);
                    }
                });
            }
        }
        return input.build();
    }

    /** The spec's result: the member afterwards, what leaves now, and the results for the host. */
    public Value result(MemberState after, Effects effects) {
        RecordBuilder result = new RecordBuilder();
        List<Value> done = new ArrayList<>();
        Components.each(effects, (name, value) -> {
            switch (name) {
                // Part of the state afterwards: the last pending write, and the log up to the commit index. The comparison holds them to that.
                case "write", "committed" -> { }
                case "sendNow" -> result.put("now", messages(effects.sendNow()));
                case "proposal" -> {
                    if (value != null) {
                        done.add(proposal((Effects.Proposal) value));
                    }
                }
                case "readsReady" -> effects.readsReady().forEach(ready -> done.add(outcome("ReadReady", ready)));
                case "readsRefused" -> effects.readsRefused().forEach(refused -> done.add(outcome("ReadRefused", refused)));
                case "chunkReceived" -> {
                    if (value != null) {
                        done.add(outcome("ChunkReceived", (Record) value));
                    }
                }
                case "restored" -> {
                    if (value != null) {
                        done.add(new RecordBuilder().put("result", text("Restored")).put("base", base((LogBase) value)).build());
                    }
                }
                default -> throw unmapped(effects, name);
            }
        });
        return result.put("n", member(after)).put("done", set(done)).build();
    }

    private Value proposal(Effects.Proposal proposal) {
        return outcome(proposal.getClass().getSimpleName(), (Record) proposal);
    }

    private Value outcome(String kind, Record outcome) {
        return plain("result", kind, outcome);
    }

    Value message(Message message) {
        return plain("kind", message.getClass().getSimpleName(), (Record) message);
    }

    /** A record whose components are those of the spec's record, by name. */
    private Value plain(String kindField, String kind, Record record) {
        RecordBuilder fields = new RecordBuilder().put(kindField, text(kind));
        Components.each(record, (name, value) -> {
            switch (name) {
                case "from", "to", "leader", "requester", "target" -> fields.put(name, id((Long) value));
                case "term", "lastLogIndex", "lastLogTerm", "prevLogIndex", "prevLogTerm", "leaderCommit", "readRound", "index",
                        "hintIndex", "hintTerm", "requestId", "readIndex", "firstIndex", "fromIncarnation", "toIncarnation" -> fields.put(name, number((Long) value));
                case "granted", "success", "lost", "transfer" -> fields.put(name, truth((Boolean) value));
                case "base" -> fields.put(name, base((LogBase) value));
                case "chunk", "next" -> fields.put(name, number((Integer) value));
                case "reason" -> fields.put(name, text(camelCase((Refusal) value)));
                case "members" -> fields.put(name, ids((Collection<?>) value));
                case "entries" -> {
                    Message.AppendEntries append = (Message.AppendEntries) record;
                    fields.put(name, entries(append.entries(), append.prevLogIndex() + 1));
                }
                default -> throw unmapped(record, name);
            }
        });
        return fields.build();
    }

    private Value messages(Collection<Message> messages) {
        return set(messages.stream().map(this::message).toList());
    }

    private Value pendingWrites(List<PendingWrite> writes) {
        for (int k = 1; k < writes.size(); k++) {
            require(writes.get(k).write().ticket() == writes.get(k - 1).write().ticket() + 1, "tickets have a gap: " + writes);
        }
        return tuple(writes, this::pendingWrite);
    }

    private Value pendingWrite(PendingWrite pending) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(pending, (name, value) -> {
            switch (name) {
                case "write" -> putWrite(fields, pending.write());
                case "sendAfterPersist" -> fields.put(name, messages(pending.sendAfterPersist()));
                default -> throw unmapped(pending, name);
            }
        });
        return fields.build();
    }

    private void putWrite(RecordBuilder fields, LogWrite write) {
        Components.each(write, (name, value) -> {
            switch (name) {
                case "ticket" -> { }
                case "hardState" -> fields.put(name, value == null ? TupleValue.EmptyTuple : hardState(write.hardState()));
                case "base" -> fields.put(name, value == null ? TupleValue.EmptyTuple : new TupleValue(base(write.base())));
                case "firstIndex" -> fields.put(name, number(write.firstIndex()));
                case "entries" -> fields.put(name, entries(write.entries(), write.firstIndex()));
                default -> throw unmapped(write, name);
            }
        });
    }

    private void putIdentity(RecordBuilder fields, MemberIdentity identity) {
        Components.each(identity, (name, value) -> {
            switch (name) {
                case "group" -> { }
                case "member" -> fields.put("id", id((Long) value));
                case "incarnation" -> fields.put(name, number((Long) value));
                default -> throw unmapped(identity, name);
            }
        });
    }

    private Value hardState(HardState hardState) {
        return new TupleValue(new Value[] {number(hardState.term()), id(hardState.votedFor()), number(hardState.lostIndex())});
    }

    private void putHardState(RecordBuilder fields, HardState hardState) {
        Components.each(hardState, (name, value) -> {
            switch (name) {
                case "term", "lostIndex" -> fields.put(name, number((Long) value));
                case "votedFor" -> fields.put(name, id((Long) value));
                default -> throw unmapped(hardState, name);
            }
        });
    }

    /** The spec's {@code disk[i]}. */
    Value disk(Recovered disk) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(disk, (name, value) -> {
            switch (name) {
                case "hardState" -> putHardState(fields, disk.hardState());
                case "base" -> fields.put(name, base(disk.base()));
                case "entries" -> fields.put("log", entries(disk.entries(), disk.base().index() + 1));
                default -> throw unmapped(disk, name);
            }
        });
        return fields.build();
    }

    private Value progress(MemberState state) {
        return ofMembers(state.progress(), this::progressOf);
    }

    /** A function of some members. */
    private <T> Value ofMembers(SortedMap<Long, T> function, Function<T, Value> encode) {
        if (function.isEmpty()) {
            return TupleValue.EmptyTuple;
        }
        Value[] members = function.keySet().stream().map(this::id).toArray(Value[]::new);
        return new FcnRcdValue(members, function.values().stream().map(encode).toArray(Value[]::new), false);
    }

    private Value progressOf(MemberState.Progress progress) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(progress, (name, value) -> {
            switch (name) {
                case "matchIndex", "nextIndex", "confirmedRound", "incarnation" -> fields.put(name, number((Long) value));
                case "chunk" -> fields.put(name, number((Integer) value));
                case "state" -> fields.put(name, text(progressState((ProgressState) value)));
                default -> throw unmapped(progress, name);
            }
        });
        return fields.build();
    }

    private Value read(PendingRead read) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(read, (name, value) -> {
            switch (name) {
                case "requester" -> fields.put(name, id((Long) value));
                case "requestId", "index", "round" -> fields.put(name, number((Long) value));
                default -> throw unmapped(read, name);
            }
        });
        return fields.build();
    }

    private Value entries(List<Entry> entries, long firstIndex) {
        for (int k = 0; k < entries.size(); k++) {
            require(entries.get(k).index() == firstIndex + k, "entries out of place: " + entries);
        }
        return tuple(entries, this::entry);
    }

    private Value entry(Entry entry) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(entry, (name, value) -> {
            switch (name) {
                case "index" -> { }
                case "term" -> fields.put(name, number((Long) value));
                case "payload" -> fields.put("value", payload(entry.payload()));
                default -> throw unmapped(entry, name);
            }
        });
        return fields.build();
    }

    /** The value of an entry. */
    Value payload(Payload payload) {
        return switch (payload) {
            case Payload.Noop noop -> new TupleValue(text("noop"));
            case Payload.Command command -> new TupleValue(text(commandText(command.bytes())));
            case Configuration changed -> new TupleValue(text("configuration"), configuration(changed));
        };
    }

    Value configuration(Configuration configuration) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(configuration, (name, value) -> {
            switch (name) {
                case "voters", "outgoing", "learners" -> fields.put(name, ids((Collection<?>) value));
                case "incarnations" -> fields.put(name, ofMembers(configuration.incarnations(), Abstraction::number));
                default -> throw unmapped(configuration, name);
            }
        });
        return fields.build();
    }

    private Value base(LogBase base) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(base, (name, value) -> {
            switch (name) {
                case "index", "term" -> fields.put(name, number((Long) value));
                case "configuration" -> fields.put(name, configuration(base.configuration()));
                case "chunks" -> fields.put(name, number((Integer) value));
                default -> throw unmapped(base, name);
            }
        });
        return fields.build();
    }

    private Value receiving(MemberState.Receiving receiving) {
        RecordBuilder fields = new RecordBuilder();
        Components.each(receiving, (name, value) -> {
            switch (name) {
                case "index", "term" -> fields.put(name, number((Long) value));
                case "next" -> fields.put(name, number((Integer) value));
                default -> throw unmapped(receiving, name);
            }
        });
        return fields.build();
    }

    private static String commandText(Bytes bytes) {
        String text = bytes.toUtf8();
        require(!text.equals("noop"), "a command that the spec would take for an empty entry: " + bytes);
        return text;
    }

    private long writesUpTo(long ticket, MemberState state) {
        return state.pendingWrites().stream().filter(pending -> pending.write().ticket() <= ticket).count();
    }

    private static String progressState(ProgressState state) {
        return switch (state) {
            case PROBE -> "Probe";
            case REPLICATE -> "Replicate";
            case SNAPSHOT -> "Snapshot";
        };
    }

    /** {@code NOT_CAUGHT_UP} is {@code NotCaughtUp} in the spec. */
    private static String camelCase(Refusal reason) {
        StringBuilder text = new StringBuilder();
        for (String word : reason.name().split("_")) {
            text.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static Value role(Role role) {
        return text(switch (role) {
            case FOLLOWER -> "Follower";
            case PRE_CANDIDATE -> "PreCandidate";
            case CANDIDATE -> "Candidate";
            case LEADER -> "Leader";
        });
    }

    private Value ids(Collection<?> members) {
        return set(members.stream().map(member -> id((Long) member)).toList());
    }

    /** A member of the spec, by its number: {@code s1}, {@code s2}; {@code None} for nobody. */
    Value id(long member) {
        return ModelValue.make(member == Configuration.NOBODY ? "None" : "s" + member);
    }

    private static Value number(long value) {
        return IntValue.gen(Math.toIntExact(value));
    }

    private static Value truth(boolean value) {
        return value ? BoolValue.ValTrue : BoolValue.ValFalse;
    }

    private static Value text(String value) {
        return new StringValue(value);
    }

    private static Value set(Collection<Value> values) {
        Value set = new SetEnumValue(values.toArray(Value[]::new), false);
        set.normalize();
        return set;
    }

    private static <T> Value tuple(List<T> elements, Function<T, Value> encode) {
        return new TupleValue(elements.stream().map(encode).toArray(Value[]::new));
    }

    private static IllegalStateException unmapped(Object record, String name) {
        return new IllegalStateException(
                record.getClass().getSimpleName() + "." + name + " has no meaning in the spec: say in Abstraction what it stands for");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
