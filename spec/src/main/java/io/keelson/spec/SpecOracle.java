package io.keelson.spec;

import io.keelson.core.MemberSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;
import util.UniqueString;

/**
 * Evaluates the spec's operators on given records, by TLC, in this process.
 *
 * <p>TLC keeps much of itself in statics: one oracle at a time, and only the newest may be asked. Not thread-safe.
 */
public final class SpecOracle {
    private static final String MODULE = "PairEval";
    private static final UniqueString N = UniqueString.uniqueStringOf("n");
    private static final UniqueString INPUT = UniqueString.uniqueStringOf("input");

    private final FastTool tool;
    private final SemanticNode step;

    /**
     * Parses the spec.
     *
     * @param files the unpacked specification; a configuration is written beside it
     * @param settings the constants of the spec
     * @param members how many members the group has
     */
    public SpecOracle(SpecFiles files, MemberSettings settings, long members) {
        Path folder = files.folder();
        try {
            Files.writeString(folder.resolve(MODULE + ".cfg"), configuration(settings, members));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        FP64.Init(0);
        tool = new FastTool(folder.toString(), MODULE, MODULE, new SimpleFilenameToStream(folder.toString()));
        tool.getInitStates();
        step = operator("Step").getBody();
    }

    /** The parsed module, for those who look at the operators themselves. */
    public ModuleNode module() {
        return tool.getRootModule();
    }

    /** Under which number TLC keeps what it knows of a node of the parsed module. */
    public int toolId() {
        return tool.getId();
    }

    /** From now on a rule of the protocol is left out, as in the broken variants: to show that disagreement is seen. */
    public void leaveOut(String rule) {
        for (OpDeclNode constant : tool.getRootModule().getConstantDecls()) {
            if (constant.getName().equals("Broken")) {
                constant.setToolObject(tool.getId(), new SetEnumValue(new Value[] {new StringValue(rule)}, true));
            }
        }
    }

    private OpDefNode operator(String name) {
        for (OpDefNode operator : tool.getRootModule().getOpDefs()) {
            if (operator.getName().equals(name)) {
                return operator;
            }
        }
        throw new IllegalStateException(MODULE + " has no operator " + name);
    }

    private static String configuration(MemberSettings settings, long members) {
        String ids = LongStream.rangeClosed(1, members).mapToObj(id -> "s" + id).collect(Collectors.joining(", "));
        String each = LongStream.rangeClosed(1, members).mapToObj(id -> "s" + id + " = s" + id).collect(Collectors.joining(" "));
        return "INIT Init\nNEXT Next\nCONSTANTS " + each + " None = None Server = {" + ids + "}"
                + " PreVoteOn = " + truth(settings.preVote())
                + " CheckQuorumOn = " + truth(settings.checkQuorum())
                + " MaxAppend = " + settings.maxAppendEntries()
                + " MaxInflight = " + settings.maxInflightEntries()
                + " CatchUpLag = " + settings.catchUpLag()
                + " LeaseOn = " + truth(settings.leases())
                + " Broken = {}\n";
    }

    private static String truth(boolean value) {
        return value ? "TRUE" : "FALSE";
    }

    /**
     * Evaluates one step.
     *
     * @param n the member's record
     * @param input the input's record
     * @return the record that the operator yields
     * @throws RuntimeException whatever TLC throws where the operator is undefined
     */
    public Value step(Value n, Value input) {
        TLCState state = TLCState.Empty.createEmpty();
        state.bind(N, n);
        state.bind(INPUT, input);
        return (Value) tool.eval(step, Context.Empty, state);
    }
}
