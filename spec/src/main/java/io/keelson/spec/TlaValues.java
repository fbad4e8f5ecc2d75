package io.keelson.spec;

import io.keelson.spec.TlaText.Mapping;
import io.keelson.spec.TlaText.Members;
import io.keelson.spec.TlaText.Sequence;
import io.keelson.spec.TlaText.Word;
import java.util.List;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.FcnRcdValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.ModelValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;

/** Values that TLC has printed, as values of TLC again, so that they can be compared with what {@link Abstraction} makes. */
final class TlaValues {
    private TlaValues() {}

    static Value of(TlaText.Value text) {
        Value value = plain(text);
        value.deepNormalize();
        return value;
    }

    private static Value plain(TlaText.Value text) {
        return switch (text) {
            case Word word -> word(word.text());
            case Sequence sequence -> new TupleValue(all(sequence.elements()));
            case Members members -> new SetEnumValue(all(members.elements()), false);
            case Mapping mapping -> mapping.isRecord() ? record(mapping) : function(mapping);
        };
    }

    private static Value[] all(List<TlaText.Value> elements) {
        return elements.stream().map(TlaValues::plain).toArray(Value[]::new);
    }

    private static Value record(Mapping mapping) {
        RecordBuilder record = new RecordBuilder();
        mapping.at().forEach((name, value) -> record.put(name, plain(value)));
        return record.build();
    }

    private static Value function(Mapping mapping) {
        Value[] domain = mapping.at().keySet().stream().map(TlaValues::word).toArray(Value[]::new);
        Value[] values = mapping.at().values().stream().map(TlaValues::plain).toArray(Value[]::new);
        return new FcnRcdValue(domain, values, false);
    }

    private static Value word(String word) {
        if (word.startsWith("\"")) {
            return new StringValue(word.substring(1, word.length() - 1));
        }
        if (word.matches("-?\\d+")) {
            return IntValue.gen(Integer.parseInt(word));
        }
        return switch (word) {
            case "TRUE" -> BoolValue.ValTrue;
            case "FALSE" -> BoolValue.ValFalse;
            default -> ModelValue.make(word);
        };
    }
}
