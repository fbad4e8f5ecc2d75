package io.keelson.node.session;

import io.keelson.core.Bytes;
import io.keelson.node.snapshot.DamagedSnapshotException;
import io.keelson.node.snapshot.RecordReader;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the group knows of its members besides their ids: for each a context that the host chooses, such as the addresses where it is reached. Changed by applied entries
 * alone, so every replica has the same.
 *
 * <p>It is no part of the protocol: who votes is the configuration's business. But a member can be reached only by those who know where it is, so a context is
 * replicated before the configuration that lets its member in.
 */
public final class MemberTable {
    private final TreeMap<Long, Bytes> contexts = new TreeMap<>();
    /** Those that were forgotten: they are told so if they turn up. */
    private final TreeSet<Long> forgotten = new TreeSet<>();
    private long lastId;
    private long changes;

    /** Returns the contexts by ascending member id. Not to be changed; it follows the table. */
    public SortedMap<Long, Bytes> contexts() {
        return Collections.unmodifiableSortedMap(contexts);
    }

    /** Returns those that were known once, and are gone for good. Not to be changed; it follows the table. */
    public SortedSet<Long> forgotten() {
        return Collections.unmodifiableSortedSet(forgotten);
    }

    /** Returns the largest id that was ever in the table: those up to it are not given to new members. */
    public long lastId() {
        return lastId;
    }

    /** Returns a number that grows with each change that this process has seen. */
    public long changes() {
        return changes;
    }

    /** Says whether a member was known once, and is gone for good. */
    public boolean isForgotten(long member) {
        return !forgotten.isEmpty() && forgotten.contains(member);
    }

    /** Enters a new member; false if its id is not larger than all before: somebody else may have it, or have had it. */
    boolean claim(long member, Bytes context) {
        if (member <= lastId) {
            return false;
        }
        set(member, context);
        return true;
    }

    /** Changes what is known of a member, or enters one of the group's first members. */
    void set(long member, Bytes context) {
        lastId = Math.max(lastId, member);
        contexts.put(member, context);
        forgotten.remove(member);
        changes++;
    }

    /** A member is gone for good. */
    void forget(long member) {
        lastId = Math.max(lastId, member);
        contexts.remove(member);
        forgotten.add(member);
        changes++;
    }

    /**
     * An encoded table with nobody in it, for a new cluster that begins with another's state.
     *
     * @param encoded the other's table
     * @param lastMember the largest id of the new cluster's members
     * @throws DamagedSnapshotException if it is no table
     */
    static Bytes forgotten(Bytes encoded, long lastMember) throws DamagedSnapshotException {
        MemberTable table = new MemberTable();
        table.decode(encoded);
        table.contexts.clear();
        table.forgotten.clear();
        table.lastId = Math.max(table.lastId, lastMember);
        return table.encode();
    }

    Bytes encode() {
        int size = Long.BYTES + 2 * Integer.BYTES + Long.BYTES * forgotten.size();
        for (Bytes context : contexts.values()) {
            size += Long.BYTES + Integer.BYTES + context.length();
        }
        ByteBuffer out = ByteBuffer.allocate(size).putLong(lastId).putInt(contexts.size());
        contexts.forEach((member, context) -> out.putLong(member).putInt(context.length()).put(context.shared()));
        out.putInt(forgotten.size());
        forgotten.forEach(out::putLong);
        return Bytes.wrap(out.array());
    }

    /**
     * Takes the place of what the table holds.
     *
     * @throws DamagedSnapshotException if this is nothing that {@link #encode} returns; what the table holds then is of no use
     */
    void decode(Bytes encoded) throws DamagedSnapshotException {
        RecordReader in = new RecordReader("the table of members", encoded);
        changes++;
        contexts.clear();
        forgotten.clear();
        lastId = in.i64();
        for (int left = in.count(Long.BYTES + Integer.BYTES); left > 0; left--) {
            long member = in.i64();
            requireNext(in, member, contexts.isEmpty() || member > contexts.lastKey());
            contexts.put(member, in.bytes());
        }
        for (int left = in.count(Long.BYTES); left > 0; left--) {
            long member = in.i64();
            requireNext(in, member, forgotten.isEmpty() || member > forgotten.last());
            forgotten.add(member);
        }
        in.end();
    }

    private static void requireNext(RecordReader in, long member, boolean ascends) throws DamagedSnapshotException {
        if (!ascends) {
            throw in.damaged("member " + member + " follows one that is not smaller");
        }
    }
}
