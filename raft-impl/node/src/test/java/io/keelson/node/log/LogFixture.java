package io.keelson.node.log;

import io.keelson.core.Bytes;
import io.keelson.core.Configuration;
import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.Payload;
import io.keelson.core.Recovered;
import io.keelson.node.NodeOpenException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** A log on a {@link MemoryStorage}, with what its listener was told. */
final class LogFixture implements DurableLog.Listener {
    static final long CLUSTER = 7;
    static final long MEMBER = 2;
    static final int SEGMENT = 8192;
    static final Configuration INITIAL = Configuration.of(1, 2, 3);

    final MemoryStorage storage;
    final DurableLog log;
    final TreeMap<Long, Long> durable = new TreeMap<>();
    final List<String> failures = new ArrayList<>();
    private final TreeMap<Long, Long> tickets = new TreeMap<>();

    /** Says whether the log takes a command of so many bytes. */
    boolean hasRoom(int bytes) {
        return log.hasRoomFor(List.of(new Payload.Command(Bytes.wrap(new byte[bytes]))));
    }

    private LogFixture(MemoryStorage storage, DurableLog log) {
        this.storage = storage;
        this.log = log;
        log.listener(this);
    }

    /** Opens, without completing any force. */
    static LogFixture open(MemoryStorage storage, int segmentBytes) throws NodeOpenException {
        return new LogFixture(storage, DurableLog.open(storage, () -> -5, CLUSTER, MEMBER, segmentBytes));
    }

    /** Opens and settles. */
    static LogFixture settled(MemoryStorage storage) throws NodeOpenException {
        return settled(storage, SEGMENT);
    }

    static LogFixture settled(MemoryStorage storage, int segmentBytes) throws NodeOpenException {
        LogFixture fixture = open(storage, segmentBytes);
        storage.completeAll();
        return fixture;
    }

    static Entry entry(long index, long term, int length) {
        byte[] command = new byte[length];
        Arrays.fill(command, (byte) (index * 31 + term));
        return new Entry(index, term, new Payload.Command(Bytes.wrap(command)));
    }

    long append(long group, HardState state, Entry... entries) {
        long ticket = tickets.merge(group, 1L, Long::sum);
        log.append(group, new LogWrite(ticket, state, List.of(entries)));
        return ticket;
    }

    /** Appends a base; {@code dropsRest} is for a snapshot that the log does not agree with. */
    long append(long group, HardState state, LogBase base, boolean dropsRest) {
        long ticket = tickets.merge(group, 1L, Long::sum);
        log.append(group, new LogWrite(ticket, state, base, dropsRest ? base.index() + 1 : 0, List.of()));
        return ticket;
    }

    void write(long group, HardState state, Entry... entries) {
        append(group, state, entries);
        log.flush();
    }

    /** Writes, and lets the forces complete. */
    void force(long group, HardState state, Entry... entries) {
        write(group, state, entries);
        storage.completeAll();
    }

    /** The incarnation of every directory that a fixture makes. */
    static final long INCARNATION = -5 & Long.MAX_VALUE;

    /** The records of a segment, in order. */
    static List<LogRecord> records(byte[] segment, long sequence) {
        return List.copyOf(recordsByOffset(segment, sequence).values());
    }

    /** The offset after the last of them. */
    static int end(byte[] segment, long sequence) {
        var last = recordsByOffset(segment, sequence).lastEntry();
        return last.getKey() + last.getValue().length();
    }

    static TreeMap<Integer, LogRecord> recordsByOffset(byte[] segment, long sequence) {
        TreeMap<Integer, LogRecord> found = new TreeMap<>();
        RecordCodec codec = new RecordCodec();
        codec.belongTo(INCARNATION);
        for (int at = 0; at < segment.length; at += RecordCodec.ALIGNMENT) {
            LogRecord record = codec.read(ByteBuffer.wrap(segment), sequence, at);
            if (record != null) {
                found.put(at, record);
            }
        }
        return found;
    }

    Recovered recovered(long group) {
        return log.recovered(group, INITIAL);
    }

    static Recovered of(HardState state, Entry... entries) {
        Recovered nothing = Recovered.nothing(INITIAL);
        return new Recovered(state, nothing.base(), List.of(entries));
    }

    @Override
    public void durable(long group, long ticket) {
        durable.put(group, ticket);
    }

    @Override
    public void failed(String oneLine) {
        failures.add(oneLine);
    }
}
