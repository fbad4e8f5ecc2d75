package io.keelson.core;

import io.keelson.core.MemberState.PendingWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The writes on their way to the disk, oldest first, each with the messages that may leave only when it is durable.
 *
 * <p>This is the second outbox of the design: a message put here can't leave early, because only {@link #complete} hands it out.
 */
final class PendingWrites {
    private record Held(LogWrite write, ArrayList<Message> messages) {}

    private final ArrayDeque<Held> queue = new ArrayDeque<>();
    private long lastTicket;

    PendingWrites() {}

    PendingWrites(List<PendingWrite> restored) {
        for (PendingWrite pending : restored) {
            queue.add(new Held(pending.write(), new ArrayList<>(pending.sendAfterPersist())));
            lastTicket = pending.write().ticket();
        }
    }

    /** Enqueues a write and returns it with its ticket. */
    LogWrite add(HardState hardState, LogBase base, long firstIndex, List<Entry> entries) {
        lastTicket++;
        LogWrite write = new LogWrite(lastTicket, hardState, base, firstIndex, entries);
        queue.addLast(new Held(write, new ArrayList<>()));
        return write;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Says whether the current term and vote are still on their way to the disk. */
    boolean hasHardState() {
        return lastWithHardState() != null;
    }

    /** Holds a message until the latest term and vote are durable; false if they are already. */
    boolean holdForHardState(Message message) {
        Held last = lastWithHardState();
        return last != null && last.messages.add(message);
    }

    /** Holds a message until everything written so far is durable; false if it is already. */
    boolean holdForLog(Message message) {
        Held last = queue.peekLast();
        return last != null && last.messages.add(message);
    }

    /** Takes out the writes up to a ticket, oldest first. */
    List<PendingWrite> complete(long ticket) {
        List<PendingWrite> done = new ArrayList<>();
        while (!queue.isEmpty() && queue.peekFirst().write.ticket() <= ticket) {
            done.add(seal(queue.removeFirst()));
        }
        return done;
    }

    /** The least index that a pending write replaces: nothing from there on is durable in its present generation. */
    long firstPendingIndex() {
        long first = Long.MAX_VALUE;
        for (Held held : queue) {
            if (held.write.replaces()) {
                first = Math.min(first, held.write.firstIndex());
            }
        }
        return first;
    }

    List<PendingWrite> all() {
        if (queue.isEmpty()) {
            return List.of();
        }
        List<PendingWrite> all = new ArrayList<>(queue.size());
        for (Held held : queue) {
            all.add(seal(held));
        }
        return Collections.unmodifiableList(all);
    }

    private Held lastWithHardState() {
        for (var held = queue.descendingIterator(); held.hasNext(); ) {
            Held candidate = held.next();
            if (candidate.write.hardState() != null) {
                return candidate;
            }
        }
        return null;
    }

    private static PendingWrite seal(Held held) {
        return new PendingWrite(held.write, List.copyOf(held.messages));
    }
}
