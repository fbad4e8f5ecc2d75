package io.keelson.spec.certify;

import io.keelson.core.Entry;
import io.keelson.core.HardState;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Message;
import java.util.ArrayList;
import java.util.List;

/** Random writes on their way to the disk of a member in a given state, each with messages that wait for it. */
final class BoxWrites {
    private static final int MAX_WRITES = 3;

    private final BoxStates states;
    private final Dice dice;
    private final BoxMessages messages;

    BoxWrites(BoxStates states, List<Long> members, Dice dice) {
        this.states = states;
        this.dice = dice;
        this.messages = new BoxMessages(states, dice);
    }

    List<PendingWrite> some(long id, long term, LogBase base, List<Entry> log, boolean leads) {
        List<PendingWrite> writes = new ArrayList<>();
        for (long left = dice.coin() ? 0 : dice.between(1, MAX_WRITES); left > 0; left--) {
            LogWrite write = one(writes.size() + 1, term, base, log, leads);
            if (write.records() > 0) {
                writes.add(new PendingWrite(write, waiting(id, term)));
            }
        }
        return writes;
    }

    private List<Message> waiting(long id, long term) {
        return states.others(id).isEmpty() ? List.of() : dice.upTo(2, () -> messages.anyFrom(id, term)).stream().distinct().toList();
    }

    private LogWrite one(long ticket, long term, LogBase base, List<Entry> log, boolean leads) {
        HardState hardState = leads || dice.coin() ? null : new HardState(dice.between(1, term), states.anybody(), states.lostIndex(base.index()));
        if (base.index() > 0 && dice.oneIn(3)) {
            return new LogWrite(ticket, hardState, base, dice.coin() ? 0 : base.index() + 1, List.of());
        }
        return new LogWrite(ticket, hardState, hardState != null && dice.coin() ? List.of() : written(log, term));
    }

    /** A part of the log as it is, or as it was in an earlier generation. */
    private List<Entry> written(List<Entry> log, long term) {
        if (log.isEmpty()) {
            return List.of();
        }
        int first = (int) dice.between(0, log.size() - 1);
        int last = (int) dice.between(first, log.size() - 1);
        return dice.oneIn(3)
                ? states.entries(log.get(first).index(), last - first + 1, 1, term)
                : log.subList(first, last + 1);
    }
}
