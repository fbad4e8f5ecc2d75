package io.keelson.bench.checker;

import io.keelson.checker.history.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/** The objects that histories are made of. */
final class Targets {
    private Targets() {
    }

    /** A register; each write writes a value of its own. */
    static final class UniqueRegister implements BusyClients.Target {
        private Object value;
        private long last;

        @Override
        public String f(SplittableRandom random) {
            return random.nextBoolean() ? "read" : "write";
        }

        @Override
        public Object input(String f, SplittableRandom random) {
            return f.equals("read") ? null : (Object) Long.valueOf(++last);
        }

        @Override
        public Object apply(String f, Object input, SplittableRandom random) {
            value = f.equals("write") ? input : value;
            return value;
        }
    }

    /** Reads, writes and compare-and-set of a few values. */
    static final class SmallCasRegister implements BusyClients.Target {
        private final int values;
        private Object value;

        SmallCasRegister(int values) {
            this.values = values;
        }

        @Override
        public String f(SplittableRandom random) {
            int kind = random.nextInt(3);
            return kind == 0 ? "read" : kind == 1 ? "write" : "cas";
        }

        @Override
        public Object input(String f, SplittableRandom random) {
            return switch (f) {
                case "read" -> null;
                case "write" -> (long) random.nextInt(values);
                default -> Values.vector((long) random.nextInt(values), (long) random.nextInt(values));
            };
        }

        @Override
        public Object apply(String f, Object input, SplittableRandom random) {
            switch (f) {
                case "read":
                    return value;
                case "write":
                    value = input;
                    return input;
                default:
                    List<?> pair = (List<?>) input;
                    if (!Objects.equals(pair.get(0), value)) {
                        return BusyClients.REFUSED;
                    }
                    value = pair.get(1);
                    return input;
            }
        }
    }

    /** Reads a value and writes another in one step, and tells both: {@code cas [old new]} that always succeeds. */
    static final class ReadModifyWrite implements BusyClients.Target {
        private final int values;
        private long value;

        ReadModifyWrite(int values) {
            this.values = values;
        }

        @Override
        public String f(SplittableRandom random) {
            return "cas";
        }

        @Override
        public Object input(String f, SplittableRandom random) {
            return null;
        }

        @Override
        public Object apply(String f, Object input, SplittableRandom random) {
            long next = random.nextInt(values);
            Object both = Values.vector(value, next);
            value = next;
            return both;
        }

        @Override
        public Object recorded(Object input, Object output) {
            return output;
        }
    }

    /** A queue; each item is enqueued once. */
    static final class UniqueQueue implements BusyClients.Target {
        private final Deque<Object> items = new ArrayDeque<>();
        private long last;

        @Override
        public String f(SplittableRandom random) {
            return random.nextBoolean() ? "enqueue" : "dequeue";
        }

        @Override
        public Object input(String f, SplittableRandom random) {
            return f.equals("dequeue") ? null : (Object) Long.valueOf(++last);
        }

        @Override
        public Object apply(String f, Object input, SplittableRandom random) {
            if (f.equals("enqueue")) {
                items.add(input);
                return input;
            }
            return items.poll();
        }
    }
}
