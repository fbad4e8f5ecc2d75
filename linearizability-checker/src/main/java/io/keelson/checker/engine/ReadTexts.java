package io.keelson.checker.engine;

import io.keelson.checker.history.Event;
import io.keelson.checker.history.EventType;
import io.keelson.checker.history.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A text to which different texts are appended, and which is read as a whole: where the longest read comes apart in one way only, it is a
 * list of what was appended, and {@link ReadLists} decides. Not for texts that come apart in several ways.
 */
final class ReadTexts implements FastCase {
    private final Object missing;

    /** @param missing what a read sees before anything was appended */
    ReadTexts(Object missing) {
        this.missing = missing;
    }

    @Override
    public Verdict judge(List<Operation> possible, int event) {
        if (missing != null && !(missing instanceof String)) {
            return null;
        }
        List<Operation> asList = new ArrayList<>();
        Set<Object> appended = new HashSet<>();
        String longest = "";
        boolean impossible = false;
        for (Operation operation : possible) {
            if (operation.invoked() >= event) {
                break;
            }
            if (operation.f().equals("append")) {
                if (!(operation.input() instanceof String text) || text.isEmpty() || !appended.add(text)) {
                    return null;
                }
                asList.add(operation);
            } else if (!operation.f().equals("get")) {
                return null;
            } else if (FastCase.deadline(operation, event) != Operation.NEVER) {
                String seen = text(operation.output());
                impossible |= seen == null;
                longest = seen != null && seen.length() > longest.length() ? seen : longest;
                asList.add(operation);
            }
        }
        return impossible ? Verdict.INVALID : judgeAsList(asList, appended, longest, event);
    }

    /** What was appended to see that; null where nothing could. */
    private String text(Object seen) {
        if (Objects.equals(seen, missing)) {
            return "";
        }
        String base = missing == null ? "" : (String) missing;
        return seen instanceof String text && text.length() > base.length() && text.startsWith(base) ? text.substring(base.length()) : null;
    }

    private Verdict judgeAsList(List<Operation> operations, Set<Object> appended, String longest, int event) {
        List<Object> parts = new ArrayList<>();
        Map<Integer, Integer> partsUpTo = new HashMap<>(Map.of(0, 0));
        SortedSet<Integer> lengths = new TreeSet<>();
        appended.forEach(text -> lengths.add(((String) text).length()));
        for (int at = 0; at < longest.length();) {
            String only = null;
            for (int length : lengths.headSet(longest.length() - at + 1)) {
                String part = longest.substring(at, at + length);
                if (appended.contains(part)) {
                    if (only != null) {
                        return null;
                    }
                    only = part;
                }
            }
            if (only == null) {
                return Verdict.INVALID;
            }
            parts.add(only);
            at += only.length();
            partsUpTo.put(at, parts.size());
        }
        List<Operation> asList = new ArrayList<>(operations.size());
        for (Operation operation : operations) {
            if (operation.f().equals("append")) {
                asList.add(operation);
            } else {
                String seen = text(operation.output());
                Integer count = longest.startsWith(seen) ? partsUpTo.get(seen.length()) : null;
                if (count == null) {
                    return Verdict.INVALID;
                }
                asList.add(read(operation, parts.subList(0, count)));
            }
        }
        return new ReadLists().judge(asList, event);
    }

    private static Operation read(Operation get, List<Object> seen) {
        return new Operation(get.id(), get.process(), "read", get.key(), null, seen, EventType.OK, get.invoked(), get.completed(), Event.NO_TIME,
            Event.NO_TIME, null);
    }
}
