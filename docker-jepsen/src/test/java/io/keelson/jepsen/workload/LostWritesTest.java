package io.keelson.jepsen.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keelson.checker.history.EventType;
import io.keelson.checker.history.History;
import io.keelson.checker.history.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The count of lost writes, on histories small enough to count by hand. */
class LostWritesTest {
    /** Three writes one after the other, all acknowledged, and one of unknown outcome. */
    private static final History HISTORY = History.builder()
            .invoke(0, "write", 0L, 1L, 10).add(0, EventType.OK, "write", 0L, 1L, 11, null)
            .invoke(0, "write", 0L, 2L, 12).add(0, EventType.OK, "write", 0L, 2L, 13, null)
            .invoke(0, "cas", 0L, Values.vector(2L, 3L), 14).add(0, EventType.OK, "cas", 0L, Values.vector(2L, 3L), 15, null)
            .invoke(0, "write", 0L, 4L, 16).add(0, EventType.INFO, "write", 0L, 4L, 17, null)
            .build();

    @Test
    void nothingIsLostWhereTheLastWriteIsRead() {
        assertEquals(new LostWrites(3, 0, 0, 0, 0, 0), count(new FinalRead("n1", 0L, 3L, 3)));
        assertEquals(new LostWrites(3, 0, 0, 0, 0, 0), count(new FinalRead("n1", 0L, 4L, 4)), "an unknown write may have happened");
    }

    @Test
    void aWriteIsLostWhereAnOlderValueIsRead() {
        assertEquals(1, count(new FinalRead("n1", 0L, 2L, 3)).lost(), "by order, whatever the version says");
        assertEquals(2, count(new FinalRead("n1", 0L, 1L, 3)).lost());
        assertEquals(3, count(new FinalRead("n1", 0L, null, 0)).lost());
    }

    @Test
    void aWriteIsLostWhereTheServerCountedFewerThanItAcknowledged() {
        assertEquals(1, count(new FinalRead("n1", 0L, 3L, 2)).lost(), "a write under the last one is gone");
    }

    @Test
    void oneNodeThatLostIsEnough() {
        LostWrites writes = LostWrites.ofRegisters(HISTORY, 2, List.of(new FinalRead("n1", 0L, 3L, 3), new FinalRead("n2", 0L, 2L, 2)));
        assertEquals(new LostWrites(3, 1, 0, 0, 1, 0), writes);
    }

    @Test
    void doubledInventedAndUnreadWritesAreTold() {
        assertEquals(1, count(new FinalRead("n1", 0L, 4L, 5)).appliedTwice());
        assertEquals(1, count(new FinalRead("n1", 0L, 9L, 4)).neverWritten());
        assertEquals(1, LostWrites.ofRegisters(HISTORY, 2, List.of(new FinalRead("n1", 0L, 3L, 3))).unread());
    }

    private static LostWrites count(FinalRead read) {
        return LostWrites.ofRegisters(HISTORY, 1, List.of(read));
    }
}
