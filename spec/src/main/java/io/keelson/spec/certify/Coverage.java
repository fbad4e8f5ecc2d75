package io.keelson.spec.certify;

import io.keelson.spec.SpecFiles;
import io.keelson.spec.SpecOracle;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tla2sany.semantic.ExprNode;
import tla2sany.semantic.ExprOrOpArgNode;
import tla2sany.semantic.ModuleNode;
import tla2sany.semantic.OpApplNode;
import tla2sany.semantic.OpArgNode;
import tla2sany.semantic.OpDefNode;
import tla2sany.semantic.SemanticNode;
import tla2sany.st.Location;

/**
 * By how many steps each operator of the spec, and each branch of it, was evaluated. The branches are found in the parser's own tree, from the operator that is evaluated down through everything it uses; a mark is put before each.
 */
final class Coverage {
    private static final String IF = "$IfThenElse";
    private static final String CASE = "$Case";

    private final SpecOracle oracle;
    private final Map<Branch, Mark> marks = new TreeMap<>();
    private final Map<String, List<String>> sources = new HashMap<>();
    private final ArrayDeque<OpDefNode> toVisit = new ArrayDeque<>();
    private final Set<OpDefNode> seen = new HashSet<>();
    private final Set<OpDefNode> topLevel;
    private final Set<OpDefNode> handedOver = new HashSet<>();
    private final Mark.Step step = new Mark.Step();

    private Coverage(SpecOracle oracle, ModuleNode root) {
        this.oracle = oracle;
        this.topLevel = Arrays.stream(root.getOpDefs()).filter(definition -> definition.getBody() != null && isOurs(definition)).collect(Collectors.toSet());
    }

    /** Marks everything that an operator of the root module uses; from then on it is counted. */
    static Coverage of(SpecOracle oracle, String operator) {
        ModuleNode root = oracle.module();
        Coverage coverage = new Coverage(oracle, root);
        OpDefNode begin = Stream.of(root.getOpDefs()).filter(definition -> definition.getName().equals(operator)).findFirst().orElseThrow();
        coverage.enqueue(begin);
        while (!coverage.toVisit.isEmpty()) {
            OpDefNode next = coverage.toVisit.remove();
            coverage.visit(next.getBody(), next);
        }
        coverage.seen.forEach(coverage::markBody);
        return coverage;
    }

    /** A new step begins: whatever is evaluated counts once for it. */
    void begin() {
        step.number++;
    }

    /** How many steps have met each branch, in the order in which a reader meets them. */
    SortedMap<Branch, Long> steps() {
        SortedMap<Branch, Long> steps = new TreeMap<>();
        marks.forEach((branch, mark) -> steps.put(branch, mark.steps()));
        return steps;
    }

    private void enqueue(OpDefNode definition) {
        if (topLevel.contains(definition) && seen.add(definition)) {
            toVisit.add(definition);
        }
    }

    private void visit(SemanticNode node, OpDefNode within) {
        if (node instanceof OpApplNode application) {
            visitApplication(application, within);
        } else if (node instanceof OpArgNode argument && argument.getOp() instanceof OpDefNode definition) {
            handedOver.add(definition);
            enqueue(definition);
        }
        if (node.getChildren() != null) {
            for (SemanticNode child : node.getChildren()) {
                if (child != null) {
                    visit(child, within);
                }
            }
        }
        if (node instanceof OpApplNode application) {
            markArms(application, within);
        }
    }

    private void visitApplication(OpApplNode application, OpDefNode within) {
        if (application.getOperator() instanceof OpDefNode definition) {
            enqueue(definition);
        }
    }

    private void markArms(OpApplNode application, OpDefNode within) {
        String name = application.getOperator().getName().toString();
        ExprOrOpArgNode[] parts = application.getArgs();
        if (name.equals(IF)) {
            String guard = text(parts[0]);
            parts[1] = marked(parts[1], within, Branch.Kind.THEN, guard);
            parts[2] = marked(parts[2], within, Branch.Kind.ELSE, "");
        } else if (name.equals(CASE)) {
            for (ExprOrOpArgNode arm : parts) {
                ExprOrOpArgNode[] pair = ((OpApplNode) arm).getArgs();
                Branch.Kind kind = pair[0] == null ? Branch.Kind.OTHER : Branch.Kind.CASE;
                pair[1] = marked(pair[1], within, kind, pair[0] == null ? "" : text(pair[0]));
            }
        }
    }

    private ExprNode marked(ExprOrOpArgNode arm, OpDefNode within, Branch.Kind kind, String guard) {
        Location at = arm.getLocation();
        Mark mark = new Mark(step, arm);
        marks.put(new Branch(at.source(), within.getName().toString(), kind, guard, text(arm), at.beginLine(), at.beginColumn()), mark);
        return mark.application(oracle.toolId());
    }

    /** TLC looks a constant or an operator that is handed over up in its own way, so these go unmarked. */
    private void markBody(OpDefNode definition) {
        if (definition.getArity() > 0 && !handedOver.contains(definition)) {
            Location at = definition.getLocation();
            Mark mark = new Mark(step, definition);
            marks.put(new Branch(at.source(), definition.getName().toString(), Branch.Kind.OPERATOR, "", "", at.beginLine(), at.beginColumn()), mark);
            definition.setToolObject(oracle.toolId(), mark);
        }
    }

    private static boolean isOurs(OpDefNode definition) {
        return !definition.isStandardModule() && !definition.getOriginallyDefinedInModuleNode().isStandard();
    }

    /** What stands there, in one line. */
    private String text(SemanticNode node) {
        Location at = node.getLocation();
        List<String> lines = sources.computeIfAbsent(at.source(), module -> SpecFiles.text(module + ".tla").lines().toList());
        StringBuilder text = new StringBuilder();
        for (int line = at.beginLine(); line <= at.endLine(); line++) {
            String whole = lines.get(line - 1);
            int from = line == at.beginLine() ? at.beginColumn() - 1 : 0;
            int to = line == at.endLine() ? at.endColumn() : whole.length();
            text.append(whole, from, to).append(' ');
        }
        return text.toString().replaceAll("\\s+", " ").strip();
    }
}
