package io.keelson.checker.engine;

import io.keelson.checker.history.Operation;
import java.util.Arrays;
import java.util.List;

/**
 * The operations of one partition that have a say in the verdict, as columns, in order of invocation.
 *
 * <p>Left out is what nothing could have noticed. Of unknown outcome and read-only: whether it happened changes nothing. Of unknown
 * outcome and leaving a value that no other operation needs: in any order that holds it, the next operation that is not one of its
 * kind does the same in every state, so the order without it is allowed as well. Leaving one out can make another unnoticed, so it
 * goes on until nothing is left out.
 *
 * @param operations where each comes from
 * @param call       the event of each invocation, rising
 * @param ret        the event of each completion; {@link Operation#NEVER} where the outcome is unknown
 * @param transition what each does, as a number of the table
 */
record Columns(Operation[] operations, int[] call, int[] ret, int[] transition) {

    /** The columns of {@code possible}, which holds completed and crashed operations in order of invocation. */
    static Columns of(List<Operation> possible, StateTable table) {
        int size = possible.size();
        Operation[] operations = new Operation[size];
        int[] call = new int[size];
        int[] ret = new int[size];
        int[] transition = new int[size];
        boolean crashes = false;
        int i = 0;
        for (Operation operation : possible) {
            operations[i] = operation;
            call[i] = operation.invoked();
            ret[i] = operation.isOk() ? operation.completed() : Operation.NEVER;
            crashes |= ret[i] == Operation.NEVER;
            transition[i++] = table.transition(operation);
        }
        Columns all = new Columns(operations, call, ret, transition);
        return crashes ? all.withoutUnnoticed(table) : all;
    }

    int size() {
        return call.length;
    }

    /** Those from one place to another, exclusive. */
    Columns range(int from, int to) {
        return new Columns(Arrays.copyOfRange(operations, from, to), Arrays.copyOfRange(call, from, to), Arrays.copyOfRange(ret, from, to),
            Arrays.copyOfRange(transition, from, to));
    }

    private boolean isCrashed(int i) {
        return ret[i] == Operation.NEVER;
    }

    private Columns withoutUnnoticed(StateTable table) {
        Flows flows = table.flows();
        int[] uses = new int[table.transitionCount()];
        boolean[] crashed = new boolean[table.transitionCount()];
        for (int i = 0; i < call.length; i++) {
            uses[transition[i]]++;
            crashed[transition[i]] |= isCrashed(i);
        }
        boolean[] dropped = new boolean[uses.length];
        for (int t = 0; t < uses.length; t++) {
            dropped[t] = crashed[t] && table.isReadOnly(t);
        }
        if (flows.arePresent()) {
            dropDeadValues(flows, uses, crashed, dropped);
        }
        return where(dropped);
    }

    /** Transitions of operations of unknown outcome differ from all others, so that they are dropped as a whole. */
    private static void dropDeadValues(Flows flows, int[] uses, boolean[] crashed, boolean[] dropped) {
        int[] needed = new int[flows.valueCount()];
        for (int t = 0; t < uses.length; t++) {
            if (!dropped[t] && flows.needs(t) != Flows.NOTHING) {
                needed[flows.needs(t)] += uses[t];
            }
        }
        boolean any = true;
        while (any) {
            any = false;
            for (int t = 0; t < uses.length; t++) {
                if (crashed[t] && !dropped[t] && flows.leaves(t) != Flows.NOTHING && needed[flows.leaves(t)] == 0) {
                    dropped[t] = true;
                    any = true;
                    if (flows.needs(t) != Flows.NOTHING) {
                        needed[flows.needs(t)] -= uses[t];
                    }
                }
            }
        }
    }

    private Columns where(boolean[] dropped) {
        int[] kept = new int[call.length];
        int size = 0;
        for (int i = 0; i < call.length; i++) {
            if (!isCrashed(i) || !dropped[transition[i]]) {
                kept[size++] = i;
            }
        }
        if (size == call.length) {
            return this;
        }
        int[] places = Arrays.copyOf(kept, size);
        return new Columns(Arrays.stream(places).mapToObj(i -> operations[i]).toArray(Operation[]::new),
            pick(call, places), pick(ret, places), pick(transition, places));
    }

    private static int[] pick(int[] column, int[] places) {
        int[] picked = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = column[places[i]];
        }
        return picked;
    }
}
