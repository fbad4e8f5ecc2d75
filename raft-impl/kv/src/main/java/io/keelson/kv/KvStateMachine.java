package io.keelson.kv;

import io.keelson.core.Bytes;
import io.keelson.node.Snapshot;
import io.keelson.node.SnapshotRestore;
import io.keelson.node.StateMachine;
import java.util.ArrayList;
import java.util.List;

/**
 * The replicated store. Commands are {@link CommandCodec}'s, answers {@link ResultCodec}'s; a malformed or refused command has an answer like any
 * other and changes nothing, the same on every replica.
 *
 * <p>Used from the node's one thread; queries run there too.
 */
public final class KvStateMachine implements StateMachine, AutoCloseable {
    private final MvccMap map;
    private final RevisionStore store;
    private final Quota quota;

    /**
     * An empty store.
     *
     * @param store where the records lie, empty; closed with this
     * @param quota how much it may hold, unused so far
     */
    public KvStateMachine(RevisionStore store, Quota quota) {
        this.map = new MvccMap(store, quota);
        this.store = store;
        this.quota = quota;
    }

    /** An empty store in the heap with the usual quota. */
    public static KvStateMachine inHeap() {
        return new KvStateMachine(new HeapRevisionStore(), new Quota(Quota.DEFAULT_BYTES));
    }

    @Override
    public Bytes apply(ApplyContext context, Bytes command) {
        return ResultCodec.encode(execute(command));
    }

    @Override
    public Snapshot snapshot() {
        return new KvSnapshot(map);
    }

    /** Takes the records of a store's snapshot only to find out whether this version can restore a store from them; keeps nothing. */
    public static SnapshotRestore check() {
        return new KvSnapshot.Check();
    }

    @Override
    public SnapshotRestore restore() {
        map.clear();
        return new KvSnapshot.Restore(map);
    }

    /**
     * Answers a query. Changes nothing.
     *
     * @param request the query
     * @return what it found
     * @throws KvRefusal if the key is empty, the revision is not kept, or the answer too large
     */
    public KvResult.Range range(RangeRequest request) throws KvRefusal {
        return RangeQuery.answer(map, request, RangeQuery.MAX_BYTES);
    }

    /** Answers a query like {@link #range}, with {@link KvResult.Refused} in place of the exception. */
    public KvResult query(RangeRequest request) {
        try {
            return range(request);
        } catch (KvRefusal refusal) {
            return new KvResult.Refused(map.revision(), refusal.error());
        }
    }

    /** Returns the value of a key now; null if it does not exist. */
    public Bytes get(Bytes key) {
        KeyValue keyValue = map.get(key, map.revision());
        return keyValue == null ? null : keyValue.value();
    }

    /** Returns the revision of the last command that changed anything, 1 if there was none. */
    public long revision() {
        return map.revision();
    }

    /** Returns how full the store is. */
    public Quota quota() {
        return quota;
    }

    /** Returns a hash of the whole content, past revisions included: equal on replicas that applied the same commands. Reads everything. */
    public long stateHash() {
        return map.contentHash();
    }

    /** Returns a hash of all changes so far, in constant time: equal on replicas that made the same changes. */
    public long historyHash() {
        return map.historyHash();
    }

    @Override
    public void close() {
        store.close();
    }

    private KvResult execute(Bytes bytes) {
        try {
            KvCommand command = CommandCodec.decode(bytes);
            CommandChecks.check(command);
            return switch (command) {
                case KvCommand.Put put -> carryOut(List.of(put)).getFirst();
                case KvCommand.DeleteRange delete -> carryOut(List.of(delete)).getFirst();
                case KvCommand.Txn txn -> execute(txn);
            };
        } catch (MalformedException malformed) {
            return new KvResult.Refused(map.revision(), KvError.MALFORMED);
        } catch (KvRefusal refusal) {
            return new KvResult.Refused(map.revision(), refusal.error());
        }
    }

    private KvResult execute(KvCommand.Txn txn) throws KvRefusal {
        boolean succeeded = true;
        for (Compare compare : txn.compares()) {
            succeeded &= holds(compare);
        }
        List<KvResult> responses = carryOut(succeeded ? txn.success() : txn.failure());
        return new KvResult.Txn(map.revision(), succeeded, responses);
    }

    private boolean holds(Compare compare) {
        List<Revision> found = map.revisions(compare.key(), compare.rangeEnd(), map.revision());
        if (found.isEmpty()) {
            return compare.holdsForNothing();
        }
        for (Revision at : found) {
            if (!compare.holdsFor(map.load(at))) {
                return false;
            }
        }
        return true;
    }

    /** Carries out operations at one revision: all of them, or none if one is refused. */
    private List<KvResult> carryOut(List<KvOperation> operations) throws KvRefusal {
        admit(operations);
        List<KvResult> results = new ArrayList<>(operations.size());
        map.begin();
        for (KvOperation operation : operations) {
            results.add(
                    switch (operation) {
                        case RangeRequest range -> RangeQuery.answer(map, range);
                        case KvCommand.DeleteRange delete -> delete(delete);
                        case KvCommand.Put put -> put(put);
                    });
        }
        map.end();
        return results;
    }

    /** Refuses operations that the store's content does not allow, before any of them has changed it. */
    private void admit(List<KvOperation> operations) throws KvRefusal {
        long charge = 0;
        for (KvOperation operation : operations) {
            switch (operation) {
                case RangeRequest range -> RangeQuery.check(map, range);
                case KvCommand.DeleteRange delete -> {
                    // Always possible.
                }
                case KvCommand.Put put -> charge += admit(put);
            }
        }
        if (charge > 0 && !quota.hasRoomFor(charge)) {
            throw new KvRefusal(KvError.NO_SPACE);
        }
    }

    /** Returns what the put will cost. */
    private long admit(KvCommand.Put put) throws KvRefusal {
        if (put.lease() != 0) {
            throw new KvRefusal(KvError.LEASE_NOT_FOUND);
        }
        int valueLength = put.value().length();
        if (put.ignoreValue() || put.ignoreLease()) {
            KeyValue present = map.get(put.key(), map.revision());
            if (present == null) {
                throw new KvRefusal(KvError.KEY_NOT_FOUND);
            }
            valueLength = put.ignoreValue() ? present.value().length() : valueLength;
        }
        return Quota.charge(KeyValueCodec.recordLength(put.key().length(), valueLength));
    }

    private KvResult put(KvCommand.Put put) {
        KeyValue previous = map.get(put.key(), map.visibleRevision());
        Bytes value = put.ignoreValue() ? previous.value() : put.value();
        long lease = put.ignoreLease() ? previous.lease() : put.lease();
        map.put(put.key(), value, lease, previous);
        return new KvResult.Put(map.visibleRevision(), put.prevKv() ? previous : null);
    }

    private KvResult delete(KvCommand.DeleteRange delete) {
        List<KeyValue> deleted = map.delete(delete.key(), delete.rangeEnd());
        return new KvResult.DeleteRange(
                map.visibleRevision(), deleted.size(), delete.prevKv() ? deleted : List.of());
    }
}
