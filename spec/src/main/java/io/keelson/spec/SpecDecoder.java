package io.keelson.spec;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.Message;
import io.keelson.core.Payload;
import io.keelson.core.ProgressState;
import io.keelson.core.Recovered;
import io.keelson.core.Role;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import tlc2.tool.TLCState;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/**
 * Turns a state of the spec into the core's records: the way back of {@link StateAbstraction}, for the initial states of models that begin in the
 * middle.
 *
 * <p>Whoever uses it maps the result forward again and compares: so nothing of the state can be lost on the way.
 */
final class SpecDecoder {
    private final List<Long> servers;

    SpecDecoder(List<Long> servers) {
        this.servers = servers;
    }

    /** The state in the core's records. */
    GlobalState state(TLCState state) {
        return state(variable -> SpecGraph.value(state, variable));
    }

    /** The state in the core's records, from the values of its variables. */
    GlobalState state(Function<String, Value> variables) {
        List<MemberState> members = new ArrayList<>();
        List<Recovered> disks = new ArrayList<>();
        for (long id : servers) {
            members.add(member(ofMember(variables.apply("node"), id)));
            disks.add(disk(ofMember(variables.apply("disk"), id)));
        }
        List<Message> messages = elements(variables.apply("net")).stream().map(this::message).toList();
        SortedSet<io.keelson.core.Effects.ReadReady> served = History.noAnswers();
        for (Value answer : elements(variables.apply("served"))) {
            List<Value> pair = sequence(answer);
            served.add(new io.keelson.core.Effects.ReadReady(number(pair.get(0)), number(pair.get(1))));
        }
        History history = new History(
                sequence(variables.apply("chosen")).stream().map(this::chosen).toList(),
                sequence(variables.apply("asked")).stream().map(SpecDecoder::number).toList(),
                served);
        return new GlobalState(members, disks, messages, history);
    }

    private static Value ofMember(Value function, long id) {
        return ((FcnRcdValue) function.toFcnRcd()).select(ModelValue.make("s" + id));
    }

    private MemberState member(Value n) {
        return construct(MemberState.class, component -> switch (component.getName()) {
            case "identity" -> new MemberIdentity(GlobalState.GROUP, number(field(n, "id")), number(field(n, "incarnation")));
            case "role" -> role(text(field(n, "role")));
            case "hardState" -> hardState(n);
            case "base" -> base(field(n, "base"));
            case "receiving" -> plain(MemberState.Receiving.class, field(n, "receiving"));
            case "entries" -> entries(field(n, "log"), 1 + base(field(n, "base")).index());
            case "pendingWrites" -> {
                if (!sequence(field(n, "pendingWrites")).isEmpty()) {
                    throw new IllegalArgumentException("a model begins with writes under way: the explorer begins where all is durable");
                }
                yield List.of();
            }
            case "progress" -> ofMembers(field(n, "progress"), known -> plain(MemberState.Progress.class, known));
            case "reads" -> sequence(field(n, "reads")).stream().map(read -> plain(MemberState.PendingRead.class, read)).toList();
            default -> simple(component, field(n, component.getName()));
        });
    }

    private Recovered disk(Value disk) {
        return construct(Recovered.class, component -> switch (component.getName()) {
            case "hardState" -> hardState(disk);
            case "base" -> base(field(disk, "base"));
            case "entries" -> entries(field(disk, "log"), 1 + base(field(disk, "base")).index());
            default -> simple(component, field(disk, component.getName()));
        });
    }

