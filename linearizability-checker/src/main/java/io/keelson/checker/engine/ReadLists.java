package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.List;

/**
 * A list to which different elements are appended, and which is read as a whole: the longest read tells the order of the appends,
 * and every other read must be the front of it. What no read holds comes last.
 */
final class ReadLists implements FastCase {
    @Override
    public Verdict judge(List<Operation> possible, int event) {
        Interner elements = new Interner();
        Operation[] appends = new Operation[possible.size()];
        Reads reads = new Reads();
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (operation.f().equals("append")) {
                int element = elements.number(operation.input());
                if (appends[element] != null) {
                    return null;
                }
                appends[element] = operation;
            } else if (!operation.f().equals("read")) {
                return null;
            } else if (FastCase.deadline(operation, event) != Operation.NEVER) {
                reads.add(operation);
            }
        }
        reads.sort();
        List<?> longest = reads.count() == 0 ? List.of() : (List<?>) reads.seen(reads.count() - 1);
        Operation[] order = order(longest, elements, appends);
        return order != null && allAreFrontsOf(longest, reads) && isOrdered(reads, order, appends, event) ? Verdict.VALID : Verdict.INVALID;
    }

    /** Takes the appends of a list out of {@code appends}, in order; null where one is missing or comes twice. */
    private static Operation[] order(List<?> list, Interner elements, Operation[] appends) {
        Operation[] order = new Operation[list.size()];
        int place = 0;
        for (Object element : list) {
            int number = elements.find(element);
            if (number == Interner.ABSENT || appends[number] == null) {
                return null;
            }
            order[place++] = appends[number];
            appends[number] = null;
        }
        return order;
    }

    private static boolean allAreFrontsOf(List<?> longest, Reads reads) {
        for (int i = 0; i < reads.count(); i++) {
            List<?> seen = (List<?>) reads.seen(i);
            if (!seen.equals(longest.subList(0, seen.size()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOrdered(Reads reads, Operation[] order, Operation[] unread, int event) {
        Chain chain = new Chain();
        boolean ordered = true;
        int read = 0;
        for (int length = 0; length <= order.length; length++) {
            for (; read < reads.count() && reads.seen(read).size() == length; read++) {
                ordered &= chain.place(reads.get(read).invoked(), reads.get(read).completed());
            }
            chain.next();
            if (length < order.length) {
                ordered &= chain.place(order[length].invoked(), FastCase.deadline(order[length], event));
                chain.next();
            }
        }
        for (Operation append : unread) {
            ordered &= append == null || chain.place(append.invoked(), FastCase.deadline(append, event));
        }
        return ordered;
    }
}
