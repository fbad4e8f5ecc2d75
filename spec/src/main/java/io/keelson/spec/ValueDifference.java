package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Where two values of TLC differ, for people: field by field of records, member by member of functions, element by element of sets. */
final class ValueDifference {
    private final String leftName;
    private final String rightName;
    private final List<String> lines = new ArrayList<>();

    /** Names the two sides, such as {@code spec} and {@code code}. */
    ValueDifference(String leftName, String rightName) {
        this.leftName = leftName;
        this.rightName = rightName;
    }

    /** How many places differ so far. */
    int size() {
        return lines.size();
    }

    /** One line for each place that differs, with both values. */
    String text() {
        return String.join("\n", lines);
    }

    /** Compares two values that stand at a place. */
    void compare(String place, Value left, Value right) {
        if (left.equals(right)) {
            return;
        }
        if (left instanceof RecordValue one && right instanceof RecordValue other && one.size() == other.size()) {
            compareRecords(place, one, other);
        } else if (left instanceof FcnRcdValue one && right instanceof FcnRcdValue other && one.domain != null && one.size() == other.size()) {
            for (int k = 0; k < one.values.length; k++) {
                compare(place + "[" + one.domain[k] + "]", one.values[k], other.select(one.domain[k]));
            }
        } else if (left instanceof SetEnumValue one && right instanceof SetEnumValue other) {
            elements(place, leftName, one, other);
            elements(place, rightName, other, one);
        } else {
            lines.add(place + ": " + leftName + " " + left + ", " + rightName + " " + right);
        }
    }

    private void compareRecords(String place, RecordValue left, RecordValue right) {
        for (UniqueString name : left.names) {
            StringValue field = new StringValue(name);
            Value other = right.select(field);
            if (other == null) {
                lines.add(place + "." + name + ": only in " + leftName);
            } else {
                compare(place + "." + name, left.select(field), other);
            }
        }
    }

    private void elements(String place, String side, SetEnumValue set, SetEnumValue other) {
        for (int k = 0; k < set.elems.size(); k++) {
            if (!other.member(set.elems.elementAt(k))) {
                lines.add(place + ": only in " + side + " " + set.elems.elementAt(k));
            }
        }
    }
}