    private Message message(Value message) {
        String kind = text(field(message, "kind"));
        Class<?> type = Arrays.stream(Message.class.getPermittedSubclasses())
                .filter(candidate -> candidate.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no message of the core is a " + kind));
        return (Message) construct(type, component -> switch (component.getName()) {
            case "entries" -> entries(field(message, "entries"), number(field(message, "prevLogIndex")) + 1);
            case "base" -> base(field(message, "base"));
            default -> simple(component, field(message, component.getName()));
        });
    }

    private History.Chosen chosen(Value chosen) {
        return new History.Chosen(number(field(chosen, "term")), payload(field(chosen, "value")), number(field(chosen, "at")), configuration(field(chosen, "by")));
    }

    private static LogBase base(Value base) {
        return construct(LogBase.class, component -> component.getName().equals("configuration")
                ? configuration(field(base, "configuration"))
                : simple(component, field(base, component.getName())));
    }

    private static Configuration configuration(Value configuration) {
        return construct(Configuration.class, component -> component.getName().equals("incarnations")
                ? ofMembers(field(configuration, "incarnations"), SpecDecoder::number)
                : elements(field(configuration, component.getName())).stream().map(SpecDecoder::number).toList());
    }

    private static <T> SortedMap<Long, T> ofMembers(Value value, Function<Value, T> decode) {
        SortedMap<Long, T> members = new TreeMap<>();
        FcnRcdValue function = (FcnRcdValue) value.toFcnRcd();
        for (int k = 0; k < function.values.length; k++) {
            members.put(number(function.domain[k]), decode.apply(function.values[k]));
        }
        return members;
    }

    private static HardState hardState(Value record) {
        return new HardState(number(field(record, "term")), number(field(record, "votedFor")), number(field(record, "lostIndex")));
    }

    private List<Entry> entries(Value log, long firstIndex) {
        List<Entry> entries = new ArrayList<>();
        for (Value entry : sequence(log)) {
            entries.add(new Entry(firstIndex + entries.size(), number(field(entry, "term")), payload(field(entry, "value"))));
        }
        return entries;
    }

    private Payload payload(Value value) {
        List<Value> parts = sequence(value);
        if (parts.size() == 2) {
            return configuration(parts.get(1));
        }
        String text = text(parts.get(0));
        return text.equals("noop") ? Payload.NOOP : new Payload.Command(Bytes.utf8(text));
    }

    private static Role role(String name) {
        return Arrays.stream(Role.values())
                .filter(role -> role.name().replace("_", "").equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no role of the core is a " + name));
    }

    private interface Components {
        Object value(RecordComponent component);
    }

    /** A record whose components are the spec's fields, by name, and are numbers, members, truths or sets of members. */
    private static <T> T plain(Class<T> type, Value record) {
        return construct(type, component -> simple(component, field(record, component.getName())));
    }

    private static <T> T construct(Class<T> type, Components components) {
        RecordComponent[] all = type.getRecordComponents();
        Object[] values = Arrays.stream(all).map(components::value).toArray();
        try {
            Constructor<T> canonical =
                    type.getDeclaredConstructor(Arrays.stream(all).map(RecordComponent::getType).toArray(Class[]::new));
            canonical.setAccessible(true);
            return canonical.newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalArgumentException(type.getSimpleName() + " cannot be made of " + Arrays.toString(values), failure);
        }
    }

    private static Object simple(RecordComponent component, Value value) {
        Class<?> type = component.getType();
        if (type == boolean.class) {
            return ((BoolValue) value).val;
        }
        if (type == long.class) {
            return number(value);
        }
        if (type == int.class) {
            return (int) number(value);
        }
        if (type == ProgressState.class) {
            return ProgressState.valueOf(text(value).toUpperCase(Locale.ROOT));
        }
        if (type == SortedSet.class) {
            TreeSet<Long> members = new TreeSet<>();
            elements(value).forEach(member -> members.add(number(member)));
            return members;
        }
        throw new IllegalArgumentException("say in SpecDecoder how " + component + " comes from " + value);
    }

    private static Value field(Value record, String name) {
        Value value = ((tlc2.value.impl.RecordValue) record.toRcd()).select(new StringValue(name));
        if (value == null) {
            throw new IllegalArgumentException("the spec has no field " + name + " in " + record);
        }
        return value;
    }

    /** A number, or of a member the number in its name, or nobody. */
    private static long number(Value value) {
        if (value instanceof ModelValue member) {
            String name = member.toString();
            return name.equals("None") ? Configuration.NOBODY : Long.parseLong(name.substring(1));
        }
        return ((IntValue) value).val;
    }

    private static String text(Value value) {
        return ((StringValue) value).toUnquotedString();
    }

    private static List<Value> sequence(Value value) {
        return List.of(((TupleValue) value.toTuple()).elems);
    }

    private static List<Value> elements(Value set) {
        SetEnumValue elements = (SetEnumValue) set.toSetEnum();
        elements.normalize();
        List<Value> all = new ArrayList<>();
        for (int k = 0; k < elements.elems.size(); k++) {
            all.add(elements.elems.elementAt(k));
        }
        return all;
    }
}
