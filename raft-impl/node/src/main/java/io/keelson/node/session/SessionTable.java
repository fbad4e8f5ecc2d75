package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.Outcome;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The open sessions of a group (thesis 6.3): for each, the last command's number and answer. Changed by applied entries alone, so every
 * replica has the same.
 */
final class SessionTable {
    private static final int RECORD_HEAD = 5 * Long.BYTES;

    private record Expiry(long at, long session) {}

    private static final class Session {
        final long timeToLiveMillis;
        long expiresAt;
        long lastSequence;
        long lastIndex;
        Bytes lastAnswer = Bytes.EMPTY;

        Session(long timeToLiveMillis) {
            this.timeToLiveMillis = timeToLiveMillis;
        }
    }

    /** What the table says of a command before it is applied. */
    enum Judgement {
        /** Not seen yet: apply it. */
        NEW,
        /** The session's last command again: its answer is kept. */
        REPEATED,
        /** Older than the last command: its answer is gone. */
        FORGOTTEN,
        /** There is no such session, or not any more. */
        EXPIRED
    }

    private final TreeMap<Long, Session> sessions = new TreeMap<>();
    private final TreeSet<Expiry> expiries =
            new TreeSet<>(Comparator.comparingLong(Expiry::at).thenComparingLong(Expiry::session));

    /** Ends the sessions whose time has passed. */
    void expire(long logTimeMillis) {
        while (!expiries.isEmpty() && expiries.first().at() <= logTimeMillis) {
            sessions.remove(expiries.pollFirst().session());
        }
    }

    void open(long session, long timeToLiveMillis, long logTimeMillis) {
        Session opened = new Session(timeToLiveMillis);
        sessions.put(session, opened);
        touch(session, opened, logTimeMillis);
    }

    Judgement judge(long session, long sequence) {
        Session known = sessions.get(session);
        if (known == null) {
            return Judgement.EXPIRED;
        }
        if (sequence == known.lastSequence) {
            return Judgement.REPEATED;
        }
        return sequence < known.lastSequence ? Judgement.FORGOTTEN : Judgement.NEW;
    }

    /** The outcome of a session's newest command, at the index at which it was applied. */
    Outcome<Bytes> lastOutcome(long session) {
        Session known = sessions.get(session);
        return new Outcome.Done<>(known.lastIndex, known.lastAnswer);
    }

    /** Keeps the answer of a session's newest command, and the session alive. */
    void record(long session, long sequence, long index, Bytes answer, long logTimeMillis) {
        Session known = sessions.get(session);
        known.lastSequence = sequence;
        known.lastIndex = index;
        known.lastAnswer = answer;
        expiries.remove(new Expiry(known.expiresAt, session));
        touch(session, known, logTimeMillis);
    }

    /** Each session as a record, by ascending id. */
    List<Bytes> encode() {
        List<Bytes> records = new ArrayList<>(sessions.size());
        sessions.forEach((id, session) -> records.add(Bytes.wrap(ByteBuffer.allocate(RECORD_HEAD + session.lastAnswer.length())
                .putLong(id)
                .putLong(session.timeToLiveMillis)
                .putLong(session.expiresAt)
                .putLong(session.lastSequence)
                .putLong(session.lastIndex)
                .put(session.lastAnswer.shared())
                .array())));
        return records;
    }

    /**
     * Takes a record of {@link #encode}.
     *
     * @throws DamagedSnapshotException if it is no session, or does not come after those before it
     */
    void decode(Bytes record) throws DamagedSnapshotException {
        RecordReader in = new RecordReader("a session", record);
        long id = in.i64();
        if (!sessions.isEmpty() && id <= sessions.lastKey()) {
            throw in.damaged("session " + id + " follows one that is not smaller");
        }
        Session session = new Session(in.i64());
        session.expiresAt = in.i64();
        session.lastSequence = in.i64();
        session.lastIndex = in.i64();
        session.lastAnswer = in.rest();
        sessions.put(id, session);
        expiries.add(new Expiry(session.expiresAt, id));
    }

    void clear() {
        sessions.clear();
        expiries.clear();
    }

    private void touch(long id, Session session, long logTimeMillis) {
        session.expiresAt = saturatedSum(logTimeMillis, session.timeToLiveMillis);
        expiries.add(new Expiry(session.expiresAt, id));
    }

    private static long saturatedSum(long a, long b) {
        return b > Long.MAX_VALUE - a ? Long.MAX_VALUE : a + b;
    }
}
