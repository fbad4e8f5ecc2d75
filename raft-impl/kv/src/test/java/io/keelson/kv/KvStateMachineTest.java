package io.keelson.kv;

import static io.keelson.kv.Kv.b;
import static io.keelson.kv.Kv.deleteOf;
import static io.keelson.kv.Kv.keys;
import static io.keelson.kv.Kv.putOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KvStateMachineTest {
    private final Kv kv = Kv.inHeap();

    @Test
    void anEmptyStoreIsAtRevisionOneAndTheFirstPutMakesTwo() {
        assertEquals(1, kv.machine.revision());
        assertEquals(2, kv.put("a", "1").revision());
        assertEquals("1", kv.get("a"));
    }

    @Test
    void aKeyCarriesItsRevisionsAndVersionThroughItsLives() {
        kv.put("a", "1");
        kv.put("b", "x");
        kv.put("a", "2");
        assertEquals(
                List.of(new KeyValue(b("a"), 2, 4, 2, b("2"), 0)), kv.range(RangeRequest.of(b("a"))).keyValues());

        assertEquals(5, kv.delete("a", "").revision());
        assertNull(kv.get("a"));

        kv.put("a", "3");
        assertEquals(
                List.of(new KeyValue(b("a"), 6, 6, 1, b("3"), 0)), kv.range(RangeRequest.of(b("a"))).keyValues());
    }

    @Test
    void thePastStaysReadableAndTheFutureIsRefused() {
        kv.put("a", "1");
        kv.put("a", "2");
        kv.delete("a", "");
        assertEquals(b("1"), kv.range(RangeRequest.of(b("a")).at(2)).keyValues().getFirst().value());
        assertEquals(b("2"), kv.range(RangeRequest.of(b("a")).at(3)).keyValues().getFirst().value());
        assertEquals(4, kv.range(RangeRequest.of(b("a")).at(2)).revision(), "the header tells the present revision");
        assertTrue(kv.range(RangeRequest.of(b("a")).at(4)).keyValues().isEmpty());
        assertEquals(KvError.FUTURE_REVISION, kv.refusal(RangeRequest.of(b("a")).at(5)));
    }

    @Test
    void anAnswerThatWouldBeTooLargeIsRefusedAndPartsOfItAreNot() {
        String mebibyte = "v".repeat(1 << 20);
        for (int i = 10; i < 43; i++) {
            kv.put("k" + i, mebibyte);
        }
        RangeRequest all = RangeRequest.prefix(b("k"));
        assertEquals(KvError.ANSWER_TOO_LARGE, kv.refusal(all));
        assertEquals(31, kv.range(RangeRequest.of(b("k10"), b("k41"))).keyValues().size());
        assertEquals(33, kv.range(new RangeRequest(
                        all.key(), all.rangeEnd(), 0, 0, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY, true, false, 0, 0, 0, 0)).keyValues().size(), "keys alone");
        KvResult.Range begin = kv.range(new RangeRequest(
                all.key(), all.rangeEnd(), 5, 0, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY, false, false, 0, 0, 0, 0));
        assertEquals(5, begin.keyValues().size());
        assertTrue(begin.more());
    }

    @Test
    void deletingNothingTakesNoRevision() {
        kv.put("a", "1");
        KvResult.DeleteRange deleted = kv.delete("b", "");
        assertEquals(0, deleted.deleted());
        assertEquals(2, deleted.revision());
    }

    @Test
    void prevKvTellsWhatWasThere() {
        kv.put("a", "1");
        KvCommand.Put put = new KvCommand.Put(b("a"), b("2"), 0, true, false, false);
        assertEquals(new KvResult.Put(3, new KeyValue(b("a"), 2, 2, 1, b("1"), 0)), kv.apply(put));
        KvResult.DeleteRange deleted = kv.delete("a", "");
        assertEquals(List.of(new KeyValue(b("a"), 2, 3, 2, b("2"), 0)), deleted.previous());
    }

    @Test
    void rangesFollowEtcdsConventions() {
        for (String key : List.of("a", "aa", "ab", "b", "c")) {
            kv.put(key, key);
        }
        assertEquals(List.of("a", "aa", "ab"), keys(kv.range(RangeRequest.prefix(b("a")))));
        assertEquals(List.of("ab", "b", "c"), keys(kv.range(RangeRequest.of(b("ab"), b("\0")))), "from a key on");
        assertEquals(List.of("aa", "ab"), keys(kv.range(RangeRequest.of(b("aa"), b("b")))), "the end is excluded");
        assertEquals(List.of(), keys(kv.range(RangeRequest.of(b("b"), b("a")))), "an empty range");
        assertEquals(5, kv.range(RangeRequest.of(b("\0"), b("\0"))).count(), "everything");
        byte[] last = {(byte) 0xff};
        kv.apply(KvCommand.Put.of(Bytes.wrap(last), b("z")));
        assertEquals(1, kv.range(RangeRequest.prefix(Bytes.wrap(last))).count(), "a prefix without a successor");
    }

    @Test
    void limitSortFilterAndProjection() {
        kv.put("a", "3");
        kv.put("b", "1");
        kv.put("c", "2");
        kv.put("a", "0");
        RangeRequest all = RangeRequest.of(b("\0"), b("\0"));
        KvResult.Range two = kv.range(with(all, 2, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY));
        assertEquals(List.of("a", "b"), keys(two));
        assertTrue(two.more());
        assertEquals(3, two.count());
        KvResult.Range three = kv.range(with(all, 3, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY));
        assertFalse(three.more());
        assertEquals(
                List.of("c"), keys(kv.range(with(all, 1, RangeRequest.SortOrder.DESCEND, RangeRequest.SortTarget.KEY))));
        assertEquals(
                List.of("a", "b", "c"),
                keys(kv.range(with(all, 0, RangeRequest.SortOrder.ASCEND, RangeRequest.SortTarget.VALUE))));
        assertEquals(
                List.of("a", "c", "b"),
                keys(kv.range(with(all, 0, RangeRequest.SortOrder.DESCEND, RangeRequest.SortTarget.MOD))));
        RangeRequest changedLately = new RangeRequest(
                b("\0"), b("\0"), 1, 0, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY, true, false, 4, 0, 0, 3);
        KvResult.Range filtered = kv.range(changedLately);
        assertEquals(List.of(new KeyValue(b("a"), 2, 5, 2, Bytes.EMPTY, 0)), filtered.keyValues());
        assertEquals(3, filtered.count(), "the count is of the range, as in etcd");
        RangeRequest count = new RangeRequest(
                b("\0"), b("\0"), 0, 0, RangeRequest.SortOrder.NONE, RangeRequest.SortTarget.KEY, false, true, 0, 0, 0, 0);
        assertEquals(new KvResult.Range(5, List.of(), false, 3), kv.range(count));
    }

    private static RangeRequest with(
            RangeRequest request, long limit, RangeRequest.SortOrder order, RangeRequest.SortTarget target) {
        return new RangeRequest(request.key(), request.rangeEnd(), limit, 0, order, target, false, false, 0, 0, 0, 0);
    }

    @Test
    void aTransactionTakesOneBranchAtOneRevision() {
        kv.put("a", "1");
        Compare isOne = Compare.valueEquals(b("a"), b("1"));
        List<KvOperation> success =
                List.of(putOf("b", "2"), putOf("c", "3"), RangeRequest.prefix(Bytes.utf8("b")), deleteOf("a", ""));
        KvResult.Txn done = kv.txn(List.of(isOne), success, List.of(RangeRequest.of(b("a"))));
        assertTrue(done.succeeded());
        assertEquals(3, done.revision());
        KvResult.Range inside = (KvResult.Range) done.responses().get(2);
        assertEquals(List.of(new KeyValue(b("b"), 3, 3, 1, b("2"), 0)), inside.keyValues(), "it sees its own writes");

        KvResult.Txn again = kv.txn(List.of(isOne), success, List.of(RangeRequest.of(b("a"))));
        assertFalse(again.succeeded());
        assertEquals(3, again.revision(), "the branch only read");
        assertEquals(List.of(new KvResult.Range(3, List.of(), false, 0)), again.responses());
    }

    @Test
    void comparesAsEtcdDoes() {
        kv.put("a", "m");
        kv.put("a", "m");
        assertHolds(Compare.Target.VERSION, Compare.Relation.EQUAL, "a", 2, "");
        assertHolds(Compare.Target.VERSION, Compare.Relation.GREATER, "a", 1, "");
        assertHolds(Compare.Target.CREATE, Compare.Relation.LESS, "a", 3, "");
        assertHolds(Compare.Target.MOD, Compare.Relation.NOT_EQUAL, "a", 2, "");
        assertHolds(Compare.Target.LEASE, Compare.Relation.EQUAL, "a", 0, "");
        assertHolds(Compare.Target.VALUE, Compare.Relation.LESS, "a", 0, "n");
        assertHolds(Compare.Target.VERSION, Compare.Relation.EQUAL, "absent", 0, "");
        assertFalse(holds(Compare.Target.VERSION, Compare.Relation.GREATER, "absent", 0, ""));
        assertFalse(holds(Compare.Target.VALUE, Compare.Relation.NOT_EQUAL, "absent", 0, "x"), "no value to compare");
        kv.put("ab", "z");
        Compare bothAreM = new Compare(Compare.Target.VALUE, Compare.Relation.EQUAL, b("a"), b("b"), 0, b("m"));
        assertFalse(kv.txn(List.of(bothAreM), List.of(), List.of()).succeeded(), "it must hold for each key");
    }

    private void assertHolds(Compare.Target target, Compare.Relation relation, String key, long number, String value) {
        assertTrue(holds(target, relation, key, number, value), target + " " + relation);
        Compare.Relation opposite =
                switch (relation) {
                    case EQUAL -> Compare.Relation.NOT_EQUAL;
                    case NOT_EQUAL -> Compare.Relation.EQUAL;
                    case GREATER -> Compare.Relation.LESS;
                    case LESS -> Compare.Relation.GREATER;
                };
        assertFalse(holds(target, opposite, key, number, value), target + " " + opposite);
    }

    private boolean holds(Compare.Target target, Compare.Relation relation, String key, long number, String value) {
        Compare compare = new Compare(target, relation, b(key), Bytes.EMPTY, number, b(value));
        return kv.txn(List.of(compare), List.of(), List.of()).succeeded();
    }

    @Test
    void compareAndSetForWorkloads() {
        assertTrue(KvCommands.succeeded(kv.applyRaw(KvCommands.compareAndSet(b("a"), null, b("1")))));
        assertFalse(KvCommands.succeeded(kv.applyRaw(KvCommands.compareAndSet(b("a"), null, b("2")))));
        assertTrue(KvCommands.succeeded(kv.applyRaw(KvCommands.compareAndSet(b("a"), b("1"), b("2")))));
        assertFalse(KvCommands.succeeded(kv.applyRaw(KvCommands.compareAndSet(b("a"), b("1"), b("3")))));
        assertEquals("2", kv.get("a"));
        kv.applyRaw(KvCommands.delete(b("a")));
        assertNull(kv.get("a"));
    }

    @Test
    void refusesWhatEtcdRefuses() {
        assertEquals(KvError.KEY_NOT_PROVIDED, kv.refusal(putOf("", "x")));
        assertEquals(KvError.KEY_NOT_PROVIDED, kv.refusal(deleteOf("", "\0")));
        assertEquals(KvError.KEY_NOT_PROVIDED, kv.refusal(RangeRequest.of(Bytes.EMPTY)));
        assertEquals(
                KvError.VALUE_PROVIDED, kv.refusal(new KvCommand.Put(b("a"), b("x"), 0, false, true, false)));
        assertEquals(
                KvError.LEASE_PROVIDED, kv.refusal(new KvCommand.Put(b("a"), b("x"), 7, false, false, true)));
        assertEquals(
                KvError.KEY_NOT_FOUND, kv.refusal(new KvCommand.Put(b("a"), b(""), 0, false, true, false)));
        assertEquals(
                KvError.LEASE_NOT_FOUND, kv.refusal(new KvCommand.Put(b("a"), b("x"), 7, false, false, false)));
        assertEquals(1, kv.machine.revision(), "nothing had an effect");
    }

    @Test
    void ignoreValueKeepsTheValue() {
        kv.put("a", "1");
        kv.apply(new KvCommand.Put(b("a"), b(""), 0, false, true, false));
        assertEquals(
                List.of(new KeyValue(b("a"), 2, 3, 2, b("1"), 0)), kv.range(RangeRequest.of(b("a"))).keyValues());
    }

    @Test
    void aBranchMayChangeAKeyOnlyOnce() {
        assertEquals(KvError.DUPLICATE_KEY, refusalOfBranch(putOf("a", "1"), putOf("a", "2")));
        assertEquals(KvError.DUPLICATE_KEY, refusalOfBranch(putOf("ab", "1"), deleteOf("a", "b")));
        assertEquals(KvError.DUPLICATE_KEY, refusalOfBranch(deleteOf("a", "\0"), putOf("ab", "1")));
        KvResult.Txn fine = kv.txn(List.of(), List.of(putOf("b", "1"), deleteOf("a", "b"), deleteOf("a", "")), List.of());
        assertTrue(fine.succeeded());
    }

    private KvError refusalOfBranch(KvOperation... operations) {
        KvError inFailure = kv.refusal(new KvCommand.Txn(List.of(), List.of(), List.of(operations)));
        assertEquals(inFailure, kv.refusal(new KvCommand.Txn(List.of(), List.of(operations), List.of())));
        return inFailure;
    }

    @Test
    void aRefusedTransactionHasNoEffectAtAll() {
        List<KvOperation> operations = List.of(putOf("a", "1"), RangeRequest.of(b("a")).at(9));
        assertEquals(KvError.FUTURE_REVISION, kv.refusal(new KvCommand.Txn(List.of(), operations, List.of())));
        assertNull(kv.get("a"));
        assertEquals(1, kv.machine.revision());
    }

    @Test
    void aFullStoreRefusesPutsAndGoesOnReadingAndDeleting() {
        long room = 3 * Quota.charge(KeyValueCodec.recordLength(1, 100));
        Kv small = new Kv(new KvStateMachine(new HeapRevisionStore(), new Quota(room)));
        String value = "v".repeat(100);
        small.put("a", value);
        small.put("b", value);
        KvCommand.Txn two = new KvCommand.Txn(List.of(), List.of(putOf("c", value), putOf("d", value)), List.of());
        assertEquals(KvError.NO_SPACE, small.refusal(two));
        assertNull(small.get("c"), "none of the two puts happened");
        small.put("c", value);
        assertEquals(KvError.NO_SPACE, small.refusal(putOf("d", "")));
        assertEquals(value, small.get("a"));
        assertEquals(3, small.delete("a", "z").deleted());
        assertNull(small.get("a"));
    }

    @Test
    void replicasAgreeAndDifferenceShows() {
        Kv other = Kv.inHeap();
        for (Kv replica : List.of(kv, other)) {
            replica.put("a", "1");
            replica.put("b", "2");
            replica.delete("a", "");
        }
        assertEquals(kv.machine.stateHash(), other.machine.stateHash());
        assertEquals(kv.machine.historyHash(), other.machine.historyHash());
        kv.put("c", "1");
        other.put("c", "2");
        assertNotEquals(kv.machine.stateHash(), other.machine.stateHash());
        assertNotEquals(kv.machine.historyHash(), other.machine.historyHash());
    }
}
