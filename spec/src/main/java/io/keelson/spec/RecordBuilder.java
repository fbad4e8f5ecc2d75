package io.keelson.spec;

import java.util.ArrayList;
import java.util.List;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** A record of the spec, field by field. */
final class RecordBuilder {
    private final List<UniqueString> names = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    RecordBuilder put(String name, Value value) {
        names.add(UniqueString.uniqueStringOf(name));
        values.add(value);
        return this;
    }

    Value build() {
        RecordValue record = new RecordValue(names.toArray(UniqueString[]::new), values.toArray(Value[]::new), false);
        record.normalize();
        return record;
    }
}
