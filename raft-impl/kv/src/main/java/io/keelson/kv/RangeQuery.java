package io.keelson.kv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Answers a {@link RangeRequest} in etcd's order: read, filter, sort, cut to the limit. */
final class RangeQuery {
    /** The most keys and values, in bytes, that a query outside of a transaction holds at once. */
    static final long MAX_BYTES = 32L << 20;

    private RangeQuery() {}

    /** Answers, however much that is: what a transaction reads was decided when it was replicated. */
    static KvResult.Range answer(MvccMap map, RangeRequest request) throws KvRefusal {
        return answer(map, request, Long.MAX_VALUE);
    }

    static KvResult.Range answer(MvccMap map, RangeRequest request, long maxBytes) throws KvRefusal {
        check(map, request);
        long visible = map.visibleRevision();
        List<Revision> found = map.revisions(
                request.key(), request.rangeEnd(), request.revision() > 0 ? request.revision() : visible);
        if (request.countOnly()) {
            return new KvResult.Range(visible, List.of(), false, found.size());
        }
        boolean all = isFiltered(request) || isSorted(request) || request.limit() <= 0;
        boolean withoutValues = request.keysOnly() && request.sortTarget() != RangeRequest.SortTarget.VALUE;
        List<KeyValue> keyValues = new ArrayList<>();
        long bytes = 0;
        for (Revision at : found) {
            if (!all && keyValues.size() == request.limit()) {
                break;
            }
            KeyValue keyValue = map.load(at);
            if (passes(request, keyValue)) {
                KeyValue kept = withoutValues ? keyValue.withoutValue() : keyValue;
                keyValues.add(kept);
                bytes += kept.key().length() + kept.value().length();
                if (bytes > maxBytes) {
                    throw new KvRefusal(KvError.ANSWER_TOO_LARGE);
                }
            }
        }
        int matching = all ? keyValues.size() : found.size();
        if (isSorted(request)) {
            keyValues.sort(order(request));
        }
        boolean more = request.limit() > 0 && matching > request.limit();
        if (more) {
            keyValues = keyValues.subList(0, (int) request.limit());
        }
        if (request.keysOnly()) {
            keyValues = keyValues.stream().map(KeyValue::withoutValue).toList();
        }
        return new KvResult.Range(visible, keyValues, more, found.size());
    }

    /** Refuses what can't be answered; a transaction asks before it changes anything. */
    static void check(MvccMap map, RangeRequest request) throws KvRefusal {
        if (request.key().length() == 0) {
            throw new KvRefusal(KvError.KEY_NOT_PROVIDED);
        }
        if (request.revision() > map.revision()) {
            throw new KvRefusal(KvError.FUTURE_REVISION);
        }
    }

    private static boolean isFiltered(RangeRequest request) {
        return request.minModRevision() != 0
                || request.maxModRevision() != 0
                || request.minCreateRevision() != 0
                || request.maxCreateRevision() != 0;
    }

    private static boolean passes(RangeRequest request, KeyValue keyValue) {
        return within(keyValue.modRevision(), request.minModRevision(), request.maxModRevision())
                && within(keyValue.createRevision(), request.minCreateRevision(), request.maxCreateRevision());
    }

    private static boolean within(long revision, long least, long most) {
        return (least == 0 || revision >= least) && (most == 0 || revision <= most);
    }

    private static boolean isSorted(RangeRequest request) {
        return request.sortTarget() != RangeRequest.SortTarget.KEY
                || request.sortOrder() == RangeRequest.SortOrder.DESCEND;
    }

    /** Equal targets stay in the order of their keys. */
    private static Comparator<KeyValue> order(RangeRequest request) {
        Comparator<KeyValue> ascending =
                switch (request.sortTarget()) {
                    case KEY -> Comparator.comparing(KeyValue::key);
                    case VERSION -> Comparator.comparingLong(KeyValue::version);
                    case CREATE -> Comparator.comparingLong(KeyValue::createRevision);
                    case MOD -> Comparator.comparingLong(KeyValue::modRevision);
                    case VALUE -> Comparator.comparing(KeyValue::value);
                };
        return request.sortOrder() == RangeRequest.SortOrder.DESCEND ? ascending.reversed() : ascending;
    }
}
