package io.keelson.jepsen.workload;

import io.keelson.checker.history.Operation;
import io.keelson.checker.history.Values;
import io.keelson.checker.model.Model;
import io.keelson.checker.model.Transition;
import java.util.List;

/** Accounts that money moves between: {@code transfer [from to amount]}, which never overdraws, and {@code read}, which sees every balance. */
record BankModel(List<Object> initialState) implements Model {
    @Override
    public String name() {
        return "bank";
    }

    @Override
    public Object step(Object state, Transition transition) {
        List<?> balances = (List<?>) state;
        if (transition.f().equals("read")) {
            return !transition.known() || balances.equals(transition.output()) ? state : REFUSED;
        }
        List<?> transfer = (List<?>) transition.input();
        int from = ((Long) transfer.get(0)).intValue();
        int to = ((Long) transfer.get(1)).intValue();
        long amount = (Long) transfer.get(2);
        if ((Long) balances.get(from) < amount) {
            return REFUSED;
        }
        Object[] after = balances.toArray();
        after[from] = (Long) after[from] - amount;
        after[to] = (Long) after[to] + amount;
        return Values.vector(after);
    }

    @Override
    public boolean isReadOnly(Transition transition) {
        return transition.f().equals("read");
    }

    @Override
    public String objection(Operation operation) {
        return operation.f().equals("read") || operation.f().equals("transfer") ? null : "a bank knows read and transfer, not " + operation.f();
    }
}
