package io.keelson.spec.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keelson.core.Effects;
import io.keelson.core.HardState;
import io.keelson.core.Input;
import io.keelson.core.LogBase;
import io.keelson.core.LogWrite;
import io.keelson.core.MemberIdentity;
import io.keelson.core.MemberState;
import io.keelson.core.MemberState.PendingWrite;
import io.keelson.core.Recovered;
import io.keelson.spec.Pair;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Equal steps have one fingerprint, and what differs in anything the core reads has two. */
class FingerprintTest {
    private static final Group GROUP = Group.small(3, true);
    private static final int MANY = 60_000;

    @Test
    void stepsThatDifferHaveFingerprintsThatDiffer() {
        // Of one member alone, so that much is met twice.
        Box box = new Box(Group.small(1, true), 11);
        Set<Pair> steps = new HashSet<>();
        Set<String> prints = new HashSet<>();
        FingerprintSet set = new FingerprintSet();
        for (int k = 0; k < MANY; k++) {
            Pair pair = box.next();
            boolean isNew = steps.add(pair);
            Fingerprint print = Fingerprint.of(pair);
            assertEquals(isNew, prints.add(print.toString()));
            assertEquals(isNew, set.add(print));
        }
        assertEquals(steps.size(), set.size());
        assertTrue(steps.size() < MANY, "nothing was met twice, so nothing was shown");
    }

    @Test
    void aWriteIsKnownByItsPlaceNotByItsTicket() {
        assertEquals(print(1, 1), print(7, 7));
        assertNotEquals(print(1, 1), print(1, 0));
    }

    @Test
    void anotherAnswerToTheSameQuestionIsAnotherStep() {
        Pair pair = Pair.taken(GROUP.settings(), fresh(), new Input.ElectionTimeout());
        Pair otherwise = new Pair(pair.before(), pair.cause(), pair.before(), Effects.NONE, null);
        assertNotEquals(Fingerprint.of(pair).toString(), Fingerprint.of(otherwise).toString());
    }

    @Test
    void theSameSeedIsTheSameBox() {
        Box one = new Box(GROUP, 5);
        Box other = new Box(GROUP, 5);
        for (int k = 0; k < 1_000; k++) {
            assertEquals(one.next(), other.next());
        }
    }

    @Test
    void whatTheBoxMakesDoesNotOffendTheCore() {
        Box box = new Box(GROUP, 17);
        for (int k = 0; k < MANY; k++) {
            Pair pair = box.next();
            assertFalse(pair.thrown() != null, pair::toString);
        }
    }

    private static MemberState fresh() {
        return MemberState.restarted(new MemberIdentity(1, 1, 1), Recovered.nothing(GROUP.configuration()));
    }

    private static String print(long ticket, long persisted) {
        MemberState before = MemberState.restarted(
                        new MemberIdentity(1, 1, 1), new Recovered(new HardState(1, 1), LogBase.bootstrap(GROUP.configuration()), List.of()))
                .withPendingWrites(List.of(new PendingWrite(new LogWrite(ticket, new HardState(1, 1), List.of()), List.of())));
        return Fingerprint.of(Pair.taken(GROUP.settings(), before, new Input.Persisted(persisted))).toString();
    }
}
