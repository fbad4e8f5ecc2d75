package io.keelson.checker.engine;

import io.keelson.checker.history.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** True objects that hold many values. */
final class TrueCollections {
    private static final int VALUES = 3;

    private TrueCollections() {
    }

    /** Queues, stacks and bags: one puts in, the other takes out. */
    static final class Sequence extends TrueObject {
        private final String kind;
        private final boolean unique;
        private final List<Long> items = new ArrayList<>();
        private long last;

        /** @param kind {@code queue}, {@code unordered-queue}, {@code stack} or {@code priority-queue} */
        Sequence(String kind, boolean unique) {
            this.kind = kind;
            this.unique = unique;
        }

        private String put() {
            return kind.equals("stack") ? "push" : kind.equals("priority-queue") ? "insert" : "enqueue";
        }

        private String take() {
            return kind.equals("stack") ? "pop" : kind.equals("priority-queue") ? "delete-min" : "dequeue";
        }

        @Override
        Call call(Dice dice) {
            if (dice.roll(2) == 0) {
                return new Call(take(), null, null);
            }
            long unseen = kind.equals("priority-queue") ? ++last + (dice.roll(2) == 0 ? 100 : -2 * last) : ++last;
            return new Call(put(), null, unique ? unseen : (long) dice.roll(VALUES));
        }

        @Override
        Object apply(Call call) {
            if (call.f().equals(put())) {
                items.add((Long) call.input());
                return call.input();
            }
            return items.isEmpty() ? null : items.remove(next());
        }

        private int next() {
            return switch (kind) {
                case "stack" -> items.size() - 1;
                case "priority-queue" -> items.indexOf(Collections.min(items));
                case "unordered-queue" -> items.size() / 2;
                default -> 0;
            };
        }

        @Override
        Object lie(Call call, Dice dice) {
            if (call.f().equals(put())) {
                return call.input();
            }
            int choice = dice.roll(4);
            return choice == 0 ? null : choice < 3 && !items.isEmpty() ? items.remove(dice.roll(items.size()))
                : Long.valueOf(unique ? last : dice.roll(VALUES));
        }

        /** Whatever a dequeue from a bag took, it took one of what was there. */
        @Override
        List<TrueObject> after(Call call, boolean known, Object result) {
            if (!kind.equals("unordered-queue") || call.f().equals(put()) || items.isEmpty()) {
                return super.after(call, known, result);
            }
            List<TrueObject> possible = new ArrayList<>();
            for (Long item : new TreeSet<>(items)) {
                if (!known || item.equals(result)) {
                    Sequence copy = (Sequence) copy();
                    copy.items.remove(item);
                    possible.add(copy);
                }
            }
            return possible;
        }

        @Override
        TrueObject copy() {
            Sequence copy = new Sequence(kind, unique);
            copy.items.addAll(items);
            return copy;
        }
    }

    /** A set; with reads of all, elements are only added, or removed as well. */
    static final class Elements extends TrueObject {
        private final boolean whole;
        private final boolean removes;
        private final boolean unique;
        private final TreeSet<Long> elements = new TreeSet<>();
        private long last;

        Elements(boolean whole, boolean removes, boolean unique) {
            this.whole = whole;
            this.removes = removes;
            this.unique = unique;
        }

        @Override
        Call call(Dice dice) {
            int what = dice.roll(5);
            Long element = (long) dice.roll(VALUES);
            if (what < 2) {
                return new Call("add", null, unique ? ++last : element);
            }
            if (what == 2 && removes) {
                return new Call("remove", null, element);
            }
            return whole && what < 4 ? new Call("read", null, null) : new Call("contains", null, element);
        }

        @Override
        Object apply(Call call) {
            return switch (call.f()) {
                case "add" -> tell(elements.add((Long) call.input()), call);
                case "remove" -> tell(elements.remove(call.input()), call);
                case "contains" -> elements.contains(call.input());
                default -> new ArrayList<>(elements);
            };
        }

        /** Some answer whether they changed anything. */
        private static Object tell(boolean changed, Call call) {
            return call.input().equals(1L) ? (Object) changed : call.input();
        }

