package io.keelson.node.runtime;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a test does to a running node from outside: a clock that is wrong, a disk that stalls, fails or forgets, a snapshot out of turn. A node in service has {@link #NONE}.
 *
 * <p>The orders stand in a file that is read ten times a second, one a line: {@code clock-rate=1.2}, {@code clock-offset-millis=5000}, {@code stall-disk=true},
 * {@code fail-forces=true}, {@code skip-forces=true}, {@code local-reads=true}, {@code detours=10.0.0.2:2380>127.0.0.1:9002,10.0.0.3:2380>127.0.0.1:9003}, {@code snapshot=1}. What is
 * missing is as it should be, and so is everything while there is no file.
 *
 * <p>Any thread may ask.
 */
public final class Sabotage {
    /** Nothing is ever wrong. */
    public static final Sabotage NONE = new Sabotage();

    private static final long LOOK_EVERY_MILLIS = 100;

    /**
     * What is wrong.
     *
     * @param clockRate how fast both readings of the clock run, 1 for as they should
     * @param clockOffsetMillis how far the wall clock is ahead, in milliseconds
     * @param stallDisk whether forces do not end
     * @param failForces whether forces fail
     * @param skipForces whether forces are told to have succeeded that never happened
     * @param localReads whether a leader answers reads without asking whether it still leads, and goes on to do so until it hears of another
     * @param detours where it dials instead of a peer's address, {@code HOST:PORT} both, by that address: there may stand a proxy, which the groups know nothing of
     * @param snapshot a number, each other but 0 meaning that every group takes a snapshot now, and drops its log up to it
     */
    public record Orders(
            double clockRate, long clockOffsetMillis, boolean stallDisk, boolean failForces, boolean skipForces, boolean localReads, SortedMap<String, String> detours,
            long snapshot) {
        static final Orders NONE = new Orders(1, 0, false, false, false, false, Collections.emptySortedMap(), 0);

        private static Orders of(Properties lines) {
            return new Orders(
                    Double.parseDouble(lines.getProperty("clock-rate", "1").strip()),
                    Long.parseLong(lines.getProperty("clock-offset-millis", "0").strip()),
                    Boolean.parseBoolean(lines.getProperty("stall-disk")),
                    Boolean.parseBoolean(lines.getProperty("fail-forces")),
                    Boolean.parseBoolean(lines.getProperty("skip-forces")),
                    Boolean.parseBoolean(lines.getProperty("local-reads")),
                    detoursIn(lines.getProperty("detours", "").strip()),
                    Long.parseLong(lines.getProperty("snapshot", "0").strip()));
        }

        private static SortedMap<String, String> detoursIn(String list) {
            SortedMap<String, String> detours = new TreeMap<>();
            for (String detour : list.isEmpty() ? new String[0] : list.split(",")) {
                int turn = detour.indexOf('>');
                String way = detour.substring(turn + 1);
                Integer.parseInt(way.substring(way.lastIndexOf(':') + 1));
                detours.put(detour.substring(0, Math.max(turn, 0)), way);
            }
            return Collections.unmodifiableSortedMap(detours);
        }
    }

    /** From this moment on the clock has run at a rate. */
    private record Anchor(long real, long shown, double rate) {
        long shownAt(long now) {
            return rate == 1 ? shown + now - real : shown + (long) ((now - real) * rate);
        }
    }

    private volatile Orders orders = Orders.NONE;
    private volatile Anchor anchor = new Anchor(0, 0, 1);
    private volatile Runnable snapshots = () -> {};

    private Sabotage() {}

    /**
     * Obeys a file from now on, until the process ends.
     *
     * @param file need not exist yet
     * @param told what it is made to do, in one line each time that changes
     */
    public static Sabotage by(Path file, Consumer<String> told) {
        Sabotage sabotage = new Sabotage();
        told.accept("UNSAFE: this node does whatever wrong " + file + " says; it is for tests alone");
        sabotage.look(file, told);
        Thread.ofPlatform().daemon().name("keelson-sabotage").start(() -> {
            while (true) {
                try {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                } catch (InterruptedException end) {
                    return;
                }
                sabotage.look(file, told);
            }
        });
        return sabotage;
    }

    private void look(Path file, Consumer<String> told) {
        Properties lines = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.load(reader);
        } catch (NoSuchFileException none) {
            // Everything is as it should be.
        } catch (IOException halfWritten) {
            return;
        }
        try {
            obey(Orders.of(lines), told);
        } catch (NumberFormatException nonsense) {
            // Being written just now, or a mistake of the test's: what held goes on to hold.
        }
    }

    private void obey(Orders next, Consumer<String> told) {
        if (next.equals(orders)) {
            return;
        }
        // Said before it is done: nobody sees what is wrong and finds no word of it.
        told.accept("UNSAFE: " + next);
        if (next.clockRate() != anchor.rate()) {
            long now = System.nanoTime();
            anchor = new Anchor(now, anchor.shownAt(now), next.clockRate());
        }
        boolean takeSnapshots = next.snapshot() != 0 && next.snapshot() != orders.snapshot();
        orders = next;
        if (takeSnapshots) {
            snapshots.run();
        }
    }

    /** This is to be run, on any thread, when a snapshot is ordered. */
    void onSnapshot(Runnable order) {
        if (this != NONE) {
            snapshots = order;
        }
    }

    /** Says what is wrong now. */
    public Orders orders() {
        return orders;
    }

    /** Where a peer is dialled whose address is this one. */
    InetSocketAddress way(InetSocketAddress address) {
        String way = orders.detours().get(address.getHostString() + ":" + address.getPort());
        if (way == null) {
            return address;
        }
        int colon = way.lastIndexOf(':');
        return InetSocketAddress.createUnresolved(way.substring(0, colon), Integer.parseInt(way.substring(colon + 1)));
    }

    /** A monotonic reading for the one that the machine's clock shows, both in nanoseconds. */
    long monotonicNanos(long real) {
        return anchor.shownAt(real);
    }

    /** How long the machine's clock takes for as much as this one shows, in nanoseconds. */
    long realNanos(long shown) {
        double rate = anchor.rate();
        return rate == 1 || shown == Long.MAX_VALUE ? shown : (long) (shown / rate);
    }

    /** A wall reading, in milliseconds. */
    long wallMillis(long real) {
        long now = System.nanoTime();
        return real + (anchor.shownAt(now) - now) / 1_000_000 + orders.clockOffsetMillis();
    }

    /**
     * Asked before each force, on the disk's thread: returns when the disk answers.
     *
     * @return false if the force must not take place and pass for done
     * @throws IOException if the force fails
     */
    boolean letsForce() throws IOException {
        while (orders.stallDisk()) {
            try {
                Thread.sleep(LOOK_EVERY_MILLIS / 10);
            } catch (InterruptedException ignored) {
                // The disk's thread ends with its queue alone.
            }
        }
        if (orders.failForces()) {
            throw new IOException("Input/output error, as the test has ordered");
        }
        return !orders.skipForces();
    }
}
