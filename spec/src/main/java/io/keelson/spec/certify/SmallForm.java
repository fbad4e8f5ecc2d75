package io.keelson.spec.certify;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Effects;
import io.keelson.core.Entry;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberSettings;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Recovered;
import io.keelson.spec.Components;
import io.keelson.spec.Pair;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * The same step, told with small numbers: the log is {@linkplain Cut cut} below everything that the step speaks of, commands, requests and incarnations are named anew in the order in which they are met, and
 * terms and rounds are made smaller where only their order matters.
 *
 * <p>That this changes nothing is not believed but tried: the core takes the small step too, and must come to the small result.
 */
final class SmallForm {
    private final OrderMap terms = new OrderMap();
    private final OrderMap rounds = new OrderMap();
    private final Map<Long, Long> requests = new LinkedHashMap<>();
    private final Map<Long, Long> incarnations = new LinkedHashMap<>();
    private final Map<Bytes, Bytes> commands = new HashMap<>();
    private final long ticketsBefore;

    private final Cut cut;

    private SmallForm(Pair pair, Cut cut) {
        this.cut = cut;
        meet("", pair.before());
        meet("", pair.cause());
        terms.seal();
        rounds.seal();
        ticketsBefore = ticketsBefore(pair);
    }

    /** Says whether there is any use in the small form: whether it may lie inside the bound, or must, since the step itself does, and its incarnations are too large for a specification. */
    static boolean helps(Pair pair, Bound bound) {
        return bound.holds(pair) || Cut.of(pair).remaining(pair.before()) <= bound.log();
    }

    /** Returns the step with small numbers; with its whole log if the core does not treat a shorter one alike; the step itself if it does neither. */
    static Pair of(Pair pair, MemberSettings settings) {
        Pair cut = under(Cut.of(pair), pair, settings);
        return cut != pair ? cut : under(Cut.none(pair), pair, settings);
    }

    private static Pair under(Cut cut, Pair pair, MemberSettings settings) {
        SmallForm form = new SmallForm(pair, cut);
        MemberState before = (MemberState) form.small("", pair.before());
        MemberState after = (MemberState) form.small("", pair.after());
        Effects effects = (Effects) form.small("", pair.effects());
        Pair small = switch (pair.cause()) {
            case Pair.Restarted restarted -> Pair.restarted(before, (Recovered) form.small("", restarted.disk()));
            case Pair.Given given -> Pair.taken(settings, before, (Input) form.small("", given.input()));
        };
        return after.equals(small.after()) && effects.equals(small.effects()) ? small : pair;
    }

    /** Tickets count from 1 in a queue that begins anew. */
    private static long ticketsBefore(Pair pair) {
        List<PendingWrite> writes = pair.before().pendingWrites();
        if (!writes.isEmpty()) {
            return writes.get(0).write().ticket() - 1;
        }
        LogWrite written = pair.effects().write();
        return written == null ? 0 : written.ticket() - 1;
    }

    private void meet(String name, Object value) {
        switch (value) {
            case Long number -> meet(Meaning.of(name), number);
            case Bytes bytes -> commands.computeIfAbsent(bytes, anew -> Bytes.utf8("v" + (commands.size() + 1)));
            case Collection<?> elements -> elements.forEach(element -> meet(name, element));
            case Map<?, ?> map -> map.values().forEach(element -> meet(name, element));
            case MemberState state -> Components.each(cut(state), this::meet);
            case Record record -> Components.each(record, this::meet);
            case null, default -> { }
        }
    }

    private void meet(Meaning meaning, long number) {
        switch (meaning) {
            case TERM -> terms.meet(number);
            case ROUND -> rounds.meet(number);
            case REQUEST -> requests.putIfAbsent(number, requests.size() + 1L);
            case INCARNATION -> {
                if (number != Configuration.UNBOUND) {
                    incarnations.putIfAbsent(number, incarnations.size() + 1L);
                }
            }
            default -> { }
        }
    }

    private Object small(String name, Object value) {
        return switch (value) {
            case Long number -> small(Meaning.of(name), number);
            case Bytes bytes -> commands.getOrDefault(bytes, bytes);
            case List<?> elements -> elements.stream().map(element -> small(name, element)).toList();
            case SortedSet<?> members -> members;
            case SortedMap<?, ?> map -> {
                SortedMap<Object, Object> smaller = new TreeMap<>();
                map.forEach((key, element) -> smaller.put(key, small(name, element)));
                yield smaller;
            }
            case MemberState state -> Components.changed(cut(state), this::small);
            case Recovered disk -> Components.changed(cut(disk), this::small);
            case Record record -> Components.changed(record, this::small);
            case null, default -> value;
        };
    }

    private long small(Meaning meaning, long number) {
        return switch (meaning) {
            case TERM -> terms.of(number);
            case ROUND -> rounds.of(number);
            case REQUEST -> requests.getOrDefault(number, number);
            case INCARNATION -> incarnations.getOrDefault(number, number);
            case TICKET -> Math.max(0, number - ticketsBefore);
            case NOTHING -> 1;
            case INDEX -> cut.lower(number);
            case NAME -> number;
        };
    }

    private Record cut(MemberState state) {
        return cut(state, state.base(), state.entries());
    }

    private Record cut(Recovered disk) {
        return cut(disk, disk.base(), disk.entries());
    }

    private Record cut(Record holder, LogBase base, List<Entry> entries) {
        return (Record) Components.changed(holder, (name, value) -> switch (name) {
            case "base" -> cut.base(base, entries);
            case "entries" -> cut.entries(base, entries);
            default -> value;
        });
    }
}
