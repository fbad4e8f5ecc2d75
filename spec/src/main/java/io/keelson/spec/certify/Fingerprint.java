package io.keelson.spec.certify;

import io.keelson.core.Bytes;
import io.keelson.core.Input;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState;
import io.keelson.spec.Components;
import io.keelson.spec.Pair;
import java.util.Collection;
import java.util.SortedMap;

/**
 * 128 bits that stand for a step: for the state before, the input, the state afterwards and the effects. Two steps that differ have the same fingerprint with a chance of about one in 10<sup>26</sup>, even among a million.
 *
 * <p>Tickets of writes are left out, since a write is known by its place in the queue. That the result is part of it keeps a core honest that would answer the same question in two ways.
 */
final class Fingerprint {
    private static final long NULL = 0x6e756c6c;
    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xc2b2ae3d27d4eb4fL;

    private long high = FIRST;
    private long low = SECOND;

    private Fingerprint() {}

    /** Of a whole step. */
    static Fingerprint of(Pair pair) {
        Fingerprint print = new Fingerprint();
        print.value(pair.before());
        print.cause(pair);
        if (pair.thrown() != null) {
            print.text(pair.thrown().getClass().getName());
        } else {
            print.value(pair.after());
            print.value(pair.effects());
        }
        return print;
    }

    /** Of a state alone. */
    static Fingerprint of(MemberState state) {
        Fingerprint print = new Fingerprint();
        print.value(state);
        return print;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    private void cause(Pair pair) {
        switch (pair.cause()) {
            case Pair.Restarted restarted -> value(restarted.disk());
            case Pair.Given given when given.input() instanceof Input.Persisted persisted -> {
                text("Persisted");
                number(writesUpTo(persisted.ticket(), pair.before()));
            }
            case Pair.Given given -> value(given.input());
        }
    }

    private static long writesUpTo(long ticket, MemberState state) {
        return state.pendingWrites().stream().filter(pending -> pending.write().ticket() <= ticket).count();
    }

    private void value(Object value) {
        switch (value) {
            case null -> number(NULL);
            case Long number -> number(number);
            case Integer number -> number(number);
            case Boolean truth -> number(truth ? 1 : 2);
            case Enum<?> constant -> number(constant.ordinal());
            case Bytes bytes -> bytes(bytes);
            case Collection<?> elements -> {
                number(elements.size());
                elements.forEach(this::value);
            }
            case SortedMap<?, ?> map -> {
                number(map.size());
                map.forEach((key, element) -> {
                    value(key);
                    value(element);
                });
            }
            case Record record -> record(record);
            default -> throw new IllegalStateException("no fingerprint for " + value.getClass() + ": say in Fingerprint what tells two of them apart");
        }
    }

    private void record(Record record) {
        text(record.getClass().getName());
        boolean write = record instanceof LogWrite;
        Components.each(record, (name, value) -> {
            if (!write || !name.equals("ticket")) {
                value(value);
            }
        });
    }

    private void text(String text) {
        // The hash of a string is specified, and kept in the string.
        number(text.hashCode());
    }

    private void bytes(Bytes bytes) {
        number(bytes.length());
        for (byte each : bytes.shared()) {
            number(each);
        }
    }

    private void number(long number) {
        high = mix(high ^ number) * FIRST + low;
        low = mix(low + number * SECOND) ^ Long.rotateLeft(high, 29);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * 0xd6e8feb86659fd93L;
        return mixed ^ (mixed >>> 29);
    }

    @Override
    public String toString() {
        return String.format("%016x%016x", high, low);
    }
}
