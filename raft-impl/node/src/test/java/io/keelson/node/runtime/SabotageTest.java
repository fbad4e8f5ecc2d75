package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to do wrong does so, says so, and does right again. */
@Timeout(30)
class SabotageTest {
    @TempDir
    Path directory;

    private final List<String> told = new CopyOnWriteArrayList<>();

    @Test
    void withoutOrdersNothingIsWrong() throws IOException {
        assertTrue(Sabotage.NONE.letsForce());
        assertEquals(12345, Sabotage.NONE.monotonicNanos(12345));
        assertEquals(99, Sabotage.NONE.wallMillis(99));
        assertEquals(Long.MAX_VALUE, Sabotage.NONE.realNanos(Long.MAX_VALUE));
    }

    @Test
    void forcesAreSkippedOrFailAsOrderedAndThatIsTold() throws IOException {
        Path orders = directory.resolve("orders");
        Sabotage sabotage = Sabotage.by(orders, told::add);
        assertTrue(sabotage.letsForce());
        write(orders, "skip-forces=true\n");
        await(() -> sabotage.orders().skipForces());
        assertFalse(sabotage.letsForce());
        write(orders, "fail-forces=true\n");
        await(() -> sabotage.orders().failForces());
        assertThrows(IOException.class, sabotage::letsForce);
        Files.delete(orders);
        await(() -> sabotage.orders().equals(Sabotage.Orders.NONE));
        assertTrue(sabotage.letsForce());
        assertEquals(4, told.size(), told::toString);
        assertTrue(told.stream().allMatch(line -> line.startsWith("UNSAFE: ")), told::toString);
    }

    @Test
    void eachOtherNumberIsOneSnapshot() throws IOException {
        Path orders = directory.resolve("orders");
        AtomicInteger taken = new AtomicInteger();
        Sabotage sabotage = Sabotage.by(orders, told::add);
        sabotage.onSnapshot(taken::incrementAndGet);
        write(orders, "snapshot=7\n");
        await(() -> taken.get() == 1);
        write(orders, "snapshot=7\nclock-rate=2\n");
        await(() -> sabotage.orders().clockRate() == 2);
        assertEquals(1, taken.get(), "the same number is the same snapshot");
        write(orders, "snapshot=-8\n");
        await(() -> taken.get() == 2);
        Files.delete(orders);
        await(() -> sabotage.orders().equals(Sabotage.Orders.NONE));
        assertEquals(2, taken.get(), "no order is no snapshot");
    }

    @Test
    void aStalledDiskAnswersWhenTheOrderIsGone() throws Exception {
        Path orders = Files.writeString(directory.resolve("orders"), "stall-disk=true\n");
        Sabotage sabotage = Sabotage.by(orders, told::add);
        Thread forcing = Thread.ofPlatform().start(() -> {
            try {
                sabotage.letsForce();
            } catch (IOException unexpected) {
                told.add("failed");
            }
        });
        await(() -> forcing.getState() == Thread.State.TIMED_WAITING);
        Files.delete(orders);
        forcing.join();
        assertFalse(told.contains("failed"));
    }

    @Test
    void aClockRunsAsFastAsOrderedAndNeverJumps() throws IOException {
        Path orders = directory.resolve("orders");
        Sabotage sabotage = Sabotage.by(orders, told::add);
        long before = sabotage.monotonicNanos(System.nanoTime());
        write(orders, "clock-rate=2\nclock-offset-millis=60000\n");
        await(() -> sabotage.orders().clockRate() == 2);
        long now = System.nanoTime();
        assertTrue(sabotage.monotonicNanos(now) >= before);
        assertEquals(2_000_000, sabotage.monotonicNanos(now + 1_000_000) - sabotage.monotonicNanos(now));
        assertEquals(500_000, sabotage.realNanos(1_000_000));
        assertTrue(sabotage.wallMillis(0) >= 60_000);
    }

    @Test
    void nonsenseChangesNothing() throws IOException {
        Path orders = Files.writeString(directory.resolve("orders"), "clock-rate=fast\nskip-forces=true\n");
        Sabotage sabotage = Sabotage.by(orders, told::add);
        assertEquals(Sabotage.Orders.NONE, sabotage.orders());
    }

    /** Whole, or not at all: half a file would be orders as well. */
    private static void write(Path orders, String lines) throws IOException {
        Path next = Files.writeString(orders.resolveSibling("next"), lines);
        Files.move(next, orders, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
