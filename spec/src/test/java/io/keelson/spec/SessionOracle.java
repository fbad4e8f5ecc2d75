package io.keelson.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import tla2sany.semantic.OpDefNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;
import util.UniqueString;

/** What {@code RaftSessions} says of an entry, evaluated by TLC; each machine and entry once. Subject to the rules of {@link SpecOracle}. */
final class SessionOracle {
    private static final String MODULE = "SessionEval";

    /** A machine of the spec. Two with the same text are the same. */
    record Machine(Value value, String text) {}

    /** An entry applied: the machine afterwards, and the outcome. */
    record Applied(Machine after, RecordValue outcome) {}

    private record Question(String machine, long index, SessionEntry entry) {}

    private final FastTool tool;
    private final OpDefNode step;
    private final Map<Question, Applied> known = new HashMap<>();

    SessionOracle(SpecFiles files, String broken) {
        Path folder = files.folder();
        try {
            Files.writeString(
                    folder.resolve(MODULE + ".cfg"),
                    "INIT Init\nNEXT Next\nCONSTANT Broken = {" + (broken.isEmpty() ? "" : "\"" + broken + "\"") + "}\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        FP64.Init(0);
        tool = new FastTool(folder.toString(), MODULE, MODULE, new SimpleFilenameToStream(folder.toString()));
        step = Stream.of(tool.getRootModule().getOpDefs())
                .filter(operator -> operator.getName().equals("Step"))
                .findFirst()
                .orElseThrow();
    }

    /** The machine that has applied nothing. */
    Machine empty() {
        return machine((Value) tool.getInitStates().elementAt(0).lookup(UniqueString.uniqueStringOf("machine")));
    }

    /** Applies the entry at an index. */
    Applied apply(Machine machine, long index, SessionEntry entry) {
        return known.computeIfAbsent(new Question(machine.text(), index, entry), question -> evaluate(machine, index, entry));
    }

    /** Returns how many different machines and entries were asked about. */
    int asked() {
        return known.size();
    }

    private Applied evaluate(Machine machine, long index, SessionEntry entry) {
        TLCState state = TLCState.Empty.createEmpty();
        state.bind(UniqueString.uniqueStringOf("machine"), machine.value());
        state.bind(UniqueString.uniqueStringOf("index"), IntValue.gen((int) index));
        state.bind(UniqueString.uniqueStringOf("entry"), entry.inSpec());
        RecordValue result = (RecordValue) ((Value) tool.eval(step.getBody(), Context.Empty, state)).toRcd();
        result.deepNormalize();
        return new Applied(
                machine((Value) result.select(new StringValue("machine"))),
                (RecordValue) ((Value) result.select(new StringValue("outcome"))).toRcd());
    }

    private static Machine machine(Value value) {
        value.deepNormalize();
        return new Machine(value, value.toString());
    }
}
