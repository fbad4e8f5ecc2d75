package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A set to which different elements are added, and which is only read as a whole: each read must hold all that smaller ones saw, and
 * an element is added after the reads that lack it and before those that hold it.
 */
final class GrowingSet implements FastCase {
    private static final int UNSEEN = Integer.MAX_VALUE;

    @Override
    public Verdict judge(List<Operation> possible, int event) {
        Interner elements = new Interner();
        Operation[] adds = new Operation[possible.size()];
        Reads reads = new Reads();
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (operation.f().equals("add") && !(operation.output() instanceof Boolean)) {
                int element = elements.number(operation.input());
                if (adds[element] != null) {
                    return null;
                }
                adds[element] = operation;
            } else if (!operation.f().equals("read")) {
                return null;
            } else if (FastCase.deadline(operation, event) != Operation.NEVER) {
                reads.add(operation);
            }
        }
        reads.sort();
        int[] firstSeen = new int[elements.size()];
        return findFirstSeen(elements, reads, firstSeen) && isOrdered(reads, adds, firstSeen, event) ? Verdict.VALID : Verdict.INVALID;
    }

    /** Finds for each element the first read that holds it; false where the reads don't hold each other. */
    private static boolean findFirstSeen(Interner elements, Reads reads, int[] firstSeen) {
        Arrays.fill(firstSeen, UNSEEN);
        int seenBefore = 0;
        for (int i = 0; i < reads.count(); i++) {
            Collection<?> seen = reads.seen(i);
            int old = 0;
            int fresh = 0;
            for (Object element : seen) {
                int number = elements.find(element);
                if (number == Interner.ABSENT) {
                    return false;
                }
                old += firstSeen[number] < i ? 1 : 0;
                fresh += firstSeen[number] == UNSEEN ? 1 : 0;
                firstSeen[number] = Math.min(firstSeen[number], i);
            }
            if (old != seenBefore || old + fresh != seen.size()) {
                return false;
            }
            seenBefore += fresh;
        }
        return true;
    }

    private static boolean isOrdered(Reads reads, Operation[] adds, int[] firstSeen, int event) {
        int[][] addedBefore = byFirstSeen(firstSeen, reads.count());
        Chain chain = new Chain();
        boolean ordered = true;
        for (int i = 0; i < reads.count() && ordered;) {
            for (int element : addedBefore[i]) {
                ordered &= chain.place(adds[element].invoked(), FastCase.deadline(adds[element], event));
            }
            chain.next();
            for (int end = reads.endOfGroup(i); i < end; i++) {
                ordered &= chain.place(reads.get(i).invoked(), reads.get(i).completed());
            }
            chain.next();
        }
        for (int element : addedBefore[reads.count()]) {
            ordered &= chain.place(adds[element].invoked(), FastCase.deadline(adds[element], event));
        }
        return ordered;
    }

    /** The elements by the read that first holds them, those that none holds last. */
    private static int[][] byFirstSeen(int[] firstSeen, int reads) {
        int[] sizes = new int[reads + 1];
        for (int first : firstSeen) {
            sizes[Math.min(first, reads)]++;
        }
        int[][] lists = new int[reads + 1][];
        for (int i = 0; i <= reads; i++) {
            lists[i] = new int[sizes[i]];
        }
        for (int element = firstSeen.length - 1; element >= 0; element--) {
            int list = Math.min(firstSeen[element], reads);
            lists[list][--sizes[list]] = element;
        }
        return lists;
    }
}
