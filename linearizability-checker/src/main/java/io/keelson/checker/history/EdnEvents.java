package io.keelson.checker.history;

import clojure.lang.Keyword;
import java.util.Map;

/** What a map of Jepsen's says, as an event. */
final class EdnEvents {
    static final Keyword PROCESS = Keyword.intern("process");
    static final Keyword TYPE = Keyword.intern("type");
    static final Keyword F = Keyword.intern("f");
    static final Keyword VALUE = Keyword.intern("value");
    static final Keyword TIME = Keyword.intern("time");
    static final Keyword ERROR = Keyword.intern("error");
    static final Keyword KEY = Keyword.intern("key");
    static final Keyword ORDER = Keyword.intern("order");

    private EdnEvents() {
    }

    /**
     * Fills {@code event}.
     *
     * @throws MalformedHistoryException where {@code form} is no event; the message says what was expected, not where
     */
    static void fill(RawEvent event, Object form) {
        if (!(form instanceof Map<?, ?> map)) {
            throw new MalformedHistoryException("expected a map such as {:process 0, :type :invoke, :f :read, :value nil}, found "
                + shortened(form));
        }
        event.clear();
        event.type = map.get(TYPE) instanceof Keyword keyword ? EventType.ofLabel(keyword.getName()) : null;
        if (event.type == null) {
            throw expected(":type :invoke, :ok, :fail or :info", TYPE, map);
        }
        if (!(map.get(F) instanceof Keyword f)) {
            throw expected(":f with a keyword such as :read", F, map);
        }
        event.f = f.getName();
        event.time = time(map);
        event.value = ClojureEdn.value(map.get(VALUE));
        event.error = map.get(ERROR);
        event.key = map.get(KEY);
        event.order = order(map);
        Object process = map.get(PROCESS);
        if (process instanceof Keyword name) {
            event.nemesis = name.getName();
        } else if (process instanceof Long number) {
            event.process = number;
        } else {
            throw expected(":process with an integer or a keyword", PROCESS, map);
        }
    }

    private static long time(Map<?, ?> map) {
        Object time = map.get(TIME);
        if (time == null) {
            return Event.NO_TIME;
        }
        if (time instanceof Long nanos) {
            return nanos;
        }
        throw expected(":time with an integer, in nanoseconds", TIME, map);
    }

    private static long order(Map<?, ?> map) {
        Object order = map.get(ORDER);
        if (order == null) {
            return Event.NO_ORDER;
        }
        if (order instanceof Long place && place >= 0) {
            return place;
        }
        throw expected(":order with an integer, 0 or more", ORDER, map);
    }

    private static MalformedHistoryException expected(String what, Keyword name, Map<?, ?> map) {
        String found = map.containsKey(name) ? name + " " + shortened(map.get(name)) : "no " + name;
        return new MalformedHistoryException("expected " + what + ", found " + found);
    }

    static String shortened(Object value) {
        return Values.brief(value);
    }
}
