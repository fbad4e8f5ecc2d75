package io.keelson.kv;

import io.keelson.core.Bytes;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Commands over a handful of keys, so that they meet. */
final class KvArbitraries {
    private static final long LAST_REVISION = 12;

    private KvArbitraries() {}

    static Arbitrary<Bytes> keys() {
        return Arbitraries.of("", "a", "aa", "ab", "b", "\0", "c").map(Bytes::utf8);
    }

    /** Mostly short, now and then longer than a page of the off-heap store. */
    static Arbitrary<Bytes> values() {
        Arbitrary<Integer> lengths =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 40)),
                        net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(4000, 9000)));
        return Combinators.combine(lengths, Arbitraries.bytes()).as((length, fill) -> {
            byte[] value = new byte[length];
            Arrays.fill(value, fill);
            return Bytes.wrap(value);
        });
    }

    static Arbitrary<KvCommand> commands() {
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, puts().map(put -> put)),
                net.jqwik.api.Tuple.of(2, deletes().map(delete -> delete)),
                net.jqwik.api.Tuple.of(3, txns().map(txn -> txn)));
    }

    static Arbitrary<KvCommand.Put> puts() {
        Arbitrary<Boolean> rarely = Arbitraries.of(false, false, false, false, true);
        Arbitrary<Long> leases = Arbitraries.of(0L, 0L, 0L, 0L, 0L, 7L);
        return Combinators.combine(keys(), values(), leases, Arbitraries.of(true, false), rarely, rarely)
                .as((key, value, lease, prevKv, ignoreValue, ignoreLease) -> new KvCommand.Put(
                        key, ignoreValue ? Bytes.EMPTY : value, lease, prevKv, ignoreValue, ignoreLease));
    }

    static Arbitrary<KvCommand.DeleteRange> deletes() {
        return Combinators.combine(keys(), keys(), Arbitraries.of(true, false)).as(KvCommand.DeleteRange::new);
    }

    static Arbitrary<RangeRequest> ranges() {
        Arbitrary<Long> bounds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, Arbitraries.just(0L)),
                net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(1, LAST_REVISION)));
        return Combinators.combine(
                        Combinators.combine(keys(), keys(), Arbitraries.longs().between(0, 3), bounds)
                                .as((key, end, limit, revision) -> RangeRequest.of(key, end)
                                        .at(revision)),
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.of(RangeRequest.SortOrder.class),
                        Arbitraries.of(RangeRequest.SortTarget.class),
                        Arbitraries.integers().between(0, 3),
                        bounds,
                        bounds)
                .as((base, limit, order, target, projection, least, most) -> new RangeRequest(
                        base.key(),
                        base.rangeEnd(),
                        limit,
                        base.revision(),
                        order,
                        target,
                        projection == 1,
                        projection == 2,
                        least,
                        most,
                        0,
                        0));
    }

    static Arbitrary<Compare> compares() {
        return Combinators.combine(
                        Arbitraries.of(Compare.Target.class),
                        Arbitraries.of(Compare.Relation.class),
                        keys(),
                        keys(),
                        Arbitraries.longs().between(0, LAST_REVISION),
                        values())
                .as(Compare::new);
    }

    static Arbitrary<KvCommand.Txn> txns() {
        Arbitrary<KvOperation> operation =
                Arbitraries.oneOf(List.of(puts().map(put -> put), deletes().map(delete -> delete), ranges().map(range -> range)));
        return Combinators.combine(
                        compares().list().ofMaxSize(2), operation.list().ofMaxSize(3), operation.list().ofMaxSize(3))
                .as(KvCommand.Txn::new);
    }
}
