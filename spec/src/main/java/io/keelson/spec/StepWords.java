package io.keelson.spec;

import io.keelson.core.Input;

/** A step in a line: the action, whose it was, and the message or the number that the action leaves open. */
final class StepWords {
    private StepWords() {}

    static String of(MemberStep step) {
        return step.label() + open(step);
    }

    private static String open(MemberStep step) {
        return switch (step.choice().happening()) {
            case Actions.Take take -> take.input() instanceof Input.Receive receive
                    ? ": " + TlaText.oneLine(TlaText.parse(new Abstraction().message(receive.message()).toString()))
                            + (receive.heardLeader() ? ", having heard a leader" : "")
                    : operatorsWish(take.input());
            case Actions.Ask ask -> ": read " + ask.read();
            case Actions.Force force -> ": writes " + force.writes();
            case Actions.Die die -> ": records kept " + die.keptRecords();
            case Actions.Wipe wipe -> "";
            case Actions.Damage damage -> ": records kept " + damage.keptRecords() + ", lost from " + damage.first() + " on";
        };
    }

    private static String operatorsWish(Input input) {
        return switch (input) {
            case Input.ChangeMembership change -> ": voters " + change.voters() + ", learners " + change.learners();
            case Input.TransferLeadership transfer -> ": to s" + transfer.target();
            case Input.Compact compact -> ": up to " + compact.index();
            case Input.StorageHealth health -> health.healthy() ? ": it answers" : ": it stalls";
            default -> "";
        };
    }
}
