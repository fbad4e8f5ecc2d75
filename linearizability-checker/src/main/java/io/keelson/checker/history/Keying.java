package io.keelson.checker.history;

import java.io.IOException;
import java.util.List;

/**
 * Hands the events of a reader on, with the keys of {@code [key value]} tuples taken out of their values.
 *
 * <p>Tuples are told from plain vectors by the whole source: every invocation of a client has a vector of two, and none has it for
 * another reason, as an unkeyed compare-and-set would, whose second element is no vector. So a source whose keys are in question
 * is read as keyed; where an invocation contradicts, it is read again.
 */
final class Keying {
    /** Opens a source from its beginning. */
    interface Opener {
        EventReader open() throws IOException;
    }

    /** An invocation showed that the values are not keyed. */
    private static final class Contradicted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Contradicted() {
            super(null, null, false, false);
        }
    }

    private final EventReader reader;
    private final RawEvent event = new RawEvent();
    private boolean invoked;
    private boolean allMayBeKeyed = true;

    private Keying(EventReader reader) {
        this.reader = reader;
    }

    /** The whole history. */
    static History read(Opener opener, Independent independent) throws IOException {
        if (independent != Independent.AUTO) {
            return whole(new Keying(opener.open()), independent == Independent.YES, false);
        }
        MalformedHistoryException objection;
        try {
            return whole(new Keying(opener.open()), true, true);
        } catch (Contradicted notKeyed) {
            objection = null;
        } catch (MalformedHistoryException malformed) {
            objection = malformed;
        }
        Keying plain = new Keying(opener.open());
        try {
            History history = whole(plain, false, false);
            if (objection == null || !plain.looksKeyed()) {
                return history;
            }
        } catch (MalformedHistoryException malformed) {
            if (objection == null || !plain.looksKeyed()) {
                throw malformed;
            }
        }
        throw objection;
    }

    private boolean looksKeyed() {
        return invoked && allMayBeKeyed;
    }

    private static History whole(Keying keying, boolean keyed, boolean doubtful) throws IOException {
        History.Builder builder = History.builder();
        while (keying.next(builder, keyed, doubtful)) {
            continue;
        }
        return builder.build();
    }

    /** Hands events on as they come, for sources that are read only once: in doubt, the first event of a client tells. */
    static void stream(EventReader reader, Independent independent, EventSink sink) throws IOException {
        Keying keying = new Keying(reader);
        boolean decided = independent != Independent.AUTO;
        boolean keyed = independent == Independent.YES;
        while (reader.next(keying.event)) {
            if (!decided && keying.event.nemesis == null) {
                decided = true;
                keyed = keying.event.mayBeKeyed();
            }
            keying.hand(sink, keyed);
        }
    }

    private boolean next(EventSink sink, boolean keyed, boolean doubtful) throws IOException {
        if (!reader.next(event)) {
            return false;
        }
        note();
        if (doubtful && !allMayBeKeyed) {
            throw new Contradicted();
        }
        hand(sink, keyed);
        return true;
    }

    private void note() {
        if (event.nemesis == null && event.type == EventType.INVOKE) {
            invoked = true;
            allMayBeKeyed = allMayBeKeyed && event.mayBeKeyed();
        }
    }

    private void hand(EventSink sink, boolean keyed) {
        try {
            Object value = event.value;
            if (event.nemesis != null) {
                sink.onNemesis(event.nemesis, event.type, event.f, RawEvent.untagged(value), event.time);
                return;
            }
            Object key = event.key;
            if (key == null && (keyed || value instanceof RawEvent.Tuple) && (value != null || event.type == EventType.INVOKE)) {
                List<?> tuple = tuple(value);
                key = tuple.get(0);
                value = tuple.get(1);
            }
            sink.onClient(event.process, event.type, event.f, Values.canonical(key), Values.canonical(RawEvent.untagged(value)), event.time,
                Values.canonical(event.error), event.order);
        } catch (MalformedHistoryException e) {
            throw reader.at(event, e.getMessage());
        }
    }

    private static List<?> tuple(Object value) {
        Object plain = RawEvent.untagged(value);
        if (plain instanceof List<?> list && list.size() == 2 && list.get(0) != null) {
            return list;
        }
        throw new MalformedHistoryException("expected :value with a [key value] tuple, found :value "
            + Values.brief(plain));
    }
}