        @Override
        Object lie(Call call, Dice dice) {
            if (call.f().equals("read")) {
                List<Long> seen = new ArrayList<>(elements);
                seen.removeIf(element -> dice.roll(3) == 0);
                return seen;
            }
            return call.f().equals("contains") || call.input().equals(1L) ? (Object) (dice.roll(2) == 0) : call.input();
        }

        @Override
        TrueObject copy() {
            Elements copy = new Elements(whole, removes, unique);
            copy.elements.addAll(elements);
            return copy;
        }
    }

    /** A counter; in units, or with other steps and sums learned. */
    static final class Counter extends TrueObject {
        private final boolean units;
        private long value;

        Counter(boolean units) {
            this.units = units;
        }

        @Override
        Call call(Dice dice) {
            int what = dice.roll(5);
            return what < 2 ? new Call("read", null, null) : what == 2 && !units ? new Call("add-and-get", null, (long) dice.roll(3) - 1)
                : new Call("add", null, units ? 1L : (long) dice.roll(4) - 1);
        }

        @Override
        Object apply(Call call) {
            if (call.f().equals("read")) {
                return value;
            }
            value += (Long) call.input();
            return call.f().equals("add") ? call.input() : (Object) value;
        }

        @Override
        Object lie(Call call, Dice dice) {
            return call.f().equals("add") ? call.input() : (Object) (value + dice.roll(4) - 2);
        }

        @Override
        TrueObject copy() {
            Counter copy = new Counter(units);
            copy.value = value;
            return copy;
        }
    }

    /** A log by offset. */
    static final class Log extends TrueObject {
        private final boolean unique;
        private final List<Object> values = new ArrayList<>();
        private long last;

        Log(boolean unique) {
            this.unique = unique;
        }

        @Override
        Call call(Dice dice) {
            int what = dice.roll(5);
            if (what < 2) {
                return new Call("append", null, unique ? "v" + ++last : "v" + dice.roll(VALUES));
            }
            return what == 2 ? new Call("end", null, null) : new Call("read", null, (long) dice.roll(values.size() + 1));
        }

        @Override
        Object apply(Call call) {
            switch (call.f()) {
                case "append":
                    values.add(call.input());
                    return call.input().hashCode() % 5 == 0 ? call.input() : Values.vector(values.size() - 1L, call.input());
                case "read":
                    long offset = (Long) call.input();
                    return Values.vector(offset, offset < values.size() ? values.get((int) offset) : null);
                default:
                    return (long) values.size();
            }
        }

        @Override
        Object lie(Call call, Dice dice) {
            long offset = Math.max(values.size() + dice.roll(3) - 2, 0);
            return switch (call.f()) {
                case "append" -> Values.vector(offset, call.input());
                case "read" -> Values.vector(call.input(), values.isEmpty() || dice.roll(3) == 0 ? null : values.get(dice.roll(values.size())));
                default -> offset;
            };
        }

        @Override
        boolean isSame(Call call, Object truth, Object result) {
            return call.f().equals("append") && (call.input().equals(result) || call.input().equals(truth)
                && ((List<?>) result).get(0).equals(values.size() + 0L)) || super.isSame(call, truth, result);
        }

        @Override
        TrueObject copy() {
            Log copy = new Log(unique);
            copy.values.addAll(values);
            return copy;
        }
    }

    /** One list, appended to and read as a whole, all elements different. */
    static final class ListOfAll extends TrueObject {
        private final List<Object> elements = new ArrayList<>();
        private long last;

        @Override
        Call call(Dice dice) {
            return dice.roll(2) == 0 ? new Call("append", null, ++last) : new Call("read", null, null);
        }

        @Override
        Object apply(Call call) {
            if (call.f().equals("append")) {
                elements.add(call.input());
                return call.input();
            }
            return List.copyOf(elements);
        }

        @Override
        Object lie(Call call, Dice dice) {
            if (call.f().equals("append")) {
                return call.input();
            }
            List<Object> seen = new ArrayList<>(elements);
            switch (dice.roll(3)) {
                case 0 -> seen.removeIf(element -> dice.roll(3) == 0);
                case 1 -> Collections.reverse(seen);
                default -> seen.add(last);
            }
            return seen;
        }

        @Override
        TrueObject copy() {
            ListOfAll copy = new ListOfAll();
            copy.elements.addAll(elements);
            return copy;
        }
    }
}
