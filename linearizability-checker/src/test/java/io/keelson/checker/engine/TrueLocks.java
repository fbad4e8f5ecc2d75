package io.keelson.checker.engine;

import io.keelson.checker.history.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** True locks, and etcd's map. */
final class TrueLocks {
    private TrueLocks() {
    }

    /** A lock, with owners or without. */
    static final class Mutex extends TrueObject {
        private final boolean owners;
        private boolean held;
        private Object owner;

        Mutex(boolean owners) {
            this.owners = owners;
        }

        @Override
        Call call(Dice dice) {
            return new Call(dice.roll(2) == 0 ? "acquire" : "release", null, owners ? "o" + dice.roll(2) : null);
        }

        @Override
        Object apply(Call call) {
            boolean acquires = call.f().equals("acquire");
            if (acquires == held || !acquires && owners && !call.input().equals(owner)) {
                return FAILED;
            }
            held = acquires;
            owner = call.input();
            return call.input();
        }

        @Override
        Object lie(Call call, Dice dice) {
            held = dice.roll(2) == 0;
            return call.input();
        }

        @Override
        TrueObject copy() {
            Mutex copy = new Mutex(owners);
            copy.held = held;
            copy.owner = owner;
            return copy;
        }
    }

    /** A lock with fencing tokens, which may run out or not. */
    static final class Fenced extends TrueObject {
        private final boolean expires;
        private boolean held;
        private long token;

        Fenced(boolean expires) {
            this.expires = expires;
        }

        @Override
        Call call(Dice dice) {
            int what = dice.roll(3);
            return what == 0 ? new Call("acquire", null, null)
                : new Call(what == 1 ? "release" : "use", null, Math.max(1, token - dice.roll(2)));
        }

        @Override
        Object apply(Call call) {
            if (call.f().equals("acquire")) {
                if (held && !expires) {
                    return FAILED;
                }
                held = true;
                return ++token;
            }
            if (!call.input().equals(token) || !held && call.f().equals("release")) {
                return FAILED;
            }
            held &= !call.f().equals("release");
            return call.input();
        }

        @Override
        Object lie(Call call, Dice dice) {
            held &= dice.roll(2) == 0;
            return call.f().equals("acquire") ? (Object) Math.max(1, token + dice.roll(4) - 1) : call.input();
        }

        /** A token may be any that is larger. */
        @Override
        List<TrueObject> after(Call call, boolean known, Object result) {
            if (!call.f().equals("acquire") || held && !expires) {
                return super.after(call, known, result);
            }
            List<TrueObject> possible = new ArrayList<>();
            for (long larger = token + 1; larger <= token + 12; larger++) {
                if (!known || result.equals(larger)) {
                    Fenced copy = (Fenced) copy();
                    copy.held = true;
                    copy.token = larger;
                    possible.add(copy);
                }
            }
            return known ? possible : possible.subList(0, 3);
        }

        @Override
        TrueObject copy() {
            Fenced copy = new Fenced(expires);
            copy.held = held;
            copy.token = token;
            return copy;
        }
    }

    /** etcd's map, in part. */
    static final class Etcd extends TrueObject {
        private long revision = 1;
        /** By key: value, mod revision, version, create revision. */
        private final TreeMap<String, List<Object>> entries = new TreeMap<>();

        @Override
        Call call(Dice dice) {
            String key = dice.roll(2) == 0 ? "a" : "b";
            return switch (dice.roll(7)) {
                case 0, 1 -> new Call("get", key, null);
                case 2 -> new Call("range", null, List.of("a", dice.roll(2) == 0 ? "b" : "c"));
                case 3 -> new Call("delete", key, null);
                case 4 -> new Call("txn", null, Values.vector(
                    List.of(List.of("mod-revision", dice.roll(2) == 0 ? "=" : "<", key, revision - dice.roll(2))),
                    List.of(Values.vector("put", key, "w" + dice.roll(2)), Values.vector("get", "a", null)),
                    List.of(Values.vector("get", key, null))));
                default -> new Call("put", key, "v" + dice.roll(2));
            };
        }

        @Override
        Object apply(Call call) {
            long before = revision;
            Object result = switch (call.f()) {
                case "range" -> range((String) ((List<?>) call.input()).get(1));
                case "txn" -> transaction((List<?>) call.input());
                default -> one(call.f(), (String) call.key(), call.input(), before + 1);
            };
            return Values.vector(revision, result);
        }

        private List<Object> range(String end) {
            List<Object> found = new ArrayList<>();
            entries.headMap(end).forEach((key, entry) -> {
                List<Object> item = new ArrayList<>(List.of(key));
                item.addAll(entry);
                found.add(item);
            });
            return found;
        }

        private Object transaction(List<?> parts) {
            List<?> guard = (List<?>) ((List<?>) parts.get(0)).get(0);
            long modRevision = entries.containsKey(guard.get(2)) ? (Long) entries.get(guard.get(2)).get(1) : 0;
            long bound = (Long) guard.get(3);
            boolean succeeded = guard.get(1).equals("=") ? modRevision == bound : modRevision < bound;
            List<Object> results = new ArrayList<>();
            long change = revision + 1;
            for (Object each : (List<?>) parts.get(succeeded ? 1 : 2)) {
                List<?> micro = (List<?>) each;
                results.add(one((String) micro.get(0), (String) micro.get(1), micro.get(2), change));
            }
            return List.of(succeeded, results);
        }

        private Object one(String f, String key, Object input, long change) {
            List<Object> now = entries.get(key);
            switch (f) {
                case "get":
                    return now;
                case "put":
                    revision = change;
                    entries.put(key, List.of(input, change, now == null ? 1L : (Long) now.get(2) + 1, now == null ? change : now.get(3)));
                    return null;
                default:
                    if (now == null) {
                        return 0L;
                    }
                    revision = change;
                    entries.remove(key);
                    return 1L;
            }
        }

        /** Another state's truth, or another revision. */
        @Override
        Object lie(Call call, Dice dice) {
            Object truth = copy().apply(call);
            return dice.roll(2) == 0 ? truth : Values.vector((Long) ((List<?>) truth).get(0) + dice.roll(3) - 1, ((List<?>) truth).get(1));
        }

        @Override
        TrueObject copy() {
            Etcd copy = new Etcd();
            copy.revision = revision;
            copy.entries.putAll(entries);
            return copy;
        }
    }
}
