package io.keelson.spec.certify;

import java.util.Comparator;

/**
 * An operator of the spec, or one of the branches in it: what follows THEN or ELSE, or an arm of a CASE.
 *
 * @param module the module
 * @param operator the operator at the top of that module; of a branch in a local one, the operator around it
 * @param kind what it is
 * @param guard the condition under which it is evaluated, in one line; empty for an operator, ELSE and OTHER
 * @param text the expression, in one line; empty for an operator
 * @param line its first line in the module, from 1
 * @param column its first column, from 1
 */
public record Branch(String module, String operator, Kind kind, String guard, String text, int line, int column) implements Comparable<Branch> {
    private static final Comparator<Branch> IN_READING_ORDER = Comparator.comparing(Branch::module)
            .thenComparing(Branch::line).thenComparing(Branch::column).thenComparing(Branch::kind);

    /** What a branch is. */
    public enum Kind { OPERATOR, THEN, ELSE, CASE, OTHER }

    /** Says whether it is there only for the variants of the protocol that leave a rule out. */
    public boolean isBrokenOnly() {
        return (kind == Kind.THEN || kind == Kind.CASE) && guard.matches("\"\\w+\" \\\\in Broken( /\\\\ .*)?") && !guard.contains("\\/");
    }

    /** A name that survives changes elsewhere in the module. */
    public String key() {
        return kind == Kind.OPERATOR ? operator : operator + " " + kind + (guard.isEmpty() ? " " + text : " " + guard);
    }

    @Override
    public int compareTo(Branch other) {
        return IN_READING_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return key() + " (" + module + ", line " + line + ")";
    }
}
