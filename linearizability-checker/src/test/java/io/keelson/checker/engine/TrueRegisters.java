package io.keelson.checker.engine;

import io.keelson.checker.history.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** True objects that hold values by key. */
final class TrueRegisters {
    private static final int VALUES = 3;

    private TrueRegisters() {
    }

    /** Registers with or without compare-and-set, with or without keys, with values that repeat or that are all new. */
    static final class Register extends TrueObject {
        private final boolean cas;
        private final boolean unique;
        private final int keys;
        private final Map<Object, Object> cells = new HashMap<>();
        private long last;

        Register(boolean cas, boolean unique, int keys) {
            this.cas = cas;
            this.unique = unique;
            this.keys = keys;
        }

        @Override
        Call call(Dice dice) {
            Object key = keys == 0 ? null : "k" + dice.roll(keys);
            return switch (dice.roll(cas ? 3 : 2)) {
                case 0 -> new Call("read", key, null);
                case 1 -> new Call("write", key, value(dice));
                default -> new Call("cas", key, Values.vector(unique ? some(dice) : value(dice), value(dice)));
            };
        }

        private Object value(Dice dice) {
            return unique ? ++last : (long) dice.roll(VALUES);
        }

        /** Mostly what is there, else one of the last few. */
        private Object some(Dice dice) {
            Object now = cells.get(null);
            return now != null && dice.roll(4) > 0 ? now : Long.valueOf(last - dice.roll(3));
        }

        @Override
        Object apply(Call call) {
            Object now = cells.get(call.key());
            switch (call.f()) {
                case "read":
                    return now;
                case "write":
                    cells.put(call.key(), call.input());
                    return call.input();
                default:
                    List<?> pair = (List<?>) call.input();
                    if (!pair.get(0).equals(now)) {
                        return FAILED;
                    }
                    cells.put(call.key(), pair.get(1));
                    return call.input();
            }
        }

        @Override
        Object lie(Call call, Dice dice) {
            return !call.f().equals("read") ? call.input() : unique ? last - dice.roll(4) : (long) dice.roll(VALUES);
        }

        @Override
        TrueObject copy() {
            Register copy = new Register(cas, unique, keys);
            copy.cells.putAll(cells);
            return copy;
        }
    }

    /** A map with ranges and transactions; as a multi-register or lists, transactions alone. */
    static final class Store extends TrueObject {
        private static final String[] KEYS = {"a", "b", "c"};
        private final String kind;
        private final boolean unique;
        private final TreeMap<String, Object> cells = new TreeMap<>();
        private long last;

        /** @param kind {@code kv}, {@code texts}, {@code multi-register} or {@code list-append} */
        Store(String kind, boolean unique) {
            this.kind = kind;
            this.unique = unique;
        }

        @Override
        Call call(Dice dice) {
            int what = dice.roll(kind.equals("kv") ? 10 : kind.equals("texts") ? 2 : 4);
            if (kind.equals("multi-register") || what == 0 && !kind.equals("texts")) {
                return new Call("txn", null, Values.vector(micro(dice), micro(dice)));
            }
            String key = KEYS[dice.roll(2)];
            if (kind.equals("texts")) {
                return what == 1 ? new Call("get", key, null) : new Call("append", key, text(dice));
            }
            if (kind.equals("list-append")) {
                return what == 1 ? new Call("append", key, value(dice)) : new Call("read", key, null);
            }
            return switch (what) {
                case 1 -> new Call("range", null, List.of(KEYS[dice.roll(2)], KEYS[1 + dice.roll(2)]));
                case 2, 3, 4 -> new Call("get", key, null);
                case 5 -> new Call("append", key, "s" + dice.roll(VALUES));
                case 6 -> new Call("delete", key, null);
                case 7 -> new Call("cas", key, List.of("v" + dice.roll(VALUES), value(dice)));
                default -> new Call("put", key, value(dice));
            };
        }

        /** Different ones that come apart in one way, or a few that come apart in several. */
        private String text(Dice dice) {
            return unique ? "s" + ++last : List.of("a", "ab", "b", "ba", "bab").get(dice.roll(5));
        }

        private Object value(Dice dice) {
            return unique || kind.equals("list-append") ? (Object) ("v" + ++last) : "v" + dice.roll(VALUES);
        }

        private Object micro(Dice dice) {
            String key = KEYS[dice.roll(2)];
            boolean reads = dice.roll(2) == 0;
            return switch (kind) {
                case "kv" -> reads ? Values.vector("get", key, null) : Values.vector("put", key, value(dice));
                case "list-append" -> reads ? Values.vector("r", key, null) : Values.vector("append", key, value(dice));
                default -> reads ? Values.vector("read", key, null) : Values.vector("write", key, value(dice));
            };
        }

        @Override
        Object apply(Call call) {
            switch (call.f()) {
                case "range":
                    List<?> bounds = (List<?>) call.input();
                    List<Object> found = new ArrayList<>();
                    String from = (String) bounds.get(0);
                    String to = (String) bounds.get(1);
                    cells.forEach((key, value) -> {
                        if (key.compareTo(from) >= 0 && key.compareTo(to) < 0) {
                            found.add(List.of(key, value));
                        }
                    });
                    return found;
                case "txn":
                    List<Object> results = new ArrayList<>();
                    for (Object each : (List<?>) call.input()) {
                        List<?> micro = (List<?>) each;
                        results.add(Values.vector(micro.get(0), micro.get(1), one((String) micro.get(0), (String) micro.get(1), micro.get(2))));
                    }
                    return results;
                default:
                    return one(call.f(), (String) call.key(), call.input());
            }
        }

        private Object one(String f, String key, Object input) {
            Object now = cells.get(key);
            switch (f) {
                case "get", "read", "r":
                    return now;
                case "delete":
                    cells.remove(key);
                    return input;
                case "append":
                    cells.put(key, !kind.equals("list-append") ? (now == null ? "" : now) + input.toString() : longer((List<?>) now, input));
                    return input;
                case "cas":
                    if (!Objects.equals(now, ((List<?>) input).get(0))) {
                        return FAILED;
                    }
                    cells.put(key, ((List<?>) input).get(1));
                    return input;
                default:
                    cells.put(key, input);
                    return input;
            }
        }

        private static List<Object> longer(List<?> list, Object element) {
            List<Object> longer = new ArrayList<>(list == null ? List.of() : list);
            longer.add(element);
            return longer;
        }

        /** Another truth: what is there now, or was there under another key. */
        @Override
        Object lie(Call call, Dice dice) {
            boolean reads = List.of("get", "read", "range", "txn").contains(call.f());
            return !reads ? call.input() : call.f().equals("get") || call.f().equals("read") ? cells.get(KEYS[dice.roll(3)]) : copy().apply(call);
        }

        @Override
        TrueObject copy() {
            Store copy = new Store(kind, unique);
            copy.cells.putAll(cells);
            return copy;
        }
    }
}
