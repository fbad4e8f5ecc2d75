package io.keelson.node.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.node.port.StorageException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the device is asked to do before anybody is told that something is durable. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DiskFileTest {
    private final LinkedBlockingQueue<Runnable> nodeThread = new LinkedBlockingQueue<>();
    private final DiskThread disk = new DiskThread("disk-under-test", nodeThread::add, Sabotage.NONE);
    private final RecordingChannel channel = new RecordingChannel();
    private final DiskFile file = new DiskFile(Path.of("log"), channel, 0, disk, Rest.NONE, new StorageMeter());

    @AfterEach
    void endDisk() {
        disk.end();
    }

    @Test
    void theDeviceIsForcedAfterTheWriteAndBeforeAnybodyIsTold() throws Exception {
        file.write(0, ByteBuffer.allocate(5));
        CompletableFuture<List<String>> callsWhenTold = new CompletableFuture<>();
        file.force(failure -> callsWhenTold.complete(List.copyOf(channel.calls)));
        nodeThread.take().run();
        assertEquals(List.of("write 5 at 0", "force"), callsWhenTold.join());
    }

    @Test
    void eachForceReachesTheDevice() throws Exception {
        for (int i = 0; i < 3; i++) {
            file.write(i, ByteBuffer.allocate(1));
            file.force(failure -> {});
            nodeThread.take().run();
        }
        assertEquals(3, channel.calls.stream().filter("force"::equals).count());
    }

    @Test
    void aForceThatFailsIsToldAndNeverTriedAgain() throws Exception {
        channel.forceFails = true;
        CompletableFuture<StorageException> first = new CompletableFuture<>();
        CompletableFuture<StorageException> second = new CompletableFuture<>();
        file.force(first::complete);
        nodeThread.take().run();
        channel.forceFails = false;
        file.force(second::complete);
        nodeThread.take().run();
        assertTrue(first.join().getMessage().contains("the device does not answer"), first.join().getMessage());
        assertNotNull(second.join(), "what the first force lost, a second one would call durable");
        assertEquals(List.of("force"), channel.calls);
    }

    @Test
    void growingWritesRealZeros() throws Exception {
        file.resize(3 << 20);
        long written = channel.calls.stream()
                .filter(call -> call.startsWith("write "))
                .mapToLong(call -> Long.parseLong(call.split(" ")[1]))
                .sum();
        assertEquals(3 << 20, written, "a hole would find the disk full only when it is filled");
    }
}
