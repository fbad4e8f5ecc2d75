package io.keelson.jepsen.driver;

import io.keelson.jepsen.link.Link;
import io.keelson.jepsen.link.LinkState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries packets from host to host, and treats those of each link as its state says: some are lost, some come twice, some later than those behind them, all of them late. What
 * the hosts' TCP makes of it is their affair, as it is on a bad network.
 *
 * <p>A thread reads each port and closes it when its host is gone, one writes to all of them.
 */
final class PacketSwitch {
    /** A packet that is overtaken stays behind for so long. */
    private static final Duration HELD_BACK = Duration.ofMillis(20);

    private static final int DESTINATION = 16;
    private static final int HEADER = 20;
    private static final int VERSION_4 = 4;

    private final Map<String, PacketPort> ports = new ConcurrentHashMap<>();
    private final Map<Integer, String> hosts = new HashMap<>();
    private final DelayQueue<Crossing> crossings = new DelayQueue<>();
    private final AtomicLong crossed = new AtomicLong();
    private final Thread writer;
    private volatile Map<Link, LinkState> links = Map.of();

    /** A packet on its way; those that are due at one moment arrive in the order in which they were sent. */
    private record Crossing(long due, long number, String to, ByteBuffer packet) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Crossing that = (Crossing) other;
            return due != that.due ? Long.signum(due - that.due) : Long.compare(number, that.number);
        }
    }

    /**
     * Begins to carry between hosts that have no port yet.
     *
     * @param addresses each host's IPv4 address, dotted
     */
    PacketSwitch(Map<String, String> addresses) {
        addresses.forEach((host, address) -> hosts.put(number(address), host));
        writer = Thread.ofPlatform().daemon().name("packets").start(this::deliver);
    }

    /**
     * Begins to carry what a host sends and gets.
     *
     * @param port in place of the one that the host had before, if it had one; closed in the end
     */
    void connect(String host, PacketPort port) {
        ports.put(host, port);
        Thread.ofPlatform().daemon().name("packets-of-" + host).start(() -> collect(host, port));
    }

    /** Ends the thread that writes. Those that read end with their hosts. */
    void end() {
        writer.interrupt();
    }

    private static int number(String address) {
        int number = 0;
        for (String part : address.split("\\.")) {
            number = number << Byte.SIZE | Integer.parseInt(part);
        }
        return number;
    }

    /** From now on packets are treated so; a link that is not mentioned is sound. */
    void shape(Map<Link, LinkState> shape) {
        links = Map.copyOf(shape);
    }

    private void collect(String from, PacketPort port) {
        Sender sender = new Sender(from);
        ByteBuffer packet = ByteBuffer.allocate(PacketPort.LONGEST);
        try (port) {
            while (true) {
                port.read(packet.clear());
                sender.send(packet);
            }
        } catch (IOException hostIsGone) {
            ports.remove(from, port);
        }
    }

    private void deliver() {
        try {
            while (true) {
                Crossing crossing = crossings.take();
                PacketPort port = ports.get(crossing.to());
                if (port != null) {
                    write(port, crossing.packet());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(PacketPort port, ByteBuffer packet) {
        try {
            port.write(packet);
        } catch (IOException notTaken) {
            // Lost, as a network may lose a packet; a host that is gone takes none.
        }
    }

    /** What one host sends; for the thread that reads its port. */
    private final class Sender {
        private final String from;
        private final SplittableRandom random;
        private final Map<String, Long> lastDue = new HashMap<>();

        Sender(String from) {
            this.from = from;
            this.random = new SplittableRandom(from.hashCode());
        }

        void send(ByteBuffer packet) {
            String to = packet.remaining() < HEADER || packet.get(0) >> VERSION_4 != VERSION_4 ? null : hosts.get(packet.getInt(DESTINATION));
            if (to == null) {
                return; // What the hosts' systems say to everybody, as IPv6 does.
            }
            LinkState state = links.getOrDefault(new Link(from, to), LinkState.SOUND);
            if (strikes(state.lossPercent())) {
                return;
            }
            long due = System.nanoTime() + state.delay().toNanos() + random.nextLong(state.jitter().toNanos() + 1);
            if (strikes(state.reorderPercent())) {
                due += HELD_BACK.toNanos();
            } else {
                due = Math.max(due, lastDue.getOrDefault(to, due));
                lastDue.put(to, due);
            }
            ByteBuffer copy = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
            crossings.add(new Crossing(due, crossed.getAndIncrement(), to, copy));
            if (strikes(state.duplicatePercent())) {
                crossings.add(new Crossing(due, crossed.getAndIncrement(), to, copy.duplicate()));
            }
        }

        private boolean strikes(int percent) {
            return percent > 0 && random.nextInt(100) < percent;
        }
    }
}
