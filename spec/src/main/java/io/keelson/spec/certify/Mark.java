package io.keelson.spec.certify;

import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tlc2.tool.TLCState;
import tlc2.tool.coverage.CostModel;
import tlc2.tool.impl.Tool;
import tlc2.util.Context;
import tlc2.value.impl.EvaluatingValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Stands before an expression or an operator's definition, counts the steps in which it is evaluated, and otherwise changes nothing. To TLC it is an operator that is written in Java. */
final class Mark extends EvaluatingValue {
    private static final UniqueString NAME = UniqueString.uniqueStringOf("$Mark");

    /** The step that is being evaluated. */
    static final class Step {
        long number;
    }

    private final Step step;
    private final SemanticNode marked;
    private long lastStep;
    private long steps;

    Mark(Step step, SemanticNode marked) {
        super(null, null, 0);
        this.step = step;
        this.marked = marked;
    }

    /** An expression that evaluates what is marked, and counts. */
    ExprNode application(int toolId) {
        OpDefNode operator = new OpDefNode(NAME);
        operator.setToolObject(toolId, this);
        return new OpApplNode(operator);
    }

    long steps() {
        return steps;
    }

    @Override
    public Value eval(Tool tool, ExprOrOpArgNode[] arguments, Context context, TLCState state, TLCState next, int control, CostModel costs) {
        if (lastStep != step.number) {
            lastStep = step.number;
            steps++;
        }
        if (marked instanceof OpDefNode definition) {
            Context inside = tool.getOpContext(definition, arguments, context, true);
            return tool.eval(definition.getBody(), inside, state, next, control, costs);
        }
        return tool.eval(marked, context, state, next, control, costs);
    }
}
